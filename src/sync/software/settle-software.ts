/**
 * The software query has been read to its end: sets that came in pieces, in another order or changed are whole now. Each
 * is compared with what is stored; only what differs is written, with one entry of history. A session that breaks off
 * before leaves what was stored as it was.
 */
import type { Db } from '../../db/client.ts';
import type { SyncRun } from '../run.ts';
import { saveProgress, storeSeenChunks } from '../session/session-row.queries.ts';
import { readSets, type WrittenSet, writeSets } from './software.queries.ts';
import { hashReleaseSet, makeReleaseSet } from './software-set.ts';
import { clearSpool, joinDeferred, readSpool } from './software-spool.queries.ts';
import { writeSoftwareHistory } from './write-software.ts';

/** Assets at a time: bounds the memory whatever the vendor's order. */
const assetsAtOnce = 1_000;

/** The software of what was put off, as far as that is loaded now: no longer left out, and met by this session. */
async function takeDeferred(db: Db, run: SyncRun): Promise<void> {
  const { setup, session, progress } = run;
  const counters = { ...progress.counters };
  const marked: number[] = [];
  try {
    await db.withTransaction(async (tx) => {
      const { sourceIds, entryCount } = await joinDeferred(tx, {
        sessionId: session.id,
        integrationId: setup.integration.id,
      });
      if (sourceIds.length === 0) return;
      for (const id of sourceIds) if (progress.softwareSeen.add(id)) marked.push(id);
      counters.installSkippedCount -= entryCount;
      await storeSeenChunks(tx, session.id, 'software', progress.softwareSeen.dirtyChunks());
      await saveProgress(tx, run, { phase: 'retiring', isReadComplete: true, counters });
    });
  } catch (err) {
    for (const id of marked) progress.softwareSeen.delete(id);
    throw err;
  }
  progress.softwareSeen.markStored();
  progress.counters = counters;
}

/** Commits part by part with the checkpoint; resumed, it goes on with what is left. Throws SYNC_EPOCH_LOST. */
export async function settleSoftware(db: Db, run: SyncRun): Promise<void> {
  const { setup, session, progress } = run;
  if (!setup.stream.software || !progress.isReadComplete) return;
  // What a list lacks because it changed while it was read is still installed.
  const mayLack = progress.doubts?.software?.gap !== undefined;
  const ids = { sessionId: session.id, integrationId: setup.integration.id };
  await takeDeferred(db, run);
  for (let after = 0; ; ) {
    const spooled = await readSpool(db, ids, after, assetsAtOnce);
    const last = spooled.at(-1);
    if (!last) break;
    const counters = { ...progress.counters };
    await db.withTransaction(async (tx) => {
      const stored = await readSets(
        tx,
        setup.integration.id,
        spooled.filter(({ setHash }) => setHash !== null).map(({ assetId }) => assetId),
      );
      const before = new Map(stored);
      const changed: WrittenSet[] = [];
      for (const { assetId, setHash, isOwn, isStoredPart, entries } of spooled) {
        const set = makeReleaseSet(
          isStoredPart || mayLack ? [...(stored.get(assetId) ?? []), ...entries] : entries,
        );
        const now = hashReleaseSet(set);
        const isReplaced = setHash !== null;
        if (isReplaced ? now === setHash : set.ids.length === 0) continue;
        changed.push({ assetId, set, setHash: now, isReplaced });
        // The first piece of a set this session stored: counted then, and nothing anybody knew before.
        if (isOwn) before.delete(assetId);
        else counters.installChangedCount += 1;
      }
      await writeSets(tx, run, changed);
      await writeSoftwareHistory(tx, run, changed, before);
      await clearSpool(tx, session.id, last.sourceId);
      await saveProgress(tx, run, { phase: 'retiring', isReadComplete: true, counters });
    });
    progress.counters = counters;
    after = last.sourceId;
  }
  // Pieces of source records that are gone meanwhile.
  await clearSpool(db, session.id);
}
