import { isDeepStrictEqual } from 'node:util';
import { makeError } from '../../errors.ts';
import type { DecidedBatch } from '../decide/decide-batch.ts';
import type { RunPlan } from '../run.ts';
import { detailsOf } from './plan.queries.ts';

/** A plan is applied exactly or not at all: every item must be decided today as the preview decided it. */
export function assertPlanHolds(run: RunPlan, planSessionId: number, batch: DecidedBatch): void {
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
    if (!isDeepStrictEqual(toPlainJson(detailsOf(run, entry)), planned.details))
      throw stale('would now be written differently');
  }
}

/** As the database gives it back. */
function toPlainJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
