/**
 * Looks up what a batch needs to know and decides it: links by native id first, then, only for what is new or
 * changed, the holders of its unique values and the current values. Reads only; `write-batch.ts` writes.
 */
import type { Queryable } from '../../db/client.ts';
import type { MappedRecord } from '../../mapping/mapping-types.ts';
import type { ExistingRecord, SourceItem, SourceLink } from '../batch-run.ts';
import type { RunSetup, SyncRun } from '../run.ts';
import {
  type DecidedItem,
  type DecidePolicy,
  type Decision,
  decide,
  isEmpty,
  isUsableKey,
} from './decide.ts';
import { findAssignees } from './find-assignees.ts';
import {
  findClaimants,
  findExistingRecords,
  findHolders,
  findPlannedKeys,
  findSourceLinks,
} from './lookup.queries.ts';

export interface DecidedBatch {
  decided: DecidedItem[];
  /** Source ids met in this batch, whatever becomes of them: present at the vendor. */
  seenSourceIds: number[];
  /** Same payload, same mapping: nothing to decide, nothing to write. */
  unchangedCount: number;
  /** Only filled when Connector Sync Time is mapped: those records are written all the same. */
  unchangedRecordIds: number[];
  /** Native ids this session had met before. */
  repeatedCount: number;
}

export const emptyBatch = (): DecidedBatch => ({
  decided: [],
  seenSourceIds: [],
  unchangedCount: 0,
  unchangedRecordIds: [],
  repeatedCount: 0,
});

export interface OpenItem {
  item: SourceItem;
  link: SourceLink | undefined;
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
      batch.decided.push({
        item,
        mapped: undefined,
        link: undefined,
        decision: noNativeId(run.setup.stream),
        keys: [],
      });
      continue;
    }
    const link = links.get(item.nativeId);
    if (met.has(item.nativeId) || (link && (link.isFromThisSession || seen.has(link.sourceId)))) {
      batch.repeatedCount += 1;
      continue;
    }
    met.add(item.nativeId);
    if (link) batch.seenSourceIds.push(link.sourceId);
    if (link && link.contentHash === item.contentHash && !mustDecideAll && !link.isMissing) {
      batch.unchangedCount += 1;
      if (compiled.syncTimeIndex >= 0) batch.unchangedRecordIds.push(link.recordId);
      continue;
    }
    open.push({ item, link });
  }
  return { batch, open };
}

/**
 * Second step, inside the batch's transaction: maps and decides what is open, adding to `batch.decided`.
 * The caller holds the object's lock, so that nobody creates the same record meanwhile.
 */
export async function decideOpen(
  db: Queryable,
  run: SyncRun,
  openItems: readonly OpenItem[],
  batch: DecidedBatch,
): Promise<void> {
  const { setup } = run;
  const { policy, fields, table } = setup;
  const uniqueTargets = policy.targets.flatMap((target, index) => (target.isUnique ? [index] : []));
  const context = { syncTime: run.session.at };
  const open = await findAssignees(
    db,
    setup,
    openItems.map(({ item, link }) => {
      const mapped = item.mapped ?? setup.compiled.map(item.raw, context);
      return { item, link, mapped: withoutPlaceholders(mapped, uniqueTargets, policy) };
    }),
  );
  const holders = new Map<number, Map<string, number>>();
  const recordIds = new Set<number>();
  for (const index of uniqueTargets) {
    const field = fields.get(policy.targets[index]?.name ?? '');
    const values = open.flatMap(({ mapped }) => keyText(mapped, index));
    if (!field || values.length === 0) continue;
    const found = await findHolders(db, table, field, values);
    holders.set(index, found);
    for (const id of found.values()) recordIds.add(id);
  }
  for (const { link } of open) if (link) recordIds.add(link.recordId);

  const ids = [...recordIds];
  const targetFields = policy.targets.flatMap((target) => fields.get(target.name) ?? []);
  const existing: Map<number, ExistingRecord> =
    ids.length === 0 ? new Map() : await findExistingRecords(db, table, targetFields, ids);
  const claimants = await findClaimants(db, setup.integration.id, ids);
  const isPreview = run.session.kind === 'preview' || run.session.kind === 'test';
  const plannedKeys = isPreview
    ? await findPlannedKeys(
        db,
        run.session.id,
        open.flatMap(({ mapped }) => keysOf(mapped, uniqueTargets, policy)),
      )
    : new Map<string, string>();

  for (const { item, link, mapped } of open) {
    const nativeId = item.nativeId ?? '';
    const decision = decide(
      mapped,
      {
        linkedRecordId: link?.recordId,
        isReturning: link?.isMissing ?? false,
        holderOf: (index) => {
          const text = keyText(mapped, index)[0];
          return text === undefined ? undefined : holders.get(index)?.get(text);
        },
        existing: (recordId) => existing.get(recordId),
        claimantOf: (recordId) => claimants.get(recordId)?.find((claimant) => claimant !== nativeId),
        pendingHolderOf: (index) => plannedKeys.get(keyOf(mapped, index, policy)),
      },
      policy,
    );
    const keys = decision.outcome === 'created' ? keysOf(mapped, uniqueTargets, policy) : [];
    for (const key of keys) plannedKeys.set(key, nativeId);
    if (decision.outcome === 'updated' || decision.outcome === 'unchanged') {
      const list = claimants.get(decision.recordId);
      if (list) list.push(nativeId);
      else claimants.set(decision.recordId, [nativeId]);
    }
    batch.decided.push({ item, mapped, link, decision, keys });
  }
}

/**
 * A placeholder in a unique field is no value: written, it would keep the next device with the same one out.
 */
function withoutPlaceholders(
  mapped: MappedRecord,
  uniqueTargets: readonly number[],
  policy: DecidePolicy,
): MappedRecord {
  const found = uniqueTargets.filter(
    (index) => !isEmpty(mapped.values[index]) && !isUsableKey(mapped.values[index], policy.placeholders),
  );
  if (found.length === 0) return mapped;
  const values = [...mapped.values];
  for (const index of found) values[index] = undefined;
  return { ...mapped, values };
}

function keyText(mapped: MappedRecord, index: number): string[] {
  const value = mapped.values[index];
  return isEmpty(value) ? [] : [String(value)];
}

function keyOf(mapped: MappedRecord, index: number, policy: DecidePolicy): string {
  return `${policy.targets[index]?.name}:${String(mapped.values[index]).toLowerCase()}`;
}

function keysOf(mapped: MappedRecord, uniqueTargets: readonly number[], policy: DecidePolicy): string[] {
  return uniqueTargets
    .filter((index) => !isEmpty(mapped.values[index]))
    .map((index) => keyOf(mapped, index, policy));
}

function noNativeId(stream: RunSetup['stream']): Decision {
  return {
    outcome: 'failed',
    reasonCode: 'NO_NATIVE_ID',
    reason: `The record has no value at "${stream.nativeIdPath}", the vendor's own id. Report it to the vendor; the other records are not affected.`,
  };
}
