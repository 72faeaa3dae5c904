import type { Queryable } from '../db/client.ts';
import type { IndexedColumn } from './record-columns.ts';

/** A field with more values than this is no choice of departments or places, and a scan is not much dearer. */
const valueLimit = 1_000;

/**
 * The values of a field that match a pattern, read off its index by jumping from value to value: a thousand
 * departments take milliseconds where a million people would take a second. Undefined when the field has too many
 * values, or no index whose statistics say how many.
 */
export async function findMatchingValues(
  db: Queryable,
  table: string,
  column: Pick<IndexedColumn, 'sql' | 'indexName'>,
  pattern: string,
): Promise<string[] | undefined> {
  const { rows: known } = await db.query<{ distinctCount: number }>(
    'SELECT n_distinct AS "distinctCount" FROM pg_stats WHERE schemaname = current_schema AND tablename = $1 AND n_distinct > 0',
    [column.indexName],
  );
  if (known[0] === undefined || known[0].distinctCount > valueLimit) return undefined;
  const next = (condition: string) =>
    `(SELECT ${column.sql} FROM ${table} t ${condition} ORDER BY ${column.sql}, t.id LIMIT 1)`;
  const { rows } = await db.query<{ found: string[] | null; count: number }>(
    `WITH RECURSIVE jump (value) AS (
       SELECT ${next('')}
       UNION ALL
       SELECT ${next(`WHERE ${column.sql} > jump.value`)} FROM jump WHERE jump.value IS NOT NULL
     )
     SELECT array_agg(value) FILTER (WHERE value ILIKE $1) AS found, count(*) AS count
       FROM (SELECT value FROM jump LIMIT ${valueLimit + 2}) first_values`,
    [pattern],
  );
  const { found, count } = rows[0] ?? { found: null, count: 0 };
  return count > valueLimit + 1 ? undefined : (found ?? []);
}
