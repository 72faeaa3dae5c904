import { join, resolve } from 'node:path';
import { type AppError, isAppError, makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';
import { findPostgresBinaries } from './binaries.ts';
import { clusterRole, ensureDataFolder, prepareCluster } from './cluster-folder.ts';
import { makeUserRegister, withFolderLock } from './folder-lock.ts';
import { failureWindowMs, keepRunning, maxFailureCount } from './keep-running.ts';
import { applicationDatabase, applicationRole, makeSocketUrl, prepareDatabase } from './prepare-database.ts';
import { makeLifeCheck } from './processes.ts';
import { findServerAccount } from './server-account.ts';
import {
  endLeftovers,
  findRunningServer,
  type RunningServer,
  startServer,
  stopServer,
} from './server-process.ts';

export interface EmbeddedPostgresOptions {
  /** Muster's data folder; the cluster lies in `postgres` inside it. Created when missing. */
  dataDir: string;
  clock: Clock;
  log: Logger;
  /** PostgreSQL settings that replace {@link serverSettings}. */
  settings?: Readonly<Record<string, string>>;
  /** False gives up durability for speed; only for tests. */
  isDurable?: boolean;
  /**
   * With it a server that ends by itself is started again; called once when that has failed too often. Without it
   * nobody looks after the server.
   */
  onGiveUp?: (err: AppError) => void;
}

export interface EmbeddedPostgres {
  /** Connection string of the database `muster` over the private socket, as the role that owns it. */
  url: string;
  /** The same as superuser. Muster itself never uses it; tests and benchmarks make databases with it. */
  adminUrl: string;
  /** started: by us now. adopted: an earlier Muster died and left it running. attached: another Muster uses it too. */
  how: 'started' | 'adopted' | 'attached';
  /** Of the server that runs now; another one after a restart. */
  readonly pid: number;
  /** Leaves the server; stops it (fast, clean shutdown) unless another Muster process still uses it. */
  stop(): Promise<void>;
}

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

  async function start(socketDir?: string): Promise<RunningServer> {
    const account = findServerAccount(clusterDir, log);
    const binaries = findPostgresBinaries({
      account,
      log,
      copyRoot: account ? '/var/lib/muster' : join(dataDir, 'programs'),
    });
    prepareCluster({ dataDir, clusterDir, binaries, account, log, isDurable: options.isDurable ?? true });
    await endLeftovers(clusterDir, clock, log);
    return startServer({ ...options, dataDir, clusterDir, binaries, account, socketDir });
  }

  const first = await withFolderLock(lockFile, clock, async () => {
    const others = register.findOthers();
    const found = await findRunningServer(clusterDir, clock);
    const running = found ?? (await start());
    register.join();
    try {
      await prepareDatabase(running.socketDir, log);
    } catch (err) {
      register.leave();
      if (!found) await stopServer(running.pid, clusterDir, running.socketDir, clock, log);
      const reason = (err as Error).message;
      throw makeError('DB_EMBEDDED_FAILED', { dataDir, action: 'opened', reason }, { cause: err });
    }
    if (!found) return { ...running, how: 'started' as const };
    const how = others.length > 0 ? ('attached' as const) : ('adopted' as const);
    log.info(
      { pid: running.pid, folder: clusterDir },
      how === 'attached'
        ? 'using the database another Muster process started'
        : 'adopted the database an earlier Muster process left running',
    );
    return { ...running, how };
  });

  let { pid } = first;
  let isRunning = makeLifeCheck(pid);
  const stopped = new AbortController();

  /** Of several processes one starts it; the others find it running. */
  async function restart(): Promise<void> {
    await withFolderLock(lockFile, clock, async () => {
      if (stopped.signal.aborted) return;
      const running = (await findRunningServer(clusterDir, clock)) ?? (await start(first.socketDir));
      if (running.socketDir !== first.socketDir) {
        const reason = `it has moved to the socket folder ${running.socketDir}; restart Muster`;
        throw makeError('DB_EMBEDDED_FAILED', { dataDir, action: 'reached', reason });
      }
      pid = running.pid;
      isRunning = makeLifeCheck(pid);
      log.info({ pid }, 'the database runs again');
    });
  }

  function giveUp(lastProblem: unknown): void {
    const reason =
      lastProblem === undefined
        ? `it ended more than ${maxFailureCount} times within ${failureWindowMs / 60_000} minutes; its log is ${clusterDir}.log`
        : isAppError(lastProblem)
          ? lastProblem.message
          : String(lastProblem);
    options.onGiveUp?.(
      makeError('DB_EMBEDDED_FAILED', { dataDir, action: 'kept running', reason }, { cause: lastProblem }),
    );
  }

  const watching = options.onGiveUp
    ? keepRunning({
        clock,
        log,
        signal: stopped.signal,
        isRunning: () => isRunning(),
        restart,
        onGiveUp: giveUp,
      })
    : undefined;

  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    stopped.abort();
    await watching;
    await withFolderLock(lockFile, clock, async () => {
      register.leave();
      const others = register.findOthers();
      if (others.length > 0) {
        log.info({ pids: others }, 'the database stays up for other Muster processes');
        return;
      }
      await stopServer(pid, clusterDir, first.socketDir, clock, log);
    });
  }

  return {
    url: makeSocketUrl(first.socketDir, applicationRole, applicationDatabase),
    adminUrl: makeSocketUrl(first.socketDir, clusterRole, applicationDatabase),
    how: first.how,
    get pid() {
      return pid;
    },
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
