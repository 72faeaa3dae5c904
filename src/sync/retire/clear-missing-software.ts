import type { Db } from '../../db/client.ts';
import type { SyncRun } from '../run.ts';
import { saveProgress } from '../session/session-row.queries.ts';
import {
  findAssetsWithSoftware,
  readSets,
  type WrittenSet,
  writeSets,
} from '../software/software.queries.ts';
import { hashReleaseSet, makeReleaseSet } from '../software/software-set.ts';
import { writeSoftwareHistory } from '../software/write-software.ts';
import { type AbsentRecord, describeUnasked, nameSome, proveAbsence } from './prove-absence.ts';
import { percentOf, type RetireDeps } from './retire-missing.ts';

const batchSize = 1_000;

/**
 * Assets that the session met but whose software the vendor's query did not mention any more: nothing is installed on
 * them now. Only for streams that list the software of all assets in one query, and only after a complete reading.
 * More than the integration's limit for absent records is taken for a fault of the vendor: everything stays.
 */
export async function clearMissingSoftware(
  { db, source }: RetireDeps,
  run: SyncRun,
): Promise<{ level: 'info' | 'warning'; message: string } | undefined> {
  const { integration, stream } = run.setup;
  const { seen, softwareSeen } = run.progress;
  if (stream.software?.from !== 'query') return undefined;
  let total = 0;
  let missing = 0;
  let control: string | undefined;
  for await (const assets of findAssetsWithSoftware(db, integration.id)) {
    total += assets.length;
    missing += assets.filter(isMissing).length;
    control ??= assets.find(({ sourceId }) => softwareSeen.has(sourceId))?.nativeId;
  }
  if (missing === 0) return undefined;
  const percent = percentOf(missing, total);
  if (percent > integration.retireLimitPercent)
    return {
      level: 'warning',
      message: `The vendor sent no software for ${missing} of ${total} assets that had some (${percent} %, the limit is ${integration.retireLimitPercent} %). Their software was kept. Check the permissions of the credential; raise the limit of the integration if it is right.`,
    };
  const proof = await proveAbsence(source, run, 'software', {
    count: missing,
    records: walkMissing(),
    control,
  });
  if (proof.kind === 'doubt')
    return {
      level: 'warning',
      message: `The vendor's list has no software of ${missing} of ${total} assets that had some, and ${proof.reason}. Their software was kept.`,
    };
  const { present, unasked } = proof.kind === 'partly' ? proof : { present: [], unasked: [] };
  for (const { sourceId } of [...present, ...unasked]) softwareSeen.add(sourceId);
  for await (const assets of findAssetsWithSoftware(db, integration.id)) {
    const ids = assets.filter(isMissing).map(({ assetId }) => assetId);
    for (let start = 0; start < ids.length; start += batchSize)
      await clearSets(db, run, ids.slice(start, start + batchSize));
  }
  const goneCount = missing - present.length - unasked.length;
  const gone = goneCount > 0 ? [`${goneCount} assets have no software any more, says the vendor.`] : [];
  const waiting = describeUnasked(unasked).trim();
  if (present.length === 0 && waiting === '') return { level: 'info', message: gone.join('') };
  const kept =
    present.length === 0
      ? []
      : [
          `The vendor's list of software was not complete: it lacked ${present.length} assets that have software when asked for one by one (${nameSome(present)}). Their software was kept.`,
        ];
  return { level: 'warning', message: [...kept, ...gone, waiting].join(' ').trim() };

  /** What the session did not meet at all is no matter of its software. */
  function isMissing({ sourceId }: AbsentRecord): boolean {
    return !softwareSeen.has(sourceId) && seen.has(sourceId);
  }
  async function* walkMissing() {
    for await (const assets of findAssetsWithSoftware(db, integration.id)) yield* assets.filter(isMissing);
  }
}

async function clearSets(db: Db, run: SyncRun, assetIds: readonly number[]): Promise<void> {
  const { progress } = run;
  const set = makeReleaseSet([]);
  const setHash = hashReleaseSet(set);
  const cleared: WrittenSet[] = assetIds.map((assetId) => ({ assetId, set, setHash, isReplaced: true }));
  const counters = { ...progress.counters };
  counters.installChangedCount += assetIds.length;
  await db.withTransaction(async (tx) => {
    const before = await readSets(tx, run.setup.integration.id, assetIds);
    await writeSets(tx, run, cleared);
    await writeSoftwareHistory(tx, run, cleared, before);
    await saveProgress(tx, run, { phase: 'retiring', isReadComplete: true, counters });
  });
  progress.counters = counters;
}
