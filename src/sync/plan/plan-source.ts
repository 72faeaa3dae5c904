import type { Db } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import { decideOpen, sortBatch } from '../decide/decide-batch.ts';
import { type ItemMaker, makeItemMaker } from '../read/prepare-items.ts';
import type { SourceReader } from '../read/source-reader.ts';
import type { SyncRun } from '../run.ts';
import { countPlanItems, findPlanItems, findPlanMappingVersion, type PlanRecord } from './plan.queries.ts';
import { assertPlanHolds, assertRetirementsHold } from './plan-check.ts';

export interface PlanSource {
  /** Its records are those of the plan: what was read, and what the preview decided about it. */
  source: SourceReader;
  maker: ItemMaker;
}

/**
 * Reads a stored plan as if it were the vendor. Before the first page the whole plan is decided again without
 * writing, so that a stale plan is refused before anything of it is applied.
 */
export async function openPlan(db: Db, run: SyncRun): Promise<PlanSource> {
  const planSessionId = run.session.planSessionId;
  const { mappingVersion } = run.setup;
  const version = await findPlanMappingVersion(db, planSessionId);
  if (version === null)
    throw makeError('SYNC_PLAN_STALE', { sessionId: planSessionId, reason: 'the preview did not succeed' });
  if (version !== mappingVersion) {
    throw makeError('SYNC_PLAN_STALE', {
      sessionId: planSessionId,
      reason: `it was made with mapping version ${version}, the mapping is at version ${mappingVersion} now`,
    });
  }
  const { last, writing, lastWriting } = await countPlanItems(db, planSessionId);
  const items = makeItemMaker(run.setup);
  const maker: ItemMaker = {
    make(record) {
      const { raw, planned } = record as PlanRecord;
      return { ...items.make(raw), planned };
    },
  };
  if (run.progress.counters.readCount === 0) {
    await checkWholePlan(db, run, maker);
    await assertRetirementsHold(db, run);
  }
  const source: SourceReader = {
    async *read({ startAt }) {
      let after = typeof startAt === 'number' ? startAt : 0;
      for (;;) {
        const records = await findPlanItems(db, planSessionId, after);
        after = records.at(-1)?.planned.seq ?? last;
        const isLast = after >= lastWriting;
        yield { records, cursor: after, total: writing, isLast, byteCount: 0, isRestarted: false };
        if (isLast) return;
      }
    },
  };
  return { source, maker };
}

async function checkWholePlan(db: Db, applied: SyncRun, maker: ItemMaker): Promise<void> {
  const run: SyncRun = { ...applied, session: { ...applied.session, isPlanChecked: true } };
  for (let after = 0; ; ) {
    const records = await findPlanItems(db, run.session.planSessionId, after);
    if (records.length === 0) return;
    const items = records.map((record) => maker.make(record));
    const { batch, open } = await sortBatch(db, run, items);
    await decideOpen(db, run, { open }, batch);
    assertPlanHolds(run, batch);
    after = records.at(-1)?.planned.seq ?? after;
  }
}
