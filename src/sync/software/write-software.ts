/**
 * Writes the installed software of a batch inside its transaction. A set is compared by hash: what has not changed
 * costs one look-up and no write.
 */
import type { StreamDefinition } from '../../connector-kit/index.ts';
import type { Tx } from '../../db/client.ts';
import { cutText } from '../../model/clean-text.ts';
import { makeChangeWriter } from '../../records/record-changes.queries.ts';
import type { SoftwareCounts } from '../batch-run.ts';
import type { SyncRun } from '../run.ts';
import { findDeferredIds } from '../session/deferred.queries.ts';
import { deleteSeenChunks } from '../session/session-row.queries.ts';
import { makeOutcomeWriter } from '../write/outcomes.queries.ts';
import type { ResolvedSet } from './resolve-software.ts';
import { findStoredSets, nameReleases, readSets, type WrittenSet, writeSets } from './software.queries.ts';
import { hashReleaseSet, makeReleaseSet, type ReleaseSet } from './software-set.ts';
import { clearAllSpooled, type SpooledPiece, spoolDeferred, spoolPieces } from './software-spool.queries.ts';

export interface WrittenSoftware extends SoftwareCounts {
  /** Source ids marked as met by this batch; taken back when it is not committed. */
  marked: number[];
}

const historyLimit = 100;

export interface SoftwarePass {
  /**
   * Records may come again after a restart or a resume: the whole sets inside them replace what was stored. Otherwise a
   * second set of one asset means that the vendor lists it in pieces.
   */
  mayRepeat: boolean;
  /** The query of the software starts again with this batch: what it had told so far is forgotten. */
  isRestarted: boolean;
}

/**
 * A set inside a record is whole and written at once. Of a query nobody knows where the entries of an asset end: what
 * differs from the stored set, and every further piece, waits for the end of the query.
 */
export async function writeSoftware(
  tx: Tx,
  run: SyncRun,
  given: readonly ResolvedSet[],
  { mayRepeat, isRestarted }: SoftwarePass,
): Promise<WrittenSoftware> {
  if (isRestarted) await forgetSoftware(tx, run);
  const result: WrittenSoftware = {
    readCount: 0,
    changedCount: 0,
    skippedCount: 0,
    warningCount: 0,
    marked: [],
  };
  try {
    await writePage(tx, run, { sets: joinSameAsset(given), mayRepeat }, result);
    result.warningCount = await sayRefused(tx, run);
    return result;
  } catch (err) {
    // Not stored, so not met.
    for (const id of result.marked) run.progress.softwareSeen.delete(id);
    throw err;
  }
}

/** The query starts again: every set comes again from its first entry. */
export async function forgetSoftware(tx: Tx, { session, progress }: SyncRun): Promise<void> {
  progress.softwareSeen.clear();
  await clearAllSpooled(tx, session.id);
  await deleteSeenChunks(tx, session.id, 'software');
}

async function writePage(
  tx: Tx,
  run: SyncRun,
  { sets, mayRepeat }: { sets: readonly ResolvedSet[]; mayRepeat: boolean },
  result: WrittenSoftware,
): Promise<void> {
  const { setup, session, progress } = run;
  const integrationId = setup.integration.id;
  const mayComeInPieces = comesInPieces(setup.stream);
  const seen = progress.softwareSeen;
  const stored = await findStoredSets(
    tx,
    integrationId,
    sets.map(({ nativeId }) => nativeId),
  );
  const changed: WrittenSet[] = [];
  const pieces: WrittenSet[] = [];
  const spooled: SpooledPiece[] = [];
  const notLoaded: ResolvedSet[] = [];
  for (const one of sets) {
    const { nativeId, set, setHash, entryCount } = one;
    const found = stored.get(nativeId);
    if (!found || found.isMissing) {
      result.readCount += entryCount;
      result.skippedCount += entryCount;
      notLoaded.push(one);
      continue;
    }
    const isFirst = seen.add(found.sourceId);
    if (isFirst) result.marked.push(found.sourceId);
    // A whole set that comes again was counted the first time.
    if (isFirst || !mayRepeat || mayComeInPieces) result.readCount += entryCount;
    const isReplaced = found.setHash !== null;
    if (mayComeInPieces && (!isFirst || (isReplaced && found.setHash !== setHash))) {
      spooled.push({ sourceId: found.sourceId, isFirst, set });
      continue;
    }
    if (isReplaced ? found.setHash === setHash : set.ids.length === 0) continue;
    (isFirst || mayRepeat ? changed : pieces).push({ assetId: found.assetId, set, setHash, isReplaced });
  }
  await spoolPieces(tx, session.id, spooled);
  // A device that is put off is not loaded yet; its software waits with it.
  const deferredIds = await findDeferredIds(
    tx,
    session.id,
    notLoaded.map(({ nativeId }) => nativeId),
  );
  await spoolDeferred(
    tx,
    session.id,
    notLoaded.filter(({ nativeId }) => deferredIds.has(nativeId)),
  );
  const before = await readSets(
    tx,
    integrationId,
    [...changed, ...pieces].filter(({ isReplaced }) => isReplaced).map(({ assetId }) => assetId),
  );
  for (const piece of pieces) {
    const set = makeReleaseSet([...(before.get(piece.assetId) ?? []), ...entriesOf(piece.set)]);
    const setHash = hashReleaseSet(set);
    changed.push({ ...piece, set, setHash });
  }
  await writeSets(tx, run, changed);
  await writeSoftwareHistory(tx, run, changed, before);
  result.changedCount = changed.length;
}

/** A query lists entries in any order; a record that stands several times may bring a part each time. */
const comesInPieces = ({ software, split, mayRepeat }: StreamDefinition) =>
  software?.from === 'query' || split !== undefined || mayRepeat === true;

/** Titles the database did not take, once each. */
async function sayRefused(tx: Tx, { session, memory }: SyncRun): Promise<number> {
  const { refused } = memory.releases;
  const outcomes = makeOutcomeWriter(session.id);
  for (const { title, sqlState } of refused)
    outcomes.add({
      outcome: 'warning',
      nativeId: undefined,
      label: cutText(title.name, 200),
      recordId: undefined,
      reasonCode: 'SOFTWARE_LEFT_OUT',
      reason: `The database refused "${cutText(title.name, 100)}" (${sqlState}); it is left out of the installed software of every device. Report it to the vendor; all other software is stored.`,
      details: null,
    });
  await outcomes.store(tx);
  return refused.length;
}

/** A page may hold a record twice, each time with software inside: one row cannot be written twice. */
function joinSameAsset(sets: readonly ResolvedSet[]): readonly ResolvedSet[] {
  const byAsset = new Map<string, ResolvedSet>();
  for (const one of sets) {
    const other = byAsset.get(one.nativeId);
    if (!other) {
      byAsset.set(one.nativeId, one);
      continue;
    }
    const set = makeReleaseSet([...entriesOf(other.set), ...entriesOf(one.set)]);
    byAsset.set(one.nativeId, {
      nativeId: one.nativeId,
      set,
      setHash: hashReleaseSet(set),
      entryCount: other.entryCount + one.entryCount,
    });
  }
  return byAsset.size === sets.length ? sets : [...byAsset.values()];
}

const entriesOf = ({ ids, days }: ReleaseSet) =>
  Array.from(ids, (releaseId, index) => ({ releaseId, day: days[index] ?? -1 }));

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
