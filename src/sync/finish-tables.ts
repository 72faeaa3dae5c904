import type { Queryable } from '../db/client.ts';
import type { RunPlan, SessionCounters } from './sync-types.ts';

/**
 * Statistics for the planner once a session has brought much: without them the first lists and the next session's
 * look-ups are planned as if the tables were empty.
 */
export async function finishTables(db: Queryable, run: RunPlan, counters: SessionCounters): Promise<void> {
  if (counters.createdCount + counters.updatedCount < 1_000) return;
  await db.query(`ANALYZE ${run.table}`);
  await db.query('ANALYZE source_records');
}
