import type { Db } from '../db/client.ts';

/** Longer than the longest delay any job is sent with (a follow-up's retry: ten minutes). */
const farSeconds = 3_600;

/**
 * pg-boss trusts the times it has stored. A clock that was ahead leaves jobs that wait for a day far away (and, being
 * at most one per kind, keep new ones out), jobs that never expire, and queues whose upkeep seems to be done. All of
 * them come back to now. Returns how many rows that were.
 */
export async function mendQueueTimes(db: Db): Promise<number> {
  const far = `pgboss.job_now() + make_interval(secs => $1)`;
  const statements = [
    `UPDATE pgboss.job SET start_after = pgboss.job_now() WHERE state < 'active' AND start_after > ${far}`,
    `UPDATE pgboss.job SET started_on = pgboss.job_now() WHERE state = 'active' AND started_on > ${far}`,
    `UPDATE pgboss.queue SET monitor_claim_on = NULL, monitor_on = NULL, maintain_on = NULL
      WHERE greatest(monitor_claim_on, monitor_on, maintain_on) > ${far}`,
  ];
  let mendedCount = 0;
  for (const statement of statements) mendedCount += (await db.query(statement, [farSeconds])).rowCount ?? 0;
  return mendedCount;
}
