/**
 * One batch: sort, decide, write and checkpoint in one transaction under the session's epoch.
 *
 * What can go wrong, and what happens then (`recover-batch.ts`; a rung of the ladder of retries in docs/flow.md):
 *  - a record was changed by hand meanwhile, or a unique value was taken (23505): look up and decide again;
 *  - the database refuses the batch for good: each record alone, so that only the culprit fails;
 *  - the database goes away, is full or stops a statement: wait for it, then find out whether the batch had been committed before redoing it.
 */
import { lockObject } from '../db/object-lock.queries.ts';
import type { BatchInput } from './batch-run.ts';
import { type DecidedBatch, decideOpen, sortBatch, sortDeferred } from './decide/decide-batch.ts';
import { storePlanItems } from './plan/plan.queries.ts';
import { assertPlanHolds } from './plan/plan-check.ts';
import { renameCutIds } from './read/vendor-ids.queries.ts';
import {
  type BatchDeps,
  classifyFailure,
  findCommitted,
  makeDatabaseWait,
  processOneByOne,
  processSoftwareInHalves,
  refuseItem,
} from './recover-batch.ts';
import type { SyncRun } from './run.ts';
import { deleteSettled, storeDeferred } from './session/deferred.queries.ts';
import { resolveSoftware } from './software/resolve-software.ts';
import { type WrittenSoftware, writeSoftware } from './software/write-software.ts';
import { commitBatch } from './write/commit-batch.ts';
import { writeBatch } from './write/write-batch.ts';

const maxConflictRetries = 4;

/** Returns what was decided; throws SYNC_EPOCH_LOST, SYNC_PLAN_STALE or the database's final word. */
export async function processBatch(deps: BatchDeps, run: SyncRun, input: BatchInput): Promise<DecidedBatch> {
  const waitForDatabase = makeDatabaseWait(deps, run);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await tryBatch(deps, run, input);
    } catch (err) {
      const failure = classifyFailure(err);
      if (failure === 'database-away') {
        await waitForDatabase(err);
        const committed = await findCommitted(deps, run, input);
        if (committed) return committed;
        continue;
      }
      if (failure === 'conflict' && attempt < maxConflictRetries) {
        deps.log.debug({ attempt }, 'batch met a conflicting write, deciding it again');
        continue;
      }
      if (failure === 'final' || input.items.length + (input.software?.length ?? 0) === 0) throw err;
      if (input.items.length === 0)
        return processSoftwareInHalves(deps, run, { input, err }, (part) => processBatch(deps, run, part));
      if (input.items.length === 1) return refuseItem(deps, run, input, err);
      return processOneByOne(run, input, (one) => processBatch(deps, run, one));
    }
  }
}

async function tryBatch({ db }: BatchDeps, run: SyncRun, input: BatchInput): Promise<DecidedBatch> {
  const { session, progress, memory } = run;
  const { kind } = session;
  const { settling } = input;
  if (!settling) await renameCutIds(db, run.setup, input.items);
  const sort = settling ? sortDeferred : sortBatch;
  const { batch, open } = await sort(db, run, input.items);
  if (!settling) memory.hint.mapsAhead = open.length * 2 > input.items.length;
  const marked = batch.seenSourceIds.filter((id) => progress.seen.add(id));
  let newSourceCount = 0;
  let software: WrittenSoftware | undefined;
  const sets = input.software ? await resolveSoftware(db, run, input.software) : [];
  try {
    const counters = await db.withTransaction(async (tx) => {
      if (open.length > 0) {
        if (kind !== 'preview') await lockObject(tx, run.setup.object);
        await decideOpen(tx, run, { open, settling }, batch);
      }
      if (kind === 'preview') {
        await storePlanItems(tx, run, batch.decided);
      } else {
        if (kind === 'apply') assertPlanHolds(run, batch);
        if (batch.decided.length > 0 || batch.unchangedRecordIds.length > 0) {
          newSourceCount = await writeBatch(tx, run, batch);
        }
        if (input.software)
          software = await writeSoftware(tx, run, sets, {
            mayRepeat: input.mayRepeat ?? false,
            isRestarted: input.isSoftwareRestarted ?? false,
          });
      }
      if (settling) await deleteSettled(tx, session.id, settling.seqs, batch.deferred);
      else await storeDeferred(tx, session.id, batch.deferred);
      return commitBatch(tx, run, input, { batch, software });
    });
    progress.seen.markStored();
    progress.softwareSeen.markStored();
    if (software) memory.releases.refused.length = 0;
    progress.counters = counters;
    if (progress.newSourceCount !== undefined) progress.newSourceCount += newSourceCount;
    progress.planSeq += batch.decided.filter((entry) => entry.decision.outcome !== 'unchanged').length;
    return batch;
  } catch (err) {
    for (const id of marked) progress.seen.delete(id);
    for (const id of software?.marked ?? []) progress.softwareSeen.delete(id);
    throw err;
  }
}
