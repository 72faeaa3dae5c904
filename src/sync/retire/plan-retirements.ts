/**
 * Absence in a preview and in the plan made of it. A person who has looked through the plan is who the retire limit
 * asks: a preview says that the limit would be exceeded, an applied plan retires exactly what it lists.
 */
import type { Db } from '../../db/client.ts';
import { inBatches } from '../../model/async-iterables.ts';
import { recordNameSql } from '../../model/record-name.ts';
import { deletePlanRetirements, storePlanRetirements, walkPlanRetirements } from '../plan/plan.queries.ts';
import type { SyncRun } from '../run.ts';
import { saveProgress } from '../session/session-row.queries.ts';
import { findMissingSources, findRetirable } from './retire.queries.ts';
import {
  findDoubt,
  percentOf,
  policyOf,
  type RetireDeps,
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
}

/** Preview: adds what a run would retire to the plan, all of it or nothing. */
export async function planRetirements(deps: RetireDeps, run: SyncRun): Promise<PlannedRetirements> {
  const { db } = deps;
  const { setup, session, progress } = run;
  const { retireLimitPercent } = setup.integration;
  const policy = policyOf(setup);
  const absence = await settleAbsence(deps, run);
  const { missing, live, note } = absence;
  const none = { note, missingCount: missing, retiredCount: 0, limitWarning: undefined };
  if (absence.doubt !== undefined) return { ...none, doubt: absence.doubt };
  if (missing === 0) return none;
  if (policy === 'keep') return { ...none, doubt: findDoubt(setup, absence) };
  const counters = { ...progress.counters, retiredCount: 0 };
  await db.withTransaction(async (tx) => {
    await deletePlanRetirements(tx, session.id);
    for await (const batch of inBatches(findMissingSources(db, run), batchSize)) {
      const found = await findRetirable(tx, {
        table: setup.table,
        object: setup.object,
        policy,
        labelSql: recordNameSql(setup.object),
        missing: batch,
      });
      const firstSeq = progress.planSeq + counters.retiredCount + 1;
      await storePlanRetirements(tx, { sessionId: session.id, firstSeq, policy }, found);
      counters.retiredCount += found.length;
    }
    await saveProgress(tx, run, { phase: 'retiring', isReadComplete: true, counters });
  });
  progress.counters = counters;
  const percent = percentOf(missing, live);
  return {
    ...none,
    retiredCount: counters.retiredCount,
    limitWarning:
      percent > retireLimitPercent
        ? `That is ${percent} % of ${live} records, more than the limit of ${retireLimitPercent} %: a run would stop and retire nothing. Applying this plan retires them.`
        : undefined,
  };
}

/** Applies the plan's retirements; what another integration speaks for by now, or somebody locked, stays. */
export async function applyRetirements(db: Db, run: SyncRun): Promise<void> {
  for await (const batch of walkPlanRetirements(db, run)) await retireBatch(db, run, batch);
}
