/** One PostgreSQL server process: finding the one that runs, starting it, ending it. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAppError, makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';
import { type PostgresBinaries, serverEnvironment } from './binaries.ts';
import { getServerPath } from './cluster-folder.ts';
import { type PostmasterFile, parsePostmasterFile } from './postmaster-file.ts';
import {
  endProcess,
  findLeftoverServers,
  findProcessIdentity,
  isPostmasterOf,
  isProcessAlive,
} from './processes.ts';
import type { ServerAccount } from './server-account.ts';
import { makeSettingArguments } from './server-settings.ts';

/** Only the name of the socket file; there is no TCP port. */
export const socketPort = 5432;
const startTimeoutMs = 120_000;
const stopTimeoutMs = 60_000;
const leftoverPatienceMs = 3_000;
/** `sun_path` holds 108 bytes on Linux and 104 on macOS, with the closing zero. */
const maxSocketPathBytes = 103;
const maxLogBytes = 10 * 1024 * 1024;

export interface RunningServer {
  pid: number;
  /** As this process sees it. */
  socketDir: string;
}

/**
 * The living server of this folder, once it is ready; undefined when there is none. A pid file left by a crash is
 * left to PostgreSQL, which checks it again, unless its pid now belongs to some other program.
 */
export async function findRunningServer(
  clusterDir: string,
  clock: Clock,
): Promise<RunningServer | undefined> {
  const deadline = clock.monotonicMs() + startTimeoutMs;
  for (;;) {
    const file = readPostmasterFile(clusterDir);
    if (!file) return undefined;
    if (!isPostmasterOf(file.pid, clusterDir)) {
      if (isProcessAlive(file.pid)) rmSync(join(clusterDir, 'postmaster.pid'), { force: true });
      return undefined;
    }
    const socketDir = file.socketDir.startsWith('/proc/self/cwd') ? clusterDir : file.socketDir;
    if (file.isReady) return { pid: file.pid, socketDir };
    if (clock.monotonicMs() > deadline) {
      throw makeError('DB_EMBEDDED_FAILED', {
        dataDir: clusterDir,
        action: 'adopted',
        reason: `process ${file.pid} has been starting for two minutes; its log is ${getLogPath(clusterDir)}`,
      });
    }
    await clock.sleep(20);
  }
}

/** After the postmaster was killed its children may still hold the shared memory; without it they can do nothing useful. */
export async function endLeftovers(clusterDir: string, clock: Clock, log: Logger): Promise<void> {
  const deadline = clock.monotonicMs() + leftoverPatienceMs;
  for (let left = findLeftoverServers(clusterDir); left.length > 0; left = findLeftoverServers(clusterDir)) {
    if (clock.monotonicMs() > deadline) {
      log.warn({ pids: left }, 'ending database processes that outlived their killed server');
      for (const pid of left) endProcess(pid);
    }
    await clock.sleep(50);
  }
}

