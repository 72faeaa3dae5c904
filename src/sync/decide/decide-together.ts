/**
 * Decides the records of a batch on one common picture, pure. Two things a record alone cannot know:
 *
 *  - Values change hands inside a batch (two people swap their addresses, a chain of parts moves on): a record linked
 *    to its source that brings another value gives the old one up, so nobody is kept out by it. Whoever relied on a
 *    record that in the end keeps its value is decided again without that hope.
 *  - The session has not read everything yet: what would be ambiguous because of a record that may still change or
 *    vanish is put off (see `settle-deferred.ts`), not written down as an outcome.
 */
import type { MappedRecord } from '../../mapping/mapping-types.ts';
import type { ExistingRecord, SourceItem, SourceLink } from '../batch-run.ts';
import {
  type DecideContext,
  type DecidedItem,
  type DecidePolicy,
  type Decision,
  decide,
  isEmpty,
  isSameKey,
  keyOf,
  mayWrite,
  type Resolution,
  type SourceRef,
} from './decide.ts';

export interface OpenRecord {
  item: SourceItem;
  link: SourceLink | undefined;
  mapped: MappedRecord;
}

/** A live source record of this integration that stands for a record. */
export interface Claimant extends SourceRef {
  /** The session has read it. */
  isMet: boolean;
}

/** What a person has said about a source record. */
export interface Ruling {
  resolution: Resolution;
  /** What it was linked to. */
  recordId: number | undefined;
}

export interface Surroundings {
  /** Record that holds the value of a unique target. */
  holderOf(mapped: MappedRecord, targetIndex: number): number | undefined;
  existing(recordId: number): ExistingRecord | undefined;
  claimantsOf(recordId: number): readonly Claimant[];
  rulingOf(nativeId: string): Ruling | undefined;
  /** In a preview: keys (and records, `record:<id>`) taken by batches before this one → native id. */
  taken: ReadonlyMap<string, string>;
  /** In a preview: keys given up by batches before this one. */
  released: ReadonlySet<string>;
}

export interface TogetherOptions {
  policy: DecidePolicy;
  /** Indexes of the unique targets. */
  uniqueTargets: readonly number[];
  mayDefer: boolean;
  /** Source records that were not met are gone: their place may be taken. */
  canReplace: boolean;
}

export interface DeferredItem {
  item: SourceItem;
  /** Source records that stand for the same record and have not been met. */
  claimantIds: readonly number[];
}

export interface Handover {
  targetIndex: number;
  recordId: number;
}

interface TogetherResult {
  decided: DecidedItem[];
  deferred: DeferredItem[];
  handovers: Handover[];
}

const nobody: readonly SourceRef[] = [];

/** Passes over the batch until nobody relies on a record that keeps its value; after these nobody may rely on anybody. */
const maxPasses = 10;

export function decideTogether(
  open: readonly OpenRecord[],
  surroundings: Surroundings,
  options: TogetherOptions,
): TogetherResult {
  const keepers = new Set<number>();
  for (let passCount = 1; ; passCount += 1) {
    const pass = makePass(open, surroundings, options, passCount > maxPasses ? 'all' : keepers);
    for (const record of open) pass.decide(record);
    const broken = pass.findBroken();
    if (broken.length === 0) return pass.result();
    for (const recordId of broken) keepers.add(recordId);
  }
}

