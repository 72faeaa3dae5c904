import pg from 'pg';
import { type AppError, makeError } from '../errors.ts';
import type { Logger } from '../model/logger.ts';

export interface Queryable {
  /** Runs one statement. Connection failures throw DB_UNAVAILABLE; everything else throws PostgreSQL's own error. */
  query<R extends object = Record<string, unknown>>(
    text: string,
    values?: unknown[],
  ): Promise<{ rows: R[]; rowCount: number | null }>;
}

export interface Tx extends Queryable {
  /** The connection of the transaction, for COPY. */
  readonly client: pg.PoolClient;
}

export interface Db extends Queryable {
  /** Runs `run` between BEGIN and COMMIT on one connection; rolls back and rethrows when it throws. */
  withTransaction<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  /** Lends one connection, for COPY and session-level locks. The connection returns to the pool afterwards. */
  withClient<T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Waits for lent connections and closes the pool. A second call does nothing. */
  close(): Promise<void>;
}

export interface DbOptions {
  url: string;
  log: Logger;
  /** Upper bound of open connections of this process. */
  maxConnectionCount?: number;
  connectTimeoutMs?: number;
  applicationName?: string;
}

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;

/** int8 → number while exact (ids and counts are), else the digits; a date without time stays `YYYY-MM-DD`. */
function parseInt8(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

function getTypeParser(oid: number, format?: string): (value: never) => unknown {
  if (format !== 'binary') {
    if (oid === INT8) return parseInt8 as (value: never) => unknown;
    if (oid === INT8_ARRAY) {
      const parseArray = pg.types.getTypeParser(1016 as never, 'text') as (
        value: string,
      ) => (string | null)[];
      return ((value: string) =>
        parseArray(value).map((item) => (item === null ? null : parseInt8(item)))) as never;
    }
    if (oid === DATE) return ((value: string) => value) as never;
    if (oid === DATE_ARRAY) return pg.types.getTypeParser(1009 as never, 'text') as never;
  }
  return pg.types.getTypeParser(oid as never, (format ?? 'text') as never) as never;
}

const connectionErrorCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'EAI_AGAIN'],
  ...['57P01', '57P02', '57P03', '53300', '08000', '08001', '08003', '08004', '08006'],
]);

/** True for failures of the connection itself: the same statement may succeed once the database is back. */
export function isConnectionError(err: unknown): boolean {
  if (!(err instanceof Error)) return false;
  const code = (err as { code?: unknown }).code;
  if (typeof code === 'string' && connectionErrorCodes.has(code)) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|connection is closed|not queryable/i.test(
    err.message,
  );
}

function coerceDbError(err: unknown): unknown {
  if (!isConnectionError(err)) return err;
  return makeDbUnavailable(err);
}

/** The retryable error for a database that cannot be reached right now. */
export function makeDbUnavailable(cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return makeError('DB_UNAVAILABLE', { reason }, { cause });
}

async function runQuery(
  target: pg.Pool | pg.PoolClient,
  text: string,
  values: unknown[] | undefined,
): Promise<{ rows: never[]; rowCount: number | null }> {
  try {
    const result = await target.query(text, values);
    return { rows: result.rows as never[], rowCount: result.rowCount };
  } catch (err) {
    throw coerceDbError(err);
  }
}

/** Makes the pool of this process. Opens no connection yet. */
export function makeDb(options: DbOptions): Db {
  const { log } = options;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnectionCount ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMillis: 30_000,
    application_name: options.applicationName ?? 'muster',
    keepAlive: true,
    types: { getTypeParser: getTypeParser as never },
  });
  // Idle connections fail when the database restarts. The pool replaces them; without a handler Node would exit.
  pool.on('error', (err) => log.warn({ err }, 'an idle database connection was lost'));

  let closing: Promise<void> | undefined;

  async function connect(): Promise<pg.PoolClient> {
    try {
      return await pool.connect();
    } catch (err) {
      throw coerceDbError(err);
    }
  }

  async function withClient<T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await connect();
    // A lent connection reports its loss both here and through the pending query; the query's error is the one to handle.
    const onError = (err: Error) => log.warn({ err }, 'a database connection in use was lost');
    client.on('error', onError);
    let failure: unknown;
    try {
      return await run(client);
    } catch (err) {
      failure = err;
      throw coerceDbError(err);
    } finally {
      client.off('error', onError);
      client.release(isConnectionError(failure));
    }
  }

  async function withTransaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await connect();
    const onError = (err: Error) => log.warn({ err }, 'a database connection in a transaction was lost');
    client.on('error', onError);
    let isBroken = false;
    try {
      await client.query('BEGIN');
      const result = await run({ client, query: (text, values) => runQuery(client, text, values) });
      await client.query('COMMIT');
      return result;
    } catch (err) {
      try {
        await client.query('ROLLBACK');
      } catch (rollbackErr) {
        isBroken = true;
        log.warn(
          { err: rollbackErr },
          'rolling back failed; the connection is dropped, which rolls back as well',
        );
      }
      throw coerceDbError(err);
    } finally {
      client.off('error', onError);
      client.release(isBroken);
    }
  }

  return {
    query: (text, values) => runQuery(pool, text, values),
    withClient,
    withTransaction,
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}
