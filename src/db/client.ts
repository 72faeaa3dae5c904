import pg from 'pg';
import { makeError } from '../errors.ts';
import type { Logger } from '../model/logger.ts';
import { coerceDbError, coerceWorkError, isConnectTimeout, isReportedLoss } from './db-errors.ts';

export interface Queryable {
  /**
   * Runs one statement. What the server or the way to it cannot do now throws an error of the catalog (`db-errors.ts`);
   * everything else throws PostgreSQL's own error.
   */
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
  /** For metrics. `waitingCount`: callers without a connection. */
  countConnections(): { totalCount: number; idleCount: number; waitingCount: number };
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

const int8Oid = 20;
const int8ArrayOid = 1016;
const dateOid = 1082;
const dateArrayOid = 1182;

/** int8 → number while exact (ids and counts are), else the digits; a date without time stays `YYYY-MM-DD`. */
function parseInt8(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

function getTypeParser(oid: number, format?: string): (value: never) => unknown {
  if (format !== 'binary') {
    if (oid === int8Oid) return parseInt8 as (value: never) => unknown;
    if (oid === int8ArrayOid) {
      const parseArray = pg.types.getTypeParser(1016 as never, 'text') as (
        value: string,
      ) => (string | null)[];
      return ((value: string) =>
        parseArray(value).map((item) => (item === null ? null : parseInt8(item)))) as never;
    }
    if (oid === dateOid) return ((value: string) => value) as never;
    if (oid === dateArrayOid) return pg.types.getTypeParser(1009 as never, 'text') as never;
  }
  return pg.types.getTypeParser(oid as never, (format ?? 'text') as never) as never;
}

async function runQuery(
  target: pg.PoolClient,
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
  const { log, connectTimeoutMs = 10_000 } = options;
  const count = options.maxConnectionCount ?? 10;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: count,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    application_name: options.applicationName ?? 'muster',
    keepAlive: true,
    types: { getTypeParser: getTypeParser as never },
  });
  // Idle connections fail when the database restarts. The pool replaces them; without a handler Node would exit.
  let closing: Promise<void> | undefined;
  pool.on('error', (err) => {
    if (!closing) log.warn({ err }, 'an idle database connection was lost');
  });

  async function connect(): Promise<pg.PoolClient> {
    try {
      return await pool.connect();
    } catch (err) {
      throw coercePoolError(err);
    }
  }

  function coercePoolError(err: unknown): unknown {
    // Lent out, all of them: the database is there.
    const isAllLent = pool.totalCount >= count && pool.idleCount === 0;
    if (!isConnectTimeout(err) || !isAllLent) return coerceDbError(err);
    return makeError('DB_BUSY', { count, seconds: connectTimeoutMs / 1000 }, { cause: err });
  }

  async function query(text: string, values?: unknown[]) {
    try {
      const result = await pool.query(text, values);
      return { rows: result.rows as never[], rowCount: result.rowCount };
    } catch (err) {
      throw coercePoolError(err);
    }
  }

  /** `drop` makes the connection be thrown away instead of going back to the pool. */
  async function lend<T>(run: (client: pg.PoolClient, drop: () => void) => Promise<T>): Promise<T> {
    const client = await connect();
    let isLost = false;
    const drop = () => {
      isLost = true;
    };
    // A lent connection reports its loss both here and through the pending query; the query's error is the one to handle.
    const onError = (err: Error) => {
      drop();
      log.warn({ err }, 'a database connection in use was lost');
    };
    client.on('error', onError);
    try {
      return await run(client, drop);
    } catch (err) {
      if (isReportedLoss(err)) drop();
      throw coerceWorkError(err, isLost);
    } finally {
      client.off('error', onError);
      client.release(isLost);
    }
  }

  function withTransaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return lend(async (client, drop) => {
      await client.query('BEGIN');
      let result: T;
      try {
        result = await run({ client, query: (text, values) => runQuery(client, text, values) });
      } catch (err) {
        await rollBack(client, drop);
        throw err;
      }
      await client.query('COMMIT');
      return result;
    });
  }

  async function rollBack(client: pg.PoolClient, drop: () => void): Promise<void> {
    try {
      await client.query('ROLLBACK');
    } catch (err) {
      // Dropping the connection rolls back as well; the error that led here matters more.
      drop();
      log.warn({ err }, 'rolling back failed');
    }
  }

  return {
    query,
    withClient: (run) => lend((client) => run(client)),
    withTransaction,
    countConnections: () => ({
      totalCount: pool.totalCount,
      idleCount: pool.idleCount,
      waitingCount: pool.waitingCount,
    }),
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}
