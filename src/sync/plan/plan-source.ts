import type { Db } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import { decideOpen, sortBatch } from '../decide/decide-batch.ts';
import type { BatchRun } from '../process-batch.ts';
import { makeItemMaker } from '../read/prepare-items.ts';
import type { SourceReader } from '../read/source-reader.ts';
import type { PlannedItem, SourceItem } from '../run.ts';
import { countPlanItems, findPlanItems, findPlanMappingVersion } from './plan.queries.ts';
import { assertPlanHolds, assertRetirementsHold } from './plan-check.ts';

/** Carries the planned decision beside the raw record through the reader. */
export const plannedOf = new WeakMap<object, PlannedItem>();

/**
 * Reads a stored plan as if it were the vendor. Before the first page the whole plan is decided again without
 * writing, so that a stale plan is refused before anything of it is applied.
 */
export async function makePlanSource(db: Db, batchRun: BatchRun, pageSize: number): Promise<SourceReader> {
  const planSessionId = batchRun.planSessionId ?? 0;
  const { run } = batchRun.scope;
  const version = await findPlanMappingVersion(db, planSessionId);
  if (version === null)
    throw makeError('SYNC_PLAN_STALE', { sessionId: planSessionId, reason: 'the preview did not succeed' });
  if (version !== run.mappingVersion) {
    throw makeError('SYNC_PLAN_STALE', {
      sessionId: planSessionId,
      reason: `it was made with mapping version ${version}, the mapping is at version ${run.mappingVersion} now`,
    });
  }
  const { last, writing } = await countPlanItems(db, planSessionId);
  if (batchRun.counters.readCount === 0) {
    await checkWholePlan(db, batchRun, planSessionId, pageSize);
    await assertRetirementsHold(db, run, planSessionId);
  }
  return {
    async *read({ startAt }) {
      let after = typeof startAt === 'number' ? startAt : 0;
      for (;;) {
        const items = await findPlanItems(db, planSessionId, after, pageSize);
        for (const item of items) plannedOf.set(item.raw as object, item);
        after = items.at(-1)?.seq ?? last;
        const isLast = items.length < pageSize;
        yield {
          records: items.map((item) => item.raw),
          cursor: after,
          total: writing,
          isLast,
          byteCount: 0,
          isRestarted: false,
        };
        if (isLast) return;
      }
    },
  };
}

async function checkWholePlan(
  db: Db,
  batchRun: BatchRun,
  planSessionId: number,
  pageSize: number,
): Promise<void> {
  const maker = makeItemMaker(batchRun.scope.run);
  for (let after = 0; ; ) {
    const stored = await findPlanItems(db, planSessionId, after, pageSize);
    if (stored.length === 0) return;
    const items: SourceItem[] = stored.map((item) => ({ ...maker.make(item.raw), planned: item }));
    const { batch, open } = await sortBatch(db, batchRun.scope, items);
    await decideOpen(db, batchRun.scope, open, batch);
    assertPlanHolds(batchRun.scope.run, planSessionId, batch);
    after = stored.at(-1)?.seq ?? after;
  }
}
