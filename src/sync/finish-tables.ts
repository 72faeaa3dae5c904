import type { Db } from '../db/client.ts';
import type { RunPlan, SessionCounters } from './run.ts';
import { recountSoftware } from './software/software.queries.ts';

/**
 * What is only worth doing once per session: statistics for the planner after much was written (without them the
 * first lists and the next session's look-ups are planned as if the tables were empty), and the numbers of installs.
 */
export async function finishTables(db: Db, run: RunPlan, counters: SessionCounters): Promise<void> {
  if (counters.createdCount + counters.updatedCount >= 1_000) {
    await db.query(`ANALYZE ${run.table}`);
    await db.query('ANALYZE source_records');
  }
  const isCountStale =
    counters.installChangedCount > 0 || (run.object === 'assets' && counters.retiredCount > 0);
  if (!isCountStale) return;
  if (counters.installChangedCount >= 1_000)
    await db.query('ANALYZE software_installs, software_releases, software');
  await db.withTransaction(recountSoftware);
}
