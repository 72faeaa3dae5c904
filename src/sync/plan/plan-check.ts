import { isDeepStrictEqual } from 'node:util';
import type { Db } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import type { DecidedBatch } from '../decide/decide-batch.ts';
import { detailsOf } from '../decide/describe-decision.ts';
import type { SyncRun } from '../run.ts';
import { findLaterRun, walkPlanRetirements } from './plan.queries.ts';

/** A plan is applied exactly or not at all: every item must be decided today as the preview decided it. */
export function assertPlanHolds({ setup, session }: SyncRun, batch: DecidedBatch): void {
  const planSessionId = session.planSessionId;
  if (batch.unchangedCount > 0 || batch.repeatedCount > 0) {
    throw makeError('SYNC_PLAN_STALE', {
      sessionId: planSessionId,
      reason: 'some of its records have been synced since',
    });
  }
  for (const entry of batch.decided) {
    const planned = entry.item.planned;
    if (!planned) continue;
    const { decision } = entry;
    const stale = (reason: string) =>
      makeError('SYNC_PLAN_STALE', {
        sessionId: planSessionId,
        reason: `source record ${entry.item.nativeId} ${reason}`,
      });
    if (decision.outcome !== planned.outcome)
      throw stale(`would now be ${decision.outcome} instead of ${planned.outcome}`);
    if (decision.outcome === 'updated') {
      if (decision.recordId !== planned.recordId) throw stale('now matches another record');
      if (decision.version !== planned.recordVersion) throw stale('matches a record that was changed since');
    }
    if (!isDeepStrictEqual(toPlainJson(detailsOf(setup, entry)), planned.details))
      throw stale('would now be written differently');
  }
}

/** Before anything of a plan is applied. Throws SYNC_PLAN_STALE. */
export async function assertRetirementsHold(db: Db, run: SyncRun): Promise<void> {
  const planSessionId = run.session.planSessionId;
  const stale = (reason: string) => makeError('SYNC_PLAN_STALE', { sessionId: planSessionId, reason });
  let count = 0;
  for await (const batch of walkPlanRetirements(db, run)) {
    count += batch.length;
    const changed = batch.find((item) => !item.isUnchanged);
    if (changed)
      throw stale(`the record of source record ${changed.nativeId}, to be retired, was changed since`);
  }
  const later = count === 0 ? undefined : await findLaterRun(db, run.setup.integration.id, planSessionId);
  if (later !== undefined)
    throw stale(`session ${later} has read the vendor since, and what is to be retired may be there again`);
}

/** As the database gives it back. */
function toPlainJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
