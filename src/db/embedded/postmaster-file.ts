/** What PostgreSQL writes to `postmaster.pid` in its data folder. */
export interface PostmasterFile {
  pid: number;
  port: number;
  /** Folder of the socket as the server sees it; may be `/proc/self/cwd`. */
  socketDir: string;
  isReady: boolean;
}

/**
 * Parses `postmaster.pid` (lines: pid, data folder, start time, port, socket folder, address, shared memory, status).
 * Returns undefined for a file that is empty or still being written.
 */
export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  return {
    pid,
    port: Number(lines[3]) || 0,
    socketDir: (lines[4] ?? '').trim(),
    isReady: (lines[7] ?? '').trim() === 'ready',
  };
}
