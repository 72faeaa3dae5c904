import type { Queryable } from '../db/client.ts';
import type { ObjectName } from '../model/objects.ts';

/** Asked for again within this time, a request is not written. */
const restHours = 1;
/** A request nobody has repeated for so long counts no more. */
const forgottenAfterDays = 90;
/** Indexes beyond the usual ones: each slows down every change of every record a little. */
export const onDemandIndexLimit = 6;

/**
 * Stores that somebody sorted by `field` at `at`. Returns false when nothing was written: the request is less than an
 * hour old, or the table has fewer than `minRowCount` rows by the planner's count.
 */
export async function storeIndexRequest(
  db: Queryable,
  request: { object: ObjectName; field: string; at: Date; minRowCount: number },
): Promise<boolean> {
  // Looked for first: ON CONFLICT alone would lock, and so write, the row it then leaves as it is.
  const { rowCount } = await db.query(
    `INSERT INTO list_index_requests AS w (object, field, last_requested_at)
     SELECT $1::text, $2::text, $3::timestamptz FROM pg_class WHERE oid = $1::text::regclass AND reltuples >= $4::float8
        AND NOT EXISTS (SELECT 1 FROM list_index_requests
                         WHERE object = $1 AND field = $2 AND last_requested_at > $3 - make_interval(hours => $5))
     ON CONFLICT (object, field) DO UPDATE SET last_requested_at = excluded.last_requested_at
      WHERE w.last_requested_at <= excluded.last_requested_at - make_interval(hours => $5)`,
    [request.object, request.field, request.at, request.minRowCount, restHours],
  );
  return rowCount === 1;
}

/** The fields `among` these that are to have an index at `now`: those asked for last, of the last 90 days. */
export async function findRequestedFields(
  db: Queryable,
  object: ObjectName,
  among: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const { rows } = await db.query<{ field: string }>(
    `SELECT field FROM list_index_requests
      WHERE object = $1 AND field = ANY($2) AND last_requested_at > $3::timestamptz - make_interval(days => $4)
      ORDER BY last_requested_at DESC, field LIMIT $5`,
    [object, among, now, forgottenAfterDays, onDemandIndexLimit],
  );
  return new Set(rows.map((row) => row.field));
}
