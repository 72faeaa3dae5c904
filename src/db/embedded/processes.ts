import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';

/** True when a process with this id exists, also when it belongs to somebody else. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (err) {
    return (err as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A killed child nobody waited for (pid 1 of some containers does not) still has an id but will never act again. */
function isZombie(pid: number): boolean {
  return process.platform === 'linux' && readProcessStat(pid)?.[0] === 'Z';
}

/** The fields of /proc/<pid>/stat after the command name, which may itself contain blanks and brackets. */
function readProcessStat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch (err) {
    const code = (err as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return undefined;
    throw err;
  }
}

/**
 * Names one run of a process: ids are reused, id plus start time is not. Undefined when it does not run.
 */
export function findProcessIdentity(pid: number): string | undefined {
  if (!isProcessAlive(pid)) return undefined;
  if (process.platform === 'linux') {
    const startedAt = readProcessStat(pid)?.[19];
    return startedAt === undefined ? undefined : `${pid} ${startedAt}`;
  }
  const result = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const startedAt = (result.stdout ?? '').trim();
  return startedAt ? `${pid} ${startedAt}` : undefined;
}

/**
 * Makes the question whether one process still runs, cheap enough to be asked twice a second: a later process with
 * the same id is another one where that costs nothing to tell.
 */
export function makeLifeCheck(pid: number): () => boolean {
  if (process.platform !== 'linux') return () => isProcessAlive(pid);
  const identity = findProcessIdentity(pid);
  return () => identity !== undefined && findProcessIdentity(pid) === identity;
}

/** True only for a living `postgres` whose data folder is `clusterDir`; a foreign process with that id is not ours. */
export function isPostmasterOf(pid: number, clusterDir: string): boolean {
  if (!isProcessAlive(pid)) return false;
  if (process.platform === 'linux') {
    try {
      const program = basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''));
      return program === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDir);
    } catch (err) {
      const code = (err as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return false;
      throw err;
    }
  }
  const result = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  const command = result.stdout ?? '';
  return command.includes('postgres') && command.includes(clusterDir);
}

/**
 * Server processes of `clusterDir` that outlived their killed postmaster. They end by themselves once they notice,
 * which a busy one may do late; until then PostgreSQL refuses to start. Linux only; elsewhere empty.
 */
export function findLeftoverServers(clusterDir: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && isPostmasterOf(pid, clusterDir));
}

/** Kills a process; that it ended in the meantime is as good. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'ESRCH') throw err;
  }
}