/** @param keepers records that keep their unique values, as earlier passes have shown */
function makePass(
  open: readonly OpenRecord[],
  surroundings: Surroundings,
  options: TogetherOptions,
  keepers: ReadonlySet<number> | 'all',
) {
  const { policy, uniqueTargets } = options;
  const decided: DecidedItem[] = [];
  const deferred: DeferredItem[] = [];
  const handovers = new Map<string, Handover>();
  /** Record → linked records that rely on its giving a value up. */
  const reliants = new Map<number, Set<number>>();
  const taken = new Map<string, string>();
  const claimed = new Map<number, string>();
  const linked = new Map<number, OpenRecord>();
  for (const record of open) if (record.link) linked.set(record.link.recordId, record);

  // Of the record that is being decided: one context serves the whole pass, a million records need no million of it.
  let own: OpenRecord;
  let replaced: SourceRef[] = [];
  /** Target → its key, where it was asked for. */
  const keyTexts: (string | undefined)[] = policy.targets.map(() => undefined);
  const context: DecideContext = {
    linkedRecordId: undefined,
    resolution: undefined,
    holderOf: (index) => findHolder(own, index),
    existing: surroundings.existing,
    claimantOf: (recordId) => findClaimant(own, recordId, replaced),
    pendingHolderOf: (index) => takenByOther(keyAt(index), own.item.nativeId),
  };

  return {
    decide(record: OpenRecord): void {
      const nativeId = record.item.nativeId ?? '';
      const ruling = surroundings.rulingOf(nativeId);
      own = ruling?.resolution === 'create' ? withoutTaken(record) : record;
      if (replaced.length > 0) replaced = [];
      for (const index of uniqueTargets) keyTexts[index] = undefined;
      context.linkedRecordId = record.link?.recordId ?? ruling?.recordId;
      context.resolution = ruling?.resolution;
      const decision = decide(own.mapped, context, policy);
      if (decision.outcome === 'ambiguous' && options.mayDefer && mayChange(decision, nativeId)) {
        const claimantIds = decision.candidates.flatMap((recordId) =>
          othersOf(recordId, nativeId).flatMap(({ sourceId, isMet }) => (isMet ? [] : [sourceId])),
        );
        deferred.push({ item: record.item, claimantIds });
        return;
      }
      const keys = keysOf(own, decision);
      for (const key of keys.taken) taken.set(key, nativeId);
      const isHeld = decision.outcome === 'updated' || decision.outcome === 'unchanged';
      if (isHeld) {
        claimed.set(decision.recordId, nativeId);
        if (!record.link) keys.taken.push(recordKey(decision.recordId));
      }
      const { item, link } = record;
      decided.push({
        item,
        link,
        mapped: own.mapped,
        asRead: own === record ? undefined : record.mapped,
        decision,
        keys: keys.taken,
        releasedKeys: keys.released,
        replaced: isHeld && replaced.length > 0 ? replaced : nobody,
      });
    },

    /** Records that somebody relied on although they keep their value, and who relies on those in turn. */
    findBroken(): number[] {
      if (handovers.size === 0) return [];
      const changed = new Set<string>();
      for (const { decision } of decided)
        if (decision.outcome === 'updated')
          for (const { targetIndex } of decision.changes) changed.add(`${targetIndex}:${decision.recordId}`);
      const broken = new Set<number>();
      const queue: number[] = [];
      for (const [key, { recordId }] of handovers) if (!changed.has(key)) queue.push(recordId);
      for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
        if (broken.has(id)) continue;
        broken.add(id);
        for (const next of reliants.get(id) ?? []) if (reliants.has(next)) queue.push(next);
      }
      return [...broken];
    },

    result: (): TogetherResult => ({ decided, deferred, handovers: [...handovers.values()] }),
  };

  function findHolder({ link, mapped }: OpenRecord, index: number): number | undefined {
    const holder = surroundings.holderOf(mapped, index);
    if (holder === undefined || holder === link?.recordId) return holder;
    if (surroundings.released.has(keyOf(policy, index, mapped.values[index]))) return undefined;
    if (!givesUp(holder, index)) return holder;
    handovers.set(`${index}:${holder}`, { targetIndex: index, recordId: holder });
    const list = reliants.get(holder) ?? new Set<number>();
    reliants.set(holder, list);
    if (link) list.add(link.recordId);
    return undefined;
  }

  /** Whether the record's own source is in this batch and brings another value for the field. */
  function givesUp(recordId: number, index: number): boolean {
    if (keepers === 'all' || keepers.has(recordId)) return false;
    const next = linked.get(recordId)?.mapped.values[index];
    const existing = surroundings.existing(recordId);
    const target = policy.targets[index];
    if (next === undefined || !existing || !target) return false;
    return !isSameKey(existing.values[index], next) && mayWrite(target, existing, index, policy);
  }

  function keyAt(index: number): string {
    keyTexts[index] ??= keyOf(policy, index, own.mapped.values[index]);
    return keyTexts[index];
  }

  function findPending({ item, mapped }: OpenRecord, index: number): string | undefined {
    return takenByOther(keyOf(policy, index, mapped.values[index]), item.nativeId);
  }

  function takenByOther(key: string, nativeId: string | undefined): string | undefined {
    const found = taken.get(key) ?? surroundings.taken.get(key);
    return found === nativeId ? undefined : found;
  }

  function othersOf(recordId: number, nativeId: string): Claimant[] {
    return surroundings.claimantsOf(recordId).filter((claimant) => claimant.nativeId !== nativeId);
  }

  /** @param replaced filled with the source records whose place is taken */
  function findClaimant({ item }: OpenRecord, recordId: number, replaced: SourceRef[]): string | undefined {
    const nativeId = item.nativeId ?? '';
    const others = othersOf(recordId, nativeId);
    const inBatch = claimed.get(recordId) ?? surroundings.taken.get(recordKey(recordId));
    const met = others.find(({ isMet }) => isMet)?.nativeId ?? (inBatch === nativeId ? undefined : inBatch);
    if (met !== undefined) return met;
    const gone = others.filter(
      ({ sourceId }) => options.canReplace || item.planned?.replacedIds.includes(sourceId),
    );
    if (gone.length < others.length) return others.find((other) => !gone.includes(other))?.nativeId;
    replaced.push(...gone.map(({ sourceId, nativeId: id }) => ({ sourceId, nativeId: id })));
    return undefined;
  }

  /** Whether a record this decision hangs on may still change or turn out to be gone while the session goes on. */
  function mayChange(decision: Extract<Decision, { outcome: 'ambiguous' }>, nativeId: string): boolean {
    const others = decision.candidates.map((recordId) => othersOf(recordId, nativeId));
    if (decision.reasonCode !== 'DUPLICATE_IN_SOURCE') return others.some((list) => list.length > 0);
    // Once places may be taken, whoever stands in the way is there to stay.
    return !options.canReplace && others.some((list) => list.length > 0 && list.every(({ isMet }) => !isMet));
  }

  /** A record of its own beside those that hold its unique values: these are left out. */
  function withoutTaken(record: OpenRecord): OpenRecord {
    const found = uniqueTargets.filter((index) => {
      if (isEmpty(record.mapped.values[index])) return false;
      const holder = findHolder(record, index);
      return (
        (holder !== undefined && holder !== record.link?.recordId) || findPending(record, index) !== undefined
      );
    });
    if (found.length === 0) return record;
    const values = [...record.mapped.values];
    for (const index of found) values[index] = undefined;
    const issues = found.map((index) => {
      const { name, label } = policy.targets[index] as DecidePolicy['targets'][number];
      return {
        target: name,
        source: name,
        severity: 'warning' as const,
        message: `${label} was left out: another record has this value, and somebody chose a record of its own.`,
      };
    });
    return { ...record, mapped: { ...record.mapped, values, issues: [...record.mapped.issues, ...issues] } };
  }

  function keysOf({ mapped }: OpenRecord, decision: Decision): { taken: string[]; released: string[] } {
    const keys = { taken: [] as string[], released: [] as string[] };
    if (decision.outcome === 'created') {
      for (const index of uniqueTargets) if (!isEmpty(mapped.values[index])) keys.taken.push(keyAt(index));
    } else if (decision.outcome === 'updated') {
      for (const { targetIndex, old, new: next } of decision.changes) {
        if (!policy.targets[targetIndex]?.isUnique) continue;
        if (!isEmpty(next)) keys.taken.push(keyOf(policy, targetIndex, next));
        if (!isEmpty(old)) keys.released.push(keyOf(policy, targetIndex, old));
      }
    }
    return keys;
  }
}

/** Key under which is noted who stands for a record. */
export const recordKey = (recordId: number): string => `record:${recordId}`;
