/**
 * Writes the installed software of a batch inside its transaction. A set is compared by hash: what has not changed
 * costs one look-up and no write.
 */
import type { Tx } from '../../db/client.ts';
import { makeChangeWriter } from '../../records/record-changes.queries.ts';
import type { SoftwareCounts } from '../batch-run.ts';
import type { SyncRun } from '../run.ts';
import type { ResolvedSet } from './resolve-software.ts';
import { findStoredSets, nameReleases, readSets, type WrittenSet, writeSets } from './software.queries.ts';
import { hashReleaseSet, makeReleaseSet } from './software-set.ts';

export interface WrittenSoftware extends SoftwareCounts {
  /** Source ids marked as met by this batch; taken back when it is not committed. */
  marked: number[];
}

const historyLimit = 100;

/**
 * @param mayRepeat after a restart or a resume whole sets come again and replace what was stored; otherwise a second
 *   set of one asset means that the vendor lists it in pieces, and is added to the first.
 */
export async function writeSoftware(
  tx: Tx,
  run: SyncRun,
  sets: readonly ResolvedSet[],
  mayRepeat: boolean,
): Promise<WrittenSoftware> {
  const integrationId = run.setup.integration.id;
  const seen = run.progress.softwareSeen;
  const result: WrittenSoftware = { readCount: 0, changedCount: 0, skippedCount: 0, marked: [] };
  const stored = await findStoredSets(
    tx,
    integrationId,
    sets.map(({ nativeId }) => nativeId),
  );
  const changed: WrittenSet[] = [];
  const pieces: WrittenSet[] = [];
  for (const { nativeId, set, setHash, entryCount } of sets) {
    const found = stored.get(nativeId);
    if (!found || found.isMissing) {
      result.readCount += entryCount;
      result.skippedCount += entryCount;
      continue;
    }
    const isFirst = seen.add(found.sourceId);
    if (isFirst) result.marked.push(found.sourceId);
    // A whole set that comes again was counted the first time.
    if (isFirst || !mayRepeat) result.readCount += entryCount;
    const isReplaced = found.setHash !== null;
    if (isReplaced ? found.setHash === setHash : set.ids.length === 0) continue;
    (isFirst || mayRepeat ? changed : pieces).push({ assetId: found.assetId, set, setHash, isReplaced });
  }
  const before = await readSets(
    tx,
    integrationId,
    [...changed, ...pieces].filter(({ isReplaced }) => isReplaced).map(({ assetId }) => assetId),
  );
  for (const piece of pieces) {
    const known = before.get(piece.assetId) ?? [];
    const more = Array.from(piece.set.ids, (releaseId, index) => ({
      releaseId,
      day: piece.set.days[index] ?? -1,
    }));
    const set = makeReleaseSet([...known, ...more]);
    changed.push({ ...piece, set, setHash: hashReleaseSet(set) });
  }
  await writeSets(tx, run, changed);
  await writeSoftwareHistory(tx, run, changed, before);
  result.changedCount = changed.length;
  return result;
}

/** What was removed and what was added, by name, for assets whose software was known before. */
export async function writeSoftwareHistory(
  tx: Tx,
  { setup, session }: SyncRun,
  changed: readonly WrittenSet[],
  before: ReadonlyMap<number, readonly { releaseId: number }[]>,
): Promise<void> {
  const differences = changed.flatMap(({ assetId, set }) => {
    const known = before.get(assetId);
    if (!known) return [];
    const [old, now] = [new Set(known.map(({ releaseId }) => releaseId)), new Set(set.ids)];
    const removed = [...old].filter((id) => !now.has(id)).slice(0, historyLimit);
    const added = [...now].filter((id) => !old.has(id)).slice(0, historyLimit);
    return removed.length + added.length === 0 ? [] : [{ assetId, removed, added }];
  });
  if (differences.length === 0) return;
  const names = await nameReleases(tx, [
    ...new Set(differences.flatMap(({ removed, added }) => [...removed, ...added])),
  ]);
  const nameAll = (ids: readonly number[]) => ids.map((id) => names.get(id) ?? String(id)).sort();
  const history = makeChangeWriter({
    object: 'assets',
    at: session.at,
    actor: setup.integration.integrationUser,
    sessionId: session.id,
    integrationId: setup.integration.id,
  });
  for (const { assetId, removed, added } of differences)
    history.add(assetId, 'software', { installedSoftware: [nameAll(removed), nameAll(added)] });
  await history.store(tx);
}