function readPostmasterFile(clusterDir: string): PostmasterFile | undefined {
  try {
    return parsePostmasterFile(readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8'));
  } catch (err) {
    // No file: not running. No permission: prepareCluster explains whose folder it is.
    const code = (err as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR') return undefined;
    throw err;
  }
}

export interface StartOptions {
  /** For messages. */
  dataDir: string;
  clusterDir: string;
  binaries: PostgresBinaries;
  account: ServerAccount | undefined;
  clock: Clock;
  log: Logger;
  settings?: Readonly<Record<string, string>> | undefined;
  isDurable?: boolean | undefined;
  /** Of the server that ran before: connection strings made from it stay good. */
  socketDir?: string | undefined;
}

/** Starts the server and waits until it takes connections. Throws DB_EMBEDDED_FAILED with what its log says. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { clusterDir, clock, account, log } = options;
  const socketDir = options.socketDir ?? makeSocketDir(clusterDir, account);
  if (options.socketDir) restoreSocketDir(options.socketDir, account);
  const seenSocketDir = socketDir === clusterDir ? getServerPath(clusterDir) : socketDir;
  const logFile = openLog(clusterDir);
  const startedAt = clock.monotonicMs();
  const child = spawn(
    options.binaries.postgres,
    [
      ...['-D', getServerPath(clusterDir)],
      ...makeSettingArguments({
        ...options.settings,
        ...(options.isDurable === false
          ? { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }
          : {}),
        port: String(socketPort),
        unix_socket_directories: seenSocketDir,
      }),
    ],
    {
      cwd: clusterDir,
      env: serverEnvironment,
      // Its own session: Ctrl-C in the terminal must reach Muster only, which then stops the server last.
      detached: true,
      stdio: ['ignore', logFile.fd, logFile.fd],
      ...account?.ids,
    },
  );
  closeSync(logFile.fd);
  const ended = watchEnd(child);
  try {
    for (;;) {
      const file = readPostmasterFile(clusterDir);
      if (file?.pid === child.pid && file?.isReady) break;
      const end = ended();
      if (end !== undefined) throw new Error(`${end}${readLogTail(logFile.path, logFile.startByte)}`);
      if (clock.monotonicMs() - startedAt > startTimeoutMs) {
        child.kill('SIGQUIT');
        throw new Error(`it was not ready after two minutes.${readLogTail(logFile.path, logFile.startByte)}`);
      }
      await clock.sleep(10);
    }
  } catch (err) {
    if (socketDir !== clusterDir && !options.socketDir) rmSync(socketDir, { recursive: true, force: true });
    if (isAppError(err)) throw err;
    throw makeError(
      'DB_EMBEDDED_FAILED',
      { dataDir: options.dataDir, action: 'started', reason: (err as Error).message },
      { cause: err },
    );
  }
  child.unref();
  const pid = child.pid as number;
  log.info({ pid, folder: clusterDir, startMs: clock.monotonicMs() - startedAt }, 'database started');
  return { pid, socketDir };
}

function watchEnd(child: ChildProcess): () => string | undefined {
  let end: string | undefined;
  child.once('error', (err) => {
    end = err.message;
  });
  child.once('exit', (code, signal) => {
    end ??= `the server ended with ${signal ?? `code ${code}`}.`;
  });
  return () => end;
}

/** The socket lies in the data folder itself (0700); where that path is too long for a socket, in a private temporary folder. */
function makeSocketDir(clusterDir: string, account: ServerAccount | undefined): string {
  if (Buffer.byteLength(join(clusterDir, `.s.PGSQL.${socketPort}`)) <= maxSocketPathBytes) return clusterDir;
  let dir = mkdtempSync(join(tmpdir(), 'muster-'));
  if (Buffer.byteLength(join(dir, `.s.PGSQL.${socketPort}`)) > maxSocketPathBytes) {
    rmSync(dir, { recursive: true });
    dir = mkdtempSync('/tmp/muster-');
  }
  if (account) chownSync(dir, account.ids.uid, account.ids.gid);
  return dir;
}

/** A private temporary folder may have been swept away meanwhile. */
function restoreSocketDir(dir: string, account: ServerAccount | undefined): void {
  if (existsSync(dir)) return;
  mkdirSync(dir, { mode: 0o700 });
  if (account) chownSync(dir, account.ids.uid, account.ids.gid);
}

/** Asks for a fast shutdown (transactions roll back, a checkpoint is written); insists after a minute. */
export async function stopServer(
  pid: number,
  clusterDir: string,
  socketDir: string,
  clock: Clock,
  log: Logger,
): Promise<void> {
  if (isPostmasterOf(pid, clusterDir)) {
    // By identity: a process on its way out has no program any more, yet is not gone.
    const identity = findProcessIdentity(pid);
    process.kill(pid, 'SIGINT');
    const deadline = clock.monotonicMs() + stopTimeoutMs;
    let hasInsisted = false;
    while (identity !== undefined && findProcessIdentity(pid) === identity) {
      if (!hasInsisted && clock.monotonicMs() > deadline) {
        log.warn(
          { pid },
          'the database did not stop within a minute; stopping it at once (it recovers at the next start)',
        );
        process.kill(pid, 'SIGQUIT');
        hasInsisted = true;
      }
      await clock.sleep(10);
    }
    log.info({ pid }, 'database stopped');
  }
  if (socketDir !== clusterDir) rmSync(socketDir, { recursive: true, force: true });
}

function getLogPath(clusterDir: string): string {
  return `${clusterDir}.log`;
}

/** Opens the server's log for appending; an old one beyond 10 MB is kept once as `.1`. */
function openLog(clusterDir: string): { fd: number; path: string; startByte: number } {
  const path = getLogPath(clusterDir);
  if (existsSync(path) && statSync(path).size > maxLogBytes) renameSync(path, `${path}.1`);
  const fd = openSync(path, 'a', 0o600);
  return { fd, path, startByte: statSync(path).size };
}

function readLogTail(path: string, startByte: number): string {
  const text = readFileSync(path).subarray(startByte).toString('utf8').trim();
  return text ? ` Its log (${path}) says:\n${text.slice(-1500)}` : '';
}
