/**
 * Looks up what a batch needs to know and decides it: links by native id first, then, only for what is new or
 * changed, the holders of its unique values and the current values. Reads only; `write-batch.ts` writes.
 */
import type { Queryable } from '../../db/client.ts';
import type { MappedRecord } from '../../mapping/mapping-types.ts';
import type { Settling, SourceItem, SourceLink } from '../batch-run.ts';
import type { SyncRun } from '../run.ts';
import { makeTurns } from '../session/take-turns.ts';
import { type DecidedItem, type DecidePolicy, isEmpty, isUsableKey } from './decide.ts';
import { type DeferredItem, decideTogether, type Handover, type OpenRecord } from './decide-together.ts';
import { findAssignees } from './find-assignees.ts';
import { loadSurroundings } from './load-surroundings.ts';
import { findSourceLinks } from './lookup.queries.ts';

export interface DecidedBatch {
  decided: DecidedItem[];
  /** Source ids met in this batch, whatever becomes of them: present at the vendor. */
  seenSourceIds: number[];
  /** Same payload, same mapping: nothing to decide, nothing to write. */
  unchangedCount: number;
  /** Only filled when Connector Sync Time is mapped: those records are written all the same. */
  unchangedRecordIds: number[];
  /** Of unchanged records that lack sync keys: which ones, as in `SourceLink.emptyKeys`. */
  unchangedEmptyKeys: number[];
  /** Native ids this session had met before. */
  repeatedCount: number;
  /** Put off until the reading is through: their decision hangs on records that may still come. */
  deferred: DeferredItem[];
  /** Unique values that change hands inside the batch: given up before they are taken. */
  handovers: Handover[];
}

export const emptyBatch = (): DecidedBatch => ({
  decided: [],
  seenSourceIds: [],
  unchangedCount: 0,
  unchangedRecordIds: [],
  unchangedEmptyKeys: [],
  repeatedCount: 0,
  deferred: [],
  handovers: [],
});

export interface OpenItem {
  item: SourceItem;
  link: SourceLink | undefined;
}

/** What was put off is decided whatever its hash says; only what this session has written since is left out. */
export async function sortDeferred(
  db: Queryable,
  run: SyncRun,
  items: readonly SourceItem[],
): Promise<{ batch: DecidedBatch; open: OpenItem[] }> {
  const batch = emptyBatch();
  const nativeIds = items.flatMap(({ nativeId }) => nativeId ?? []);
  const links = await findSourceLinks(db, run.setup.integration.id, run.session.id, nativeIds);
  const open = new Map<string, OpenItem>();
  for (const item of items) {
    const nativeId = item.nativeId ?? '';
    const link = links.get(nativeId);
    if (link?.isFromThisSession || open.has(nativeId)) batch.repeatedCount += 1;
    else open.set(nativeId, { item, link });
  }
  return { batch, open: [...open.values()] };
}

/** First step, one query: sets aside what is unchanged or repeated; what is left in `open` needs a decision. */
export async function sortBatch(
  db: Queryable,
  run: SyncRun,
  items: readonly SourceItem[],
): Promise<{ batch: DecidedBatch; open: OpenItem[] }> {
  const { integration, compiled } = run.setup;
  const { seen } = run.progress;
  // A plan is decided again also where the hash says unchanged, and a test run shows every decision.
  const mustDecideAll = run.session.kind === 'apply' || run.session.kind === 'test';
  const batch = emptyBatch();
  const nativeIds: string[] = [];
  for (const item of items) if (item.nativeId !== undefined) nativeIds.push(item.nativeId);
  const links = await findSourceLinks(db, integration.id, run.session.id, nativeIds);
  const met = new Set<string>();
  const open: OpenItem[] = [];
  for (const item of items) {
    if (item.nativeId === undefined) {
      batch.decided.push(failItem(item, undefined));
      continue;
    }
    const link = links.get(item.nativeId);
    if (met.has(item.nativeId) || (link && (link.isFromThisSession || seen.has(link.sourceId)))) {
      batch.repeatedCount += 1;
      continue;
    }
    met.add(item.nativeId);
    if (link) batch.seenSourceIds.push(link.sourceId);
    if (item.problem) {
      batch.decided.push(failItem(item, link));
      continue;
    }
    if (link && link.contentHash === item.contentHash && !mustDecideAll && !link.isMissing) {
      batch.unchangedCount += 1;
      if (link.emptyKeys !== 0) batch.unchangedEmptyKeys.push(link.emptyKeys);
      if (compiled.syncTimeIndex >= 0) batch.unchangedRecordIds.push(link.recordId);
      continue;
    }
    open.push({ item, link });
  }
  return { batch, open };
}

