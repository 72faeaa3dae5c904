/**
 * Indexes behind the lists, made once an object has grown: one for each sortable field and one for searching. They
 * are not in the migration, because a first load of a million records would pay for each of them a second time.
 */
import type { Db, Queryable } from '../db/client.ts';
import type { Logger } from '../model/logger.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { searchExpression, sortExpression } from './record-columns.ts';

/** Below this many records a scan is fast enough. */
export const listIndexThreshold = 20_000;

/** Makes what is missing; does nothing for a small table or while another process is at it. Safe to repeat. */
export async function ensureListIndexes(
  db: Db,
  object: ObjectName,
  fields: readonly Field[],
  log: Logger,
): Promise<{ madeCount: number }> {
  if (object !== 'people') return { madeCount: 0 };
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
  const planned = [
    ...fields.flatMap((field) => {
      const sort = sortExpression(field, object);
      return sort
        ? [{ name: `${object}_list_${field.column}`.slice(0, 63), columns: `(${sort.sql}), id` }]
        : [];
    }),
    {
      name: `${object}_list_created_at`,
      columns: `(coalesce(${object}.created_at, '0001-01-01 00:00:00+00'::timestamptz)), id`,
    },
    {
      name: `${object}_list_updated_at`,
      columns: `(coalesce(${object}.updated_at, '0001-01-01 00:00:00+00'::timestamptz)), id`,
    },
  ].map(({ name, columns }) => ({
    name,
    sql: `CREATE INDEX CONCURRENTLY ${name} ON ${object} (${columns}) WHERE archived_at IS NULL`,
  }));
  if (hasTrigrams) {
    planned.push({
      name: `${object}_list_search`,
      sql: `CREATE INDEX CONCURRENTLY ${object}_list_search ON ${object} USING gin ((${searchExpression(object, object)}) gin_trgm_ops)`,
    });
  }
  return planned;
}

interface Runner {
  query<R extends object>(text: string, values?: unknown[]): Promise<{ rows: R[] }>;
}

/** Trigram search needs an extension that a managed PostgreSQL may refuse; searching then scans. */
async function ensureTrigrams(client: Runner, log: Logger): Promise<boolean> {
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    return true;
  } catch (err) {
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
