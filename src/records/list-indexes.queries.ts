/**
 * Indexes behind the lists, made once an object has grown: one for each sortable field and one for searching. They
 * are not in the migration, because a first load of a million records would pay for each of them a second time.
 */
import type { Db, Queryable } from '../db/client.ts';
import type { Logger } from '../model/logger.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { listIndexedColumns, searchExpression } from './record-columns.ts';

/** Below this many records a scan is fast enough. */
export const listIndexThreshold = 20_000;

/** Objects that grow long, with what their lists need beside an index for each field. */
const ownIndexes: Partial<Record<ObjectName, { name: string; on: string }[]>> = {
  people: [{ name: 'people_archived', on: '(archived_at) WHERE archived_at IS NOT NULL' }],
  assets: [{ name: 'assets_archived', on: '(archived_at) WHERE archived_at IS NOT NULL' }],
  software: [{ name: 'software_archived', on: '(archived_at) WHERE archived_at IS NOT NULL' }],
  // Counts the accounts of an application without reading them.
  saas_accounts: [{ name: 'saas_accounts_counts', on: '(saas_id, is_active) WHERE missing_since IS NULL' }],
};

/**
 * Fields seldom sorted by, of an object with many: sorting by one scans a million records in about a second, while each
 * index would slow down every change of every record.
 */
const unindexed: Partial<Record<ObjectName, ReadonlySet<string>>> = {
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

/** Makes what is missing; does nothing for a small table or while another process is at it. Safe to repeat. */
export async function ensureListIndexes(
  db: Db,
  object: ObjectName,
  fields: readonly Field[],
  log: Logger,
): Promise<{ madeCount: number }> {
  if (!ownIndexes[object]) return { madeCount: 0 };
  if ((await countRoughly(db, object)) < listIndexThreshold) return { madeCount: 0 };
  return db.withClient(async (client) => {
    const lock = await client.query<{ got: boolean }>(
      `SELECT pg_try_advisory_lock(hashtext('muster.list-indexes'), hashtext($1)) AS got`,
      [object],
    );
    if (!lock.rows[0]?.got) return { madeCount: 0 };
    try {
      const hasTrigrams = await ensureTrigrams(client, log);
      const known = await listIndexes(client, object);
      let madeCount = 0;
      for (const { name, sql } of planIndexes(object, fields, hasTrigrams)) {
        const isValid = known.get(name);
        if (isValid === true) continue;
        // What a crash left half-built cannot be used and would keep its name.
        if (isValid === false) await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
        await client.query(sql);
        madeCount += 1;
      }
      if (madeCount > 0) {
        await client.query(`ANALYZE ${object}`);
        log.info({ object, madeCount }, 'list indexes made');
      }
      return { madeCount };
    } finally {
      await client.query(`SELECT pg_advisory_unlock(hashtext('muster.list-indexes'), hashtext($1))`, [
        object,
      ]);
    }
  });
}

function planIndexes(
  object: ObjectName,
  fields: readonly Field[],
  hasTrigrams: boolean,
): { name: string; sql: string }[] {
  // Not partial (WHERE archived_at IS NULL): PostgreSQL uses the statistics of whole indexes only.
  const sorting = Object.entries(listIndexedColumns(object, fields, object))
    .filter(([name]) => !unindexed[object]?.has(name))
    .map(([, index]) => ({ name: index.indexName, on: `((${index.sql}), id)` }));
  const searching = {
    name: `${object}_search`,
    on: `USING gin ((${searchExpression(object, object)}) gin_trgm_ops)`,
  };
  return [...sorting, ...(ownIndexes[object] ?? []), ...(hasTrigrams ? [searching] : [])].map(
    ({ name, on }) => ({ name, sql: `CREATE INDEX CONCURRENTLY ${name} ON ${object} ${on}` }),
  );
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
    if (!refusals.has(String((err as { code?: unknown }).code))) throw err;
    log.warn(
      { err },
      'the extension pg_trgm is not available here: searching long lists will be slow. Ask the database administrator to create it.',
    );
    return false;
  }
}

async function listIndexes(client: Runner, table: string): Promise<Map<string, boolean>> {
  const { rows } = await client.query<{ name: string; is_valid: boolean }>(
    `SELECT c.relname AS name, i.indisvalid AS is_valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = $1::regclass`,
    [table],
  );
  return new Map(rows.map((row) => [row.name, row.is_valid]));
}

async function countRoughly(db: Queryable, table: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT greatest(reltuples, 0)::bigint AS count FROM pg_class WHERE oid = $1::regclass',
    [table],
  );
  return rows[0]?.count ?? 0;
}
