/**
 * Absence in a preview and in the plan made of it. A person who has looked through the plan is who the retire limit
 * asks: a preview says that the limit would be exceeded, an applied plan retires exactly what it lists.
 */
import type { Db } from '../../db/client.ts';
import { inBatches } from '../../model/async-iterables.ts';
import { recordNameSql } from '../../model/record-name.ts';
import { deletePlanRetirements, storePlanRetirements, walkPlanRetirements } from '../plan/plan.queries.ts';
import type { SessionCounters } from '../run.ts';
import { saveCheckpoint } from '../session/session-row.queries.ts';
import { findMissingSources, findRetirable, type MissingSource } from './retire.queries.ts';
import {
  findDoubt,
  percentOf,
  policyOf,
  type RetireScope,
  retireBatch,
  settleAbsence,
} from './retire-missing.ts';

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

/** Applies the plan's retirements; what another integration speaks for by now, or somebody locked, stays. */
export async function applyRetirements(db: Db, scope: RetireScope, planSessionId: number): Promise<number> {
  let retiredCount = 0;
  for await (const batch of walkPlanRetirements(db, scope.run, planSessionId))
    retiredCount += await retireBatch(db, scope, batch);
  return retiredCount;
}
