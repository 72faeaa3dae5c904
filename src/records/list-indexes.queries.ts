/**
 * Indexes behind the lists, made once an object has grown: one for each sortable field and one for searching. They
 * are not in the migration, because a first load of a million records would pay for each of them a second time.
 * Fields seldom sorted by get theirs when somebody sorts by them (`on-demand-indexes.ts`), for as long as it is used.
 */
import type { Db, Queryable } from '../db/client.ts';
import { findSqlState } from '../db/db-errors.ts';
import type { Logger } from '../model/logger.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { findRequestedFields } from './index-requests.queries.ts';
import { listIndexedColumns, searchExpression } from './record-columns.ts';

/** Below this many records a scan is fast enough. */
export const listIndexThreshold = 20_000;

/** Objects that grow long, with what their lists need beside an index for each field. */
const ownIndexes: Partial<Record<ObjectName, { name: string; on: string }[]>> = {
  people: [{ name: 'people_archived', on: '(archived_at) WHERE archived_at IS NOT NULL' }],
  assets: [{ name: 'assets_archived', on: '(archived_at) WHERE archived_at IS NOT NULL' }],
  software: [{ name: 'software_archived', on: '(archived_at) WHERE archived_at IS NOT NULL' }],
  // Counts the accounts of an application without reading them.
  saas_accounts: [
    {
      name: 'saas_accounts_shown',
      on: '(saas_id, is_active) WHERE missing_since IS NULL AND NOT is_repeated',
    },
  ],
};

/**
 * Fields seldom sorted by, of an object with many: sorting by one scans a million records in about a second, while each
 * index would slow down every change of every record. They have an index only while people sort by them.
 */
const seldomSorted: Partial<Record<ObjectName, ReadonlySet<string>>> = {
  assets: new Set([
    'barcode',
    'imei',
    'externalId',
    'condition',
    'osVersion',
    'cpu',
    'memoryBytes',
    'diskBytes',
    'ipAddress',
    'macAddress',
    'currentUser',
    'stockroom',
    'vendor',
    'poNumber',
    'purchaseDate',
    'purchasePrice',
    'endOfLifeDate',
    'isVirtual',
  ]),
};

/** True for a field whose index is made only once somebody has sorted by it. */
export function isSeldomSorted(object: ObjectName, field: string): boolean {
  return seldomSorted[object]?.has(field) ?? false;
}

export interface ListIndexOptions {
  /** Indexes people have asked for are made and dropped as of this time; without it they stay as they are. */
  now?: Date;
  /** With fewer records nothing is done. */
  threshold?: number;
  /** Ends the work after the index at hand. */
  signal?: AbortSignal;
}

export interface ListIndexOutcome {
  madeCount: number;
  droppedCount: number;
  /** False when another process was at it or the signal ended it: to be repeated. */
  isDone: boolean;
}

/**
 * Drops what nobody uses any more and makes what is missing; does nothing for a small table or while another process
 * is at it. Safe to repeat. Throws PostgreSQL's error of an index that cannot be made; the next run tries it again.
 */
export async function ensureListIndexes(
  db: Db,
  object: ObjectName,
  fields: readonly Field[],
  log: Logger,
  { now, threshold = listIndexThreshold, signal }: ListIndexOptions = {},
): Promise<ListIndexOutcome> {
  const nothing = { madeCount: 0, droppedCount: 0 };
  if (!ownIndexes[object]) return { ...nothing, isDone: true };
  if ((await countRoughly(db, object)) < threshold) return { ...nothing, isDone: true };
  return db.withClient(async (client) => {
    const lock = await client.query<{ got: boolean }>(
      `SELECT pg_try_advisory_lock(hashtext('muster.list-indexes'), hashtext($1)) AS got`,
      [object],
    );
    if (!lock.rows[0]?.got) return { ...nothing, isDone: false };
    try {
      const hasTrigrams = await ensureTrigrams(client, log);
      // Under the lock: a run that knows older requests must not drop what one with newer requests has made.
      const seldom = [...(seldomSorted[object] ?? [])];
      const requested = now && (await findRequestedFields(client, object, seldom, now));
      const plan = planIndexes(object, fields, hasTrigrams, requested);
      const outcome = await carryOut(client, object, plan, signal);
      const { madeCount, droppedCount } = outcome;
      if (madeCount > 0) await client.query(`ANALYZE ${object}`);
      if (madeCount > 0 || droppedCount > 0)
        log.info({ object, madeCount, droppedCount }, 'list indexes made or dropped');
      return outcome;
    } finally {
      await client.query(`SELECT pg_advisory_unlock(hashtext('muster.list-indexes'), hashtext($1))`, [
        object,
      ]);
    }
  });
}

