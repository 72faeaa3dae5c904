import type { Queryable } from '../db/client.ts';

export async function countSessionsByStatus(db: Queryable): Promise<{ status: string; count: number }[]> {
  const { rows } = await db.query<{ status: string; count: number }>(
    `SELECT status, count(*) AS count FROM sessions WHERE kind <> 'test' GROUP BY status ORDER BY status`,
  );
  return rows;
}

/** Records by outcome, over all sessions that changed data. */
export async function sumRecordOutcomes(db: Queryable): Promise<{ outcome: string; count: number }[]> {
  const { rows } = await db.query<{ outcome: string; count: number }>(
    `SELECT outcome, count::bigint AS count
     FROM (SELECT coalesce(sum(created_count), 0) AS created, coalesce(sum(updated_count), 0) AS updated,
                  coalesce(sum(unchanged_count), 0) AS unchanged, coalesce(sum(skipped_count), 0) AS skipped,
                  coalesce(sum(failed_count), 0) AS failed, coalesce(sum(ambiguous_count), 0) AS ambiguous,
                  coalesce(sum(canceled_count), 0) AS canceled
           FROM sessions WHERE kind IN ('manual', 'scheduled', 'apply')) AS total
     CROSS JOIN LATERAL (VALUES ('created', created), ('updated', updated), ('unchanged', unchanged),
       ('skipped', skipped), ('failed', failed), ('ambiguous', ambiguous), ('canceled', canceled)) AS list (outcome, count)`,
  );
  return rows;
}
