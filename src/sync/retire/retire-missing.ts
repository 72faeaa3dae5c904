/**
 * What to do about source records the vendor no longer has: nothing is concluded from a reading that did not
 * provably complete, and a session that would retire more than the integration's limit stops and says so.
 */
import type { Db } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import { inBatches } from '../../model/async-iterables.ts';
import type { RunPlan, SessionCounters } from '../run.ts';
import type { IdBitmap } from '../session/seen-ids.ts';
import { type Checkpoint, saveCheckpoint } from '../session/session-row.queries.ts';
import { countLiveSources } from '../write/write.queries.ts';
import { nameSome, type ProofScope, proveAbsence } from './prove-absence.ts';
import {
  deactivateSaasAccounts,
  findMetSource,
  findMissingSources,
  type MissingSource,
  markMissing,
  retireRecords,
} from './retire.queries.ts';

export interface RetireScope {
  run: RunPlan;
  sessionId: number;
  epoch: number;
  seen: IdBitmap;
  newSourceCount: number | undefined;
  at: Date;
  counters: SessionCounters;
  checkpoint: Pick<Checkpoint, 'cursor' | 'expectedCount' | 'restartCount'>;
  /** Who can be asked for single records. */
  proof: ProofScope;
}

export interface RetireResult {
  missingCount: number;
  retiredCount: number;
  /** Set when the vendor is not believed: nothing was marked. */
  doubt?: string | undefined;
  /** What the list lacked although it is there. */
  note?: string | undefined;
}

const batchSize = 1_000;

/** An object without the field Active has nothing to deactivate. */
export function policyOf(run: RunPlan): RunPlan['absencePolicy'] {
  return run.absencePolicy === 'deactivate' && !run.fields.has('isActive') ? 'keep' : run.absencePolicy;
}

export const percentOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1_000) / 10;

/** Number of live source records this session did not meet. Cheap when none is missing. */
export async function countMissing(
  db: Db,
  scope: Pick<RetireScope, 'run' | 'sessionId' | 'seen' | 'newSourceCount'>,
): Promise<{ missing: number; live: number }> {
  const live = await countLiveSources(db, scope.run.integrationId);
  if (scope.newSourceCount !== undefined && scope.seen.size + scope.newSourceCount === live)
    return { missing: 0, live };
  let missing = 0;
  for await (const _ of findMissingSources(db, scope.run.integrationId, scope.sessionId, scope.seen))
    missing += 1;
  return { missing, live };
}

export interface Absence {
  missing: number;
  live: number;
  doubt?: string | undefined;
  note?: string | undefined;
}

/** Counts what is missing and asks the vendor for it once more: what it still has counts as met from here on. */
export async function settleAbsence(
  db: Db,
  scope: Pick<RetireScope, 'run' | 'sessionId' | 'seen' | 'newSourceCount' | 'proof'>,
): Promise<Absence> {
  const { missing, live } = await countMissing(db, scope);
  if (missing === 0) return { missing, live };
  const of = [db, scope.run.integrationId, scope.sessionId, scope.seen] as const;
  const control = await findMetSource(...of);
  const found = await proveAbsence(
    scope.proof,
    'records',
    missing,
    findMissingSources(...of),
    control?.nativeId,
  );
  if (found.kind === 'gone') return { missing, live };
  if (found.kind === 'doubt') {
    const doubt = `${missing} of ${live} records were not in the vendor's list, and ${found.reason}. Nothing is taken for deleted.`;
    return { missing, live, doubt };
  }
  for (const { sourceId } of found.present) scope.seen.add(sourceId);
  const count = found.present.length;
  return {
    missing: missing - count,
    live,
    note: `The vendor's list was not complete: it lacked ${count} records that are there when asked for one by one (${nameSome(found.present)}). They are not taken for deleted.`,
  };
}

/** Why, with the policy `keep`, so many missing records are not believed; undefined when they are. */
export function findDoubt(run: RunPlan, missing: number, live: number): string | undefined {
  const percent = percentOf(missing, live);
  if (policyOf(run) !== 'keep' || percent <= run.retireLimitPercent) return undefined;
  return `${missing} of ${live} records (${percent} %) were not in the vendor's answer, more than the limit of ${run.retireLimitPercent} %. They are not taken for missing. Check the source; when they are really gone, raise the limit of integration "${run.integrationName}".`;
}

/**
 * Marks what is missing and retires by the integration's policy. More than its limit is taken for a fault of the
 * vendor: a policy that retires stops the session, `keep` leaves everything as it is.
 * @throws SYNC_RETIRE_LIMIT before anything is written.
 */
export async function retireMissing(db: Db, scope: RetireScope): Promise<RetireResult> {
  const { run } = scope;
  const { missing, live, note, ...settled } = await settleAbsence(db, scope);
  if (settled.doubt !== undefined) return { missingCount: missing, retiredCount: 0, doubt: settled.doubt };
  if (missing === 0) return { missingCount: 0, retiredCount: 0, note };
  const percent = percentOf(missing, live);
  if (policyOf(run) !== 'keep' && percent > run.retireLimitPercent) {
    throw makeError('SYNC_RETIRE_LIMIT', {
      count: missing,
      total: live,
      percent,
      limit: run.retireLimitPercent,
      integration: run.integrationName,
    });
  }
  const doubt = findDoubt(run, missing, live);
  if (doubt !== undefined) return { missingCount: missing, retiredCount: 0, doubt, note };
  const result = { missingCount: missing, retiredCount: 0, note };
  // Collected before the walk goes on: marking changes the very rows the walk reads.
  const walk = findMissingSources(db, run.integrationId, scope.sessionId, scope.seen);
  for await (const batch of inBatches(walk, batchSize))
    result.retiredCount += await retireBatch(db, scope, batch);
  return result;
}

/** One transaction: marks the source records missing and retires the records nobody else speaks for. */
export async function retireBatch(
  db: Db,
  scope: RetireScope,
  batch: readonly Pick<MissingSource, 'nativeId' | 'recordId'>[],
): Promise<number> {
  const { run } = scope;
  return db.withTransaction(async (tx) => {
    const nativeIds = batch.map((source) => source.nativeId);
    await markMissing(tx, run.integrationId, nativeIds, scope.at);
    if (run.isSaasFilled) await deactivateSaasAccounts(tx, run.integrationId, nativeIds, scope.at);
    let retired = 0;
    const policy = policyOf(run);
    if (policy !== 'keep') {
      const ids = await retireRecords(tx, {
        table: run.table,
        object: run.object,
        policy,
        recordIds: batch.map((source) => source.recordId),
        sessionId: scope.sessionId,
        integrationId: run.integrationId,
        actor: run.integrationUser,
        at: scope.at,
      });
      retired = ids.length;
    }
    scope.counters = { ...scope.counters, retiredCount: scope.counters.retiredCount + retired };
    await saveCheckpoint(tx, {
      sessionId: scope.sessionId,
      epoch: scope.epoch,
      ...scope.checkpoint,
      isReadComplete: true,
      phase: 'retiring',
      counters: scope.counters,
    });
    return retired;
  });
}