interface IndexPlan {
  unwanted: string[];
  wanted: { name: string; on: string }[];
}

/** `requested`: the fields seldom sorted by that are to have an index; undefined leaves the indexes of all of them alone. */
function planIndexes(
  object: ObjectName,
  fields: readonly Field[],
  hasTrigrams: boolean,
  requested: ReadonlySet<string> | undefined,
): IndexPlan {
  // Not partial (WHERE archived_at IS NULL): PostgreSQL uses the statistics of whole indexes only.
  const sorting = Object.entries(listIndexedColumns(object, fields, object)).map(([field, index]) => ({
    field,
    name: index.indexName,
    on: `((${index.sql}), id)`,
  }));
  const usual = sorting.filter(({ field }) => !isSeldomSorted(object, field));
  const seldom = sorting.filter(({ field }) => isSeldomSorted(object, field));
  const searching = {
    name: `${object}_search`,
    on: `USING gin ((${searchExpression(object, object)}) gin_trgm_ops)`,
  };
  return {
    unwanted: requested ? seldom.filter(({ field }) => !requested.has(field)).map(({ name }) => name) : [],
    wanted: [
      ...usual,
      ...(ownIndexes[object] ?? []),
      ...(hasTrigrams ? [searching] : []),
      ...seldom.filter(({ field }) => requested?.has(field)),
    ],
  };
}

/** Drops first, so that there are never more of them than allowed. */
async function carryOut(
  client: Runner,
  object: ObjectName,
  plan: IndexPlan,
  signal: AbortSignal | undefined,
): Promise<ListIndexOutcome> {
  const known = await listIndexes(client, object);
  const outcome = { madeCount: 0, droppedCount: 0, isDone: true };
  const drop = (name: string) => client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
  for (const name of plan.unwanted.filter((candidate) => known.has(candidate))) {
    if (signal?.aborted) return { ...outcome, isDone: false };
    await drop(name);
    outcome.droppedCount += 1;
  }
  for (const { name, on } of plan.wanted.filter((index) => known.get(index.name) !== true)) {
    if (signal?.aborted) return { ...outcome, isDone: false };
    // What a crash left half-built cannot be used and would keep its name.
    if (known.has(name)) await drop(name);
    await client.query(`CREATE INDEX CONCURRENTLY ${name} ON ${object} ${on}`);
    outcome.madeCount += 1;
  }
  return outcome;
}

interface Runner {
  query<R extends object>(text: string, values?: unknown[]): Promise<{ rows: R[] }>;
}

/** Not allowed, not installed, not offered by this server. */
const refusals = new Set(['42501', '58P01', '0A000']);

/** Trigram search needs an extension that a managed PostgreSQL may refuse; searching then scans. */
async function ensureTrigrams(client: Runner, log: Logger): Promise<boolean> {
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    return true;
  } catch (err) {
    if (!refusals.has(findSqlState(err) ?? '')) throw err;
    log.warn(
      { err },
      'the extension pg_trgm is not available here: searching long lists will be slow. Ask the database administrator to create it.',
    );
    return false;
  }
}

async function listIndexes(client: Runner, table: string): Promise<Map<string, boolean>> {
  const { rows } = await client.query<{ name: string; isValid: boolean }>(
    `SELECT c.relname AS name, i.indisvalid AS "isValid" FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = $1::regclass`,
    [table],
  );
  return new Map(rows.map((row) => [row.name, row.isValid]));
}

async function countRoughly(db: Queryable, table: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT greatest(reltuples, 0)::bigint AS count FROM pg_class WHERE oid = $1::regclass',
    [table],
  );
  return rows[0]?.count ?? 0;
}
