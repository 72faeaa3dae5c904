import { type AppError, makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import { type Db, makeDb } from './client.ts';
import { isConnectionError } from './db-errors.ts';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { planPoolSizes } from './pool-sizes.ts';

export interface OpenDatabaseOptions {
  /** Undefined: the embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | undefined;
  dataDir: string;
  /** Of all pools together. */
  maxConnectionCount?: number;
  /** Sessions this process runs at a time; without any, nearly all connections answer people. */
  workerCount?: number;
  applicationName?: string;
  clock: Clock;
  log: Logger;
  /** How long to wait for an external database that is not up yet. */
  waitMs?: number;
  /** With it the embedded server is started again when it ends by itself; called when that failed too often. */
  onGiveUp?: (err: AppError) => void;
}

export interface OpenDatabase {
  /** For people's requests and for commands. */
  db: Db;
  /** For sessions, the queue and what happens regularly: a rush of requests takes nothing from it. */
  work: Db;
  /** For heartbeats alone: a session is never thought dead because everything else is busy. */
  heartbeats: Db;
  url: string;
  isEmbedded: boolean;
  /** Closes the pools, then leaves (and as the last user stops) the embedded server. */
  close(): Promise<void>;
}

const oldestVersion = 150_000;
const defaultConnectionCount = 16;

/**
 * Opens the database of the configuration, external or embedded, and checks that Muster can work with it.
 * @throws DB_TOO_OLD, DB_UNAVAILABLE (after `waitMs`), and for the embedded one as {@link startEmbeddedPostgres}.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { log, clock } = options;
  const embedded = options.databaseUrl ? undefined : await startEmbeddedPostgres(options);
  const url = options.databaseUrl ?? embedded?.url ?? '';
  const { maxConnectionCount = defaultConnectionCount, applicationName = 'muster' } = options;
  const sizes = planPoolSizes(maxConnectionCount, options.workerCount ?? 1);
  const open = (size: number, name = applicationName) =>
    makeDb({ url, log, maxConnectionCount: size, applicationName: name });
  const db = open(sizes.people);
  const work = open(sizes.work, `${applicationName} work`);
  const heartbeats = open(sizes.heartbeats, `${applicationName} heartbeats`);
  async function close(): Promise<void> {
    await Promise.all([db.close(), work.close(), heartbeats.close()]);
    await embedded?.stop();
  }
  try {
    await waitForDatabase(db, clock, log, options.waitMs ?? 30_000);
    await checkServer(db, log);
  } catch (err) {
    await close();
    throw err;
  }
  return { db, work, heartbeats, url, isEmbedded: embedded !== undefined, close };
}

async function waitForDatabase(db: Db, clock: Clock, log: Logger, waitMs: number): Promise<void> {
  const deadline = clock.monotonicMs() + waitMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await db.query('SELECT 1');
      return;
    } catch (err) {
      const cause = (err as Error).cause ?? err;
      if (!isConnectionError(cause) || clock.monotonicMs() >= deadline) throw err;
      if (attempt === 1) log.warn({ err }, 'the database is not reachable yet; waiting for it');
      await clock.sleep(500);
    }
  }
}

async function checkServer(db: Db, log: Logger): Promise<void> {
  const { rows } = await db.query<{ number: string; version: string; encoding: string; isSuperuser: string }>(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version,
            current_setting('server_encoding') AS encoding, current_setting('is_superuser') AS "isSuperuser"`,
  );
  const server = rows[0];
  if (Number(server?.number) < oldestVersion) throw makeError('DB_TOO_OLD', { version: server?.version });
  if (server?.encoding !== 'UTF8') throw makeError('DB_ENCODING', { encoding: server?.encoding });
  if (server.isSuperuser === 'on') {
    log.warn(
      'the role of DATABASE_URL is a superuser of its server. Muster needs only a role that owns its database; give it one (see the guide "Run in production")',
    );
  }
}
