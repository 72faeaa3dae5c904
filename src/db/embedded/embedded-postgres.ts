import { type ChildProcess, spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { isAppError, makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';
import { findPostgresBinaries, type PostgresBinaries, serverEnvironment } from './binaries.ts';
import {
  clusterDatabase,
  clusterRole,
  ensureDataFolder,
  getServerPath,
  prepareCluster,
} from './cluster-folder.ts';
import { makeUserRegister, withFolderLock } from './folder-lock.ts';
import { type PostmasterFile, parsePostmasterFile } from './postmaster-file.ts';
import {
  endProcess,
  findLeftoverServers,
  findProcessIdentity,
  isPostmasterOf,
  isProcessAlive,
} from './processes.ts';
import { findServerAccount, type ServerAccount } from './server-account.ts';
import { makeSettingArguments } from './server-settings.ts';

export interface EmbeddedPostgresOptions {
  /** Muster's data folder; the cluster lies in `postgres` inside it. Created when missing. */
  dataDir: string;
  clock: Clock;
  log: Logger;
  /** PostgreSQL settings that replace {@link serverSettings}. */
  settings?: Readonly<Record<string, string>>;
  /** False gives up durability for speed; only for tests. */
  isDurable?: boolean;
}

export interface EmbeddedPostgres {
  /** Connection string of the database `muster` over the private socket. */
  url: string;
  /** started: by us now. adopted: an earlier Muster died and left it running. attached: another Muster uses it too. */
  how: 'started' | 'adopted' | 'attached';
  pid: number;
  /** Leaves the server; stops it (fast, clean shutdown) unless another Muster process still uses it. */
  stop(): Promise<void>;
}

const PORT = 5432;
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 60_000;
const LEFTOVER_PATIENCE_MS = 3_000;
/** `sun_path` holds 108 bytes on Linux and 104 on macOS, with the closing zero. */
const maxSocketPathBytes = 103;
const maxLogBytes = 10 * 1024 * 1024;

/**
 * Starts PostgreSQL on `dataDir`, or joins the one that already runs there. The only way in is a socket in a folder
 * that nobody but the server's user (and root) can enter; there is no TCP port.
 *
 * @throws DB_EMBEDDED_UNAVAILABLE no programs for this platform, or no user to run them as;
 *   DB_FOLDER_UNREADABLE the folder cannot be used, and why; DB_EMBEDDED_FAILED the server did not start, with its log.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { clock, log } = options;
  const dataDir = ensureDataFolder(resolve(options.dataDir));
  const clusterDir = join(dataDir, 'postgres');
  const lockFile = join(dataDir, 'postgres.lock');
  const register = makeUserRegister(join(dataDir, 'postgres.users'));

  const server = await withFolderLock(lockFile, clock, async () => {
    const others = register.findOthers();
    const running = await findRunningServer(clusterDir, clock);
    if (running) {
      register.join();
      await ensureDatabase(running.socketDir);
      const how = others.length > 0 ? ('attached' as const) : ('adopted' as const);
      log.info(
        { pid: running.pid, folder: clusterDir },
        how === 'attached'
          ? 'using the database another Muster process started'
          : 'adopted the database an earlier Muster process left running',
      );
      return { ...running, how };
    }
    const account = findServerAccount(clusterDir, log);
    const binaries = findPostgresBinaries({
      account,
      log,
      copyRoot: account ? '/var/lib/muster' : join(dataDir, 'programs'),
    });
    prepareCluster({ dataDir, clusterDir, binaries, account, log, isDurable: options.isDurable ?? true });
    await endLeftovers(clusterDir, clock, log);
    const started = await startServer({ ...options, dataDir, clusterDir, binaries, account });
    register.join();
    try {
      await ensureDatabase(started.socketDir);
    } catch (err) {
      register.leave();
      await stopServer(started.pid, clusterDir, started.socketDir, clock, log);
      const reason = (err as Error).message;
      throw makeError('DB_EMBEDDED_FAILED', { dataDir, action: 'opened', reason }, { cause: err });
    }
    return { ...started, how: 'started' as const };
  });

  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    await withFolderLock(lockFile, clock, async () => {
      register.leave();
      const others = register.findOthers();
      if (others.length > 0) {
        log.info({ pids: others }, 'the database stays up for other Muster processes');
        return;
      }
      await stopServer(server.pid, clusterDir, server.socketDir, clock, log);
    });
  }

  return {
    url: makeSocketUrl(server.socketDir, clusterDatabase),
    how: server.how,
    pid: server.pid,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

interface RunningServer {
  pid: number;
  /** As this process sees it. */
  socketDir: string;
}

/**
 * The living server of this folder, once it is ready; undefined when there is none. A pid file left by a crash is
 * left to PostgreSQL, which checks it again, unless its pid now belongs to some other program.
 */
async function findRunningServer(clusterDir: string, clock: Clock): Promise<RunningServer | undefined> {
  const deadline = clock.monotonicMs() + START_TIMEOUT_MS;
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
async function endLeftovers(clusterDir: string, clock: Clock, log: Logger): Promise<void> {
  const deadline = clock.monotonicMs() + LEFTOVER_PATIENCE_MS;
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

interface StartOptions extends EmbeddedPostgresOptions {
  clusterDir: string;
  binaries: PostgresBinaries;
  account: ServerAccount | undefined;
}

async function startServer(options: StartOptions): Promise<RunningServer> {
  const { clusterDir, clock, account, log } = options;
  const socketDir = makeSocketDir(clusterDir, account);
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
        port: String(PORT),
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
      if (clock.monotonicMs() - startedAt > START_TIMEOUT_MS) {
        child.kill('SIGQUIT');
        throw new Error(`it was not ready after two minutes.${readLogTail(logFile.path, logFile.startByte)}`);
      }
      await clock.sleep(10);
    }
  } catch (err) {
    if (socketDir !== clusterDir) rmSync(socketDir, { recursive: true, force: true });
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
  if (Buffer.byteLength(join(clusterDir, `.s.PGSQL.${PORT}`)) <= maxSocketPathBytes) return clusterDir;
  let dir = mkdtempSync(join(tmpdir(), 'muster-'));
  if (Buffer.byteLength(join(dir, `.s.PGSQL.${PORT}`)) > maxSocketPathBytes) {
    rmSync(dir, { recursive: true });
    dir = mkdtempSync('/tmp/muster-');
  }
  if (account) chownSync(dir, account.ids.uid, account.ids.gid);
  return dir;
}

/** Asks for a fast shutdown (transactions roll back, a checkpoint is written); insists after a minute. */
async function stopServer(
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
    const deadline = clock.monotonicMs() + STOP_TIMEOUT_MS;
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

/** A URL that both pg and libpq's tools understand; the host in the query is the socket folder. */
export function makeSocketUrl(socketDir: string, database: string): string {
  return `postgresql://${clusterRole}@localhost:${PORT}/${database}?host=${encodeURIComponent(socketDir)}`;
}

async function ensureDatabase(socketDir: string): Promise<void> {
  const client = new pg.Client({ connectionString: makeSocketUrl(socketDir, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      clusterDatabase,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${clusterDatabase}`);
  } finally {
    await client.end();
  }
}
