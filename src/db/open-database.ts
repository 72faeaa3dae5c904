import { makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import { type Db, isConnectionError, makeDb } from './client.ts';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts';

export interface OpenDatabaseOptions {
  /** Undefined: the embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | undefined;
  dataDir: string;
  maxConnectionCount?: number;
  applicationName?: string;
  clock: Clock;
  log: Logger;
  /** How long to wait for an external database that is not up yet. */
  waitMs?: number;
}

export interface OpenDatabase {
  db: Db;
  url: string;
  isEmbedded: boolean;
  /** Closes the pool, then leaves (and as the last user stops) the embedded server. */
  close(): Promise<void>;
}

const OLDEST_VERSION = 150_000;

/**
 * Opens the database of the configuration, external or embedded, and checks that Muster can work with it.
 * @throws DB_TOO_OLD, DB_UNAVAILABLE (after `waitMs`), and for the embedded one as {@link startEmbeddedPostgres}.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { log, clock } = options;
  const embedded = options.databaseUrl ? undefined : await startEmbeddedPostgres(options);
  const url = options.databaseUrl ?? embedded?.url ?? '';
  const db = makeDb({ ...options, url });
  async function close(): Promise<void> {
    await db.close();
    await embedded?.stop();
  }
  try {
    await waitForDatabase(db, clock, log, options.waitMs ?? 30_000);
    await checkServer(db);
  } catch (err) {
    await close();
    throw err;
  }
  return { db, url, isEmbedded: embedded !== undefined, close };
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

async function checkServer(db: Db): Promise<void> {
  const { rows } = await db.query<{ number: string; version: string; encoding: string }>(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version,
            current_setting('server_encoding') AS encoding`,
  );
  const server = rows[0];
  if (Number(server?.number) < OLDEST_VERSION) throw makeError('DB_TOO_OLD', { version: server?.version });
  if (server?.encoding !== 'UTF8') throw makeError('DB_ENCODING', { encoding: server?.encoding });
}