/** A record of which nothing can be made says so itself. */
function failItem(item: SourceItem, link: SourceLink | undefined): DecidedItem {
  const problem = item.problem ?? { reasonCode: 'NO_NATIVE_ID', reason: 'The record has no id.' };
  return {
    item,
    mapped: undefined,
    link,
    decision: { outcome: 'failed', ...problem },
    keys: [],
    releasedKeys: [],
    replaced: [],
  };
}

/**
 * Second step, inside the batch's transaction: maps and decides what is open, adding to `batch`.
 * The caller holds the object's lock, so that nobody creates the same record meanwhile.
 */
export async function decideOpen(
  db: Queryable,
  run: SyncRun,
  { open, settling }: { open: readonly OpenItem[]; settling?: Settling | undefined },
  batch: DecidedBatch,
): Promise<void> {
  const { setup } = run;
  const { policy } = setup;
  const uniqueTargets = policy.targets.flatMap((target, index) => (target.isUnique ? [index] : []));
  const context = { syncTime: run.session.at };
  const turns = makeTurns();
  const found: OpenRecord[] = [];
  for (const { item, link } of open) {
    const mapped = item.mapped ?? setup.compiled.map(item.raw, context);
    found.push({ item, link, mapped: withoutPlaceholders(mapped, uniqueTargets, policy) });
    if (turns.isOver()) await turns.next();
  }
  const known = await setAsideErased(db, run, { found, uniqueTargets }, batch);
  const records = await findAssignees(db, setup, known);
  const surroundings = await loadSurroundings(db, run, records, uniqueTargets);
  const { kind } = run.session;
  // A test run has not read the rest, and a plan was made when everything had been read.
  const mayDefer = kind !== 'test' && kind !== 'apply' && !settling?.isFinal;
  const result = decideTogether(records, surroundings, {
    policy,
    uniqueTargets,
    mayDefer,
    // What a test run did not meet is most likely only further down the list, or under this very id by now.
    canReplace: kind === 'test' || settling?.canReplace === true,
  });
  batch.decided.push(...result.decided);
  batch.deferred.push(...result.deferred);
  batch.handovers.push(...result.handovers);
}

/**
 * Who was erased does not come back by itself. What is noted of it names neither the record nor the person: it would be
 * the very thing that was to be forgotten.
 */
async function setAsideErased(
  db: Queryable,
  { setup }: SyncRun,
  { found, uniqueTargets }: { found: readonly OpenRecord[]; uniqueTargets: readonly number[] },
  batch: DecidedBatch,
): Promise<readonly OpenRecord[]> {
  const newcomers = setup.findErased ? found.filter(({ link }) => link === undefined) : [];
  if (!setup.findErased || newcomers.length === 0) return found;
  const erased = await setup.findErased(db, setup.integration.id, () =>
    newcomers.map(({ item, mapped }) => ({
      nativeId: item.nativeId ?? '',
      keys: uniqueTargets.flatMap((index) => {
        const value = mapped.values[index];
        return isEmpty(value)
          ? []
          : [{ field: setup.compiled.targets[index] as string, value: String(value) }];
      }),
    })),
  );
  if (erased.size === 0) return found;
  const gone = new Set(newcomers.filter((_record, index) => erased.has(index)));
  for (const { item } of gone)
    batch.decided.push({
      item: {
        nativeId: undefined,
        raw: null,
        payload: 'null',
        contentHash: null,
        ...(item.planned ? { planned: item.planned } : {}),
      },
      mapped: undefined,
      link: undefined,
      decision: {
        outcome: 'skipped',
        reasonCode: 'ERASED',
        reason:
          'This person was erased and does not come back by itself. An administrator can let the person come back under Erased people.',
      },
      keys: [],
      releasedKeys: [],
      replaced: [],
    });
  return found.filter((record) => !gone.has(record));
}

/**
 * A placeholder in a unique field is no value: written, it would keep the next device with the same one out.
 */
function withoutPlaceholders(
  mapped: MappedRecord,
  uniqueTargets: readonly number[],
  policy: DecidePolicy,
): MappedRecord {
  let found: number[] | undefined;
  for (const index of uniqueTargets) {
    const value = mapped.values[index];
    if (isEmpty(value) || isUsableKey(value, policy.placeholders, policy.targets[index]?.name ?? ''))
      continue;
    found ??= [];
    found.push(index);
  }
  if (!found) return mapped;
  const values = [...mapped.values];
  for (const index of found) values[index] = undefined;
  return { ...mapped, values, placeholders: found };
}
