import type { Db } from '../db/client.ts';
import { writeHistory } from './apply-software.ts';
import type { IdBitmap } from './id-bitmap.ts';
import { percentOf, type RetireScope } from './retire-missing.ts';
import { saveCheckpoint } from './session-state.queries.ts';
import { findAssetsWithSoftware, readSets, type WrittenSet, writeSets } from './software.queries.ts';
import { hashReleaseSet, makeReleaseSet } from './software-set.ts';

const batchSize = 1_000;

/**
 * Assets that the session met but whose software the vendor's query did not mention any more: nothing is installed on
 * them now. Only for streams that list the software of all assets in one query, and only after a complete reading.
 * More than the integration's limit for absent records is taken for a fault of the vendor: everything stays.
 */
export async function clearMissingSoftware(
  db: Db,
  scope: RetireScope,
  seen: IdBitmap,
): Promise<{ level: 'info' | 'warning'; message: string } | undefined> {
  const { run } = scope;
  if (run.stream.software?.from !== 'query') return undefined;
  let total = 0;
  let missing = 0;
  for await (const assets of findAssetsWithSoftware(db, run.integrationId)) {
    total += assets.length;
    missing += assets.filter(({ sourceId }) => !seen.has(sourceId)).length;
  }
  if (missing === 0) return undefined;
  const percent = percentOf(missing, total);
  if (percent > run.retireLimitPercent)
    return {
      level: 'warning',
      message: `The vendor sent no software for ${missing} of ${total} assets that had some (${percent} %, the limit is ${run.retireLimitPercent} %). Their software was kept. Check the permissions of the credential; raise the limit of the integration if it is right.`,
    };
  for await (const assets of findAssetsWithSoftware(db, run.integrationId)) {
    const ids = assets.filter(({ sourceId }) => !seen.has(sourceId)).map(({ assetId }) => assetId);
    for (let start = 0; start < ids.length; start += batchSize)
      await clearSets(db, scope, ids.slice(start, start + batchSize));
  }
  return { level: 'info', message: `${missing} assets have no software any more, says the vendor.` };
}

async function clearSets(db: Db, scope: RetireScope, assetIds: readonly number[]): Promise<void> {
  const { run, sessionId, at } = scope;
  const set = makeReleaseSet([]);
  const setHash = hashReleaseSet(set);
  const cleared: WrittenSet[] = assetIds.map((assetId) => ({ assetId, set, setHash, isReplaced: true }));
  await db.withTransaction(async (tx) => {
    const before = await readSets(tx, run.integrationId, assetIds);
    await writeSets(tx, { integrationId: run.integrationId, sessionId, at }, cleared);
    await writeHistory(tx, { run, sessionId, at, saasId: undefined, warningCount: 0 }, cleared, before);
    const counters = {
      ...scope.counters,
      installChangedCount: scope.counters.installChangedCount + assetIds.length,
    };
    await saveCheckpoint(tx, {
      sessionId,
      epoch: scope.epoch,
      ...scope.checkpoint,
      isReadComplete: true,
      phase: 'retiring',
      counters,
    });
    scope.counters = counters;
  });
}
