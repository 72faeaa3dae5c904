/** After the last page: what follows from absence, by the kind of session. Nothing, unless everything was provably seen. */
import type { Db } from '../db/client.ts';
import type { Clock } from '../model/clock.ts';
import type { BatchRun } from './process-batch.ts';
import { clearMissingSoftware } from './retire/clear-missing-software.ts';
import { applyRetirements, planRetirements } from './retire/plan-retirements.ts';
import type { ProofScope } from './retire/prove-absence.ts';
import { type RetireScope, retireMissing } from './retire/retire-missing.ts';
import type { RunPlan, SessionCounters } from './run.ts';
import type { SessionLease } from './session/session-lease.ts';
import { addSessionLog } from './session/session-row.queries.ts';

export interface ReadState {
  cursor: unknown;
  expectedCount: number | null;
  restartCount: number;
  isComplete: boolean;
}

/** Returns the session's counters with what was retired. Throws SYNC_RETIRE_LIMIT. */
export async function finishReading(
  { db, clock }: { db: Db; clock: Clock },
  lease: Pick<SessionLease, 'sessionId' | 'epoch'>,
  batchRun: BatchRun,
  state: ReadState,
  proof: ProofScope,
): Promise<SessionCounters> {
  const { run, seen } = batchRun.scope;
  const say = (level: 'info' | 'warning', message: string) =>
    addSessionLog(db, lease.sessionId, clock.now(), level, message);
  const { cursor, expectedCount, restartCount } = state;
  const scope: RetireScope = {
    run,
    sessionId: lease.sessionId,
    epoch: lease.epoch,
    seen,
    newSourceCount: batchRun.newSourceCount,
    at: batchRun.at,
    counters: batchRun.counters,
    checkpoint: { cursor, expectedCount, restartCount },
    proof,
  };
  if (batchRun.kind === 'apply-plan') {
    const retiredCount = await applyRetirements(db, scope, batchRun.planSessionId ?? 0);
    return { ...batchRun.counters, retiredCount: batchRun.counters.retiredCount + retiredCount };
  }
  const gap = completenessGap(state, batchRun);
  if (gap !== undefined) {
    await say('warning', `${gap} Nothing is taken for deleted.`);
    return batchRun.counters;
  }
  if (batchRun.kind === 'preview') {
    if (run.stream.software)
      await say('info', 'A preview plans the assets. Their installed software follows with the next run.');
    const planned = await planRetirements(db, { ...scope, planSeq: batchRun.planSeq });
    if (planned.note !== undefined) await say('warning', planned.note);
    if (planned.doubt !== undefined) await say('warning', planned.doubt);
    else if (planned.missingCount > 0)
      await say(
        planned.limitWarning === undefined ? 'info' : 'warning',
        `${planned.missingCount} records are no longer at the vendor: ${describePolicy(run, planned.retiredCount)}. ${planned.limitWarning ?? ''}`.trim(),
      );
    return planned.counters;
  }
  const software = await clearMissingSoftware(db, scope, batchRun.softwareSeen);
  if (software) await say(software.level, software.message);
  const { missingCount, retiredCount, doubt, note } = await retireMissing(db, scope);
  if (note !== undefined) await say('warning', note);
  if (doubt !== undefined) await say('warning', doubt);
  else if (missingCount > 0)
    await say(
      'info',
      `${missingCount} records are no longer at the vendor: ${describePolicy(run, retiredCount)}.`,
    );
  return scope.counters;
}

function describePolicy(run: RunPlan, retiredCount: number): string {
  if (run.absencePolicy === 'keep') return 'kept, marked as missing';
  return `${retiredCount} ${run.absencePolicy === 'archive' ? 'archived' : 'deactivated'}, the others are still known to another integration or locked`;
}

/** Why absence may not be concluded from this reading; undefined when it may. */
function completenessGap(state: ReadState, batchRun: BatchRun): string | undefined {
  if (!state.isComplete) return 'The reading did not reach the end of the stream.';
  const { counters } = batchRun;
  const { completeness } = batchRun.scope.run.stream;
  if (completeness.kind !== 'total') return undefined;
  if (state.expectedCount === null) return 'The vendor did not say how many records there are.';
  if (counters.readCount < state.expectedCount) {
    return `The vendor announced ${state.expectedCount} records and sent ${counters.readCount}.`;
  }
  return undefined;
}
