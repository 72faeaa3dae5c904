/**
 * Absence in a preview and in the plan made of it. A person who has looked through the plan is who the retire limit
 * asks: a preview says that the limit would be exceeded, an applied plan retires exactly what it lists.
 */
import type { Db } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import { recordNameSql } from '../../model/record-name.ts';
import { inBatches } from '../in-batches.ts';
import { findMissingSources, findRetirable, type MissingSource } from '../retire/retire.queries.ts';
import {
  findDoubt,
  percentOf,
  policyOf,
  type RetireScope,
  retireBatch,
  settleAbsence,
} from '../retire/retire-missing.ts';
import type { RunPlan, SessionCounters } from '../run.ts';
import { saveCheckpoint } from '../session/session-row.queries.ts';
import {
  deletePlanRetirements,
  findLaterRun,
  findPlanRetirements,
  type PlannedRetirement,
  storePlanRetirements,
} from './plan.queries.ts';

const batchSize = 1_000;

export interface PlannedRetirements {
  missingCount: number;
  retiredCount: number;
  /** Set when a run would stop at the integration's limit instead. */
  limitWarning: string | undefined;
  /** Set when a run would not believe that they are missing. */
  doubt?: string | undefined;
  /** What the list lacked although it is there. */
  note?: string | undefined;
  counters: SessionCounters;
}

/** Preview: adds what a run would retire to the plan, all of it or nothing. */
export async function planRetirements(
  db: Db,
  scope: RetireScope & { planSeq: number },
): Promise<PlannedRetirements> {
  const { run, sessionId } = scope;
  const policy = policyOf(run);
  const { missing, live, note, ...settled } = await settleAbsence(db, { ...scope, newSourceCount: 0 });
  const none = {
    note,
    missingCount: missing,
    retiredCount: 0,
    limitWarning: undefined,
    counters: scope.counters,
  };
  if (settled.doubt !== undefined) return { ...none, doubt: settled.doubt };
  if (missing === 0) return none;
  if (policy === 'keep') return { ...none, doubt: findDoubt(run, missing, live) };
  const retiredCount = await db.withTransaction(async (tx) => {
    await deletePlanRetirements(tx, sessionId);
    let stored = 0;
    const store = async (batch: readonly MissingSource[]) => {
      const found = await findRetirable(tx, {
        table: run.table,
        object: run.object,
        policy,
        labelSql: recordNameSql(run.object),
        missing: batch,
      });
      await storePlanRetirements(tx, sessionId, scope.planSeq + stored + 1, policy, found);
      stored += found.length;
    };
    for await (const batch of inBatches(
      findMissingSources(db, run.integrationId, sessionId, scope.seen),
      batchSize,
    ))
      await store(batch);
    await saveCheckpoint(tx, {
      sessionId,
      epoch: scope.epoch,
      ...scope.checkpoint,
      isReadComplete: true,
      phase: 'retiring',
      counters: { ...scope.counters, retiredCount: stored },
    });
    return stored;
  });
  const percent = percentOf(missing, live);
  return {
    ...none,
    retiredCount,
    counters: { ...scope.counters, retiredCount },
    limitWarning:
      percent > run.retireLimitPercent
        ? `That is ${percent} % of ${live} records, more than the limit of ${run.retireLimitPercent} %: a run would stop and retire nothing. Applying this plan retires them.`
        : undefined,
  };
}

/** Before anything of a plan is applied. Throws SYNC_PLAN_STALE. */
export async function assertRetirementsHold(
  db: Db,
  run: Pick<RunPlan, 'integrationId' | 'table'>,
  planSessionId: number,
): Promise<void> {
  const stale = (reason: string) => makeError('SYNC_PLAN_STALE', { sessionId: planSessionId, reason });
  let count = 0;
  for await (const batch of readRetirements(db, run, planSessionId)) {
    count += batch.length;
    const changed = batch.find((item) => !item.isUnchanged);
    if (changed)
      throw stale(`the record of source record ${changed.nativeId}, to be retired, was changed since`);
  }
  const later = count === 0 ? undefined : await findLaterRun(db, run.integrationId, planSessionId);
  if (later !== undefined)
    throw stale(`session ${later} has read the vendor since, and what is to be retired may be there again`);
}

/** Applies the plan's retirements; what another integration speaks for by now, or somebody locked, stays. */
export async function applyRetirements(db: Db, scope: RetireScope, planSessionId: number): Promise<number> {
  let retiredCount = 0;
  for await (const batch of readRetirements(db, scope.run, planSessionId))
    retiredCount += await retireBatch(db, scope, batch);
  return retiredCount;
}

async function* readRetirements(
  db: Db,
  run: Pick<RunPlan, 'integrationId' | 'table'>,
  planSessionId: number,
): AsyncGenerator<PlannedRetirement[]> {
  for (let afterSeq = 0; ; ) {
    const batch = await findPlanRetirements(db, {
      planSessionId,
      integrationId: run.integrationId,
      table: run.table,
      afterSeq,
      limit: batchSize,
    });
    const last = batch.at(-1);
    if (!last) return;
    yield batch;
    afterSeq = last.seq;
  }
}
