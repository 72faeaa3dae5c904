/**
 * The decision about one incoming record: pure, so that every rule can be tested and a preview decides exactly
 * like a run. The rules, in order (facts/product-behaviour.md §4–§6, design §4):
 *
 *  1. A mapping error fails the record. A record the condition leaves out is skipped.
 *  2. What a person has said about the source record (link, create, ignore) goes before everything that follows.
 *  3. No usable value in any sync key: skipped, even when the vendor's id is known.
 *  4. The native id of this integration is the first match, then the sync keys in priority order. Sync keys that
 *     name different records make it ambiguous; so does a lower key that finds a record whose filled higher key says
 *     otherwise, a unique value that another record already holds, and a record that another source record of this
 *     integration stands for. Whether that is the last word is not decided here: `decide-batch.ts` puts off what hangs
 *     on records the session has not read yet.
 *  5. The integration's preference may then skip the record; so does an archive made by a person. What was retired
 *     because it was absent comes back.
 *  6. Field by field: absent is never written, locked is never written, the write rule decides the rest.
 *     Secondary sync keys are written on create, on update only when toggled.
 */

import type { MappedRecord, MappingRow } from '../../mapping/mapping-types.ts';
import type { Preference } from '../../model/integration-options.ts';
import type { MappedValue } from '../../model/objects.ts';
import type { ExistingRecord, ItemProblemCode, SourceItem, SourceLink } from '../batch-run.ts';
import type { Placeholders } from './placeholders.ts';

export interface DecideTarget {
  name: string;
  label: string;
  isUnique: boolean;
  row: Pick<MappingRow, 'writeRule' | 'syncKeyPriority' | 'updateSyncKey'>;
  /** The instant of the session: written, but never a reason to call a record changed. */
  isSyncTime: boolean;
}

export interface DecidePolicy {
  preference: Preference;
  targets: readonly DecideTarget[];
  /** Indexes into `targets`, primary first. */
  syncKeys: readonly number[];
  placeholders: Placeholders;
}

/** What is known about the record's surroundings. */
export interface DecideContext {
  /** Record the native id of this integration is linked to. */
  linkedRecordId: number | undefined;
  /** What a person has said about this source record. */
  resolution: Resolution | undefined;
  /** Holder of the value of `targets[i]`, for unique targets only. */
  holderOf(targetIndex: number): number | undefined;
  existing(recordId: number): ExistingRecord | undefined;
  /** Native id of another live source record of this integration that stands for this record. */
  claimantOf(recordId: number): string | undefined;
  /** Native id of another record of this session that takes the value of `targets[i]`, and is not stored yet. */
  pendingHolderOf(targetIndex: number): string | undefined;
}

/** `link`: it stands for the record it is linked to, whoever else does. `create`: it is a record of its own. */
export type Resolution = 'link' | 'create' | 'ignore';

export interface FieldChange {
  targetIndex: number;
  old: MappedValue;
  new: MappedValue;
}

export type Decision =
  | { outcome: 'created'; values: readonly MappedValue[] }
  | {
      outcome: 'updated';
      recordId: number;
      version: number;
      changes: FieldChange[];
      /** Taken out of the archive it was put into when the vendor did not have it. */
      isRestored: boolean;
      /** Active again, although no mapped field says so: it was deactivated when the vendor did not have it. */
      isReactivated: boolean;
    }
  | { outcome: 'unchanged'; recordId: number }
  | { outcome: 'skipped' | 'failed'; recordId?: number; reasonCode: ReasonCode; reason: string }
  | { outcome: 'ambiguous'; reasonCode: ReasonCode; reason: string; candidates: number[] };

/** One record of a batch and what is to become of it. */
export interface DecidedItem {
  item: SourceItem;
  mapped: MappedRecord | undefined;
  /** As mapped, where a person's choice leaves values out of `mapped`. */
  asRead?: MappedRecord | undefined;
  link: SourceLink | undefined;
  decision: Decision;
  /** Unique values it takes and gives up, `target:value`; see {@link keyOf}. */
  keys: readonly string[];
  releasedKeys: readonly string[];
  /** Source records that stood for the same record and are no longer at the vendor: this one takes their place. */
  replaced: readonly SourceRef[];
}

export interface SourceRef {
  sourceId: number;
  nativeId: string;
}

export type ReasonCode =
  | 'MAPPING_ERROR'
  | 'CONDITION_NOT_MET'
  | 'NO_SYNC_KEY'
  | ItemProblemCode
  | 'SYNC_KEYS_DISAGREE'
  | 'KEYS_DISAGREE'
  | 'UNIQUE_VALUE_TAKEN'
  | 'DUPLICATE_IN_SOURCE'
  | 'CREATE_ONLY'
  | 'UPDATE_ONLY'
  | 'ARCHIVED'
  | 'IGNORED_BY_PERSON'
  | 'ERASED'
  | 'DATABASE_REFUSED';

export function decide(mapped: MappedRecord, context: DecideContext, policy: DecidePolicy): Decision {
  const error = mapped.issues.find((issue) => issue.severity === 'error');
  if (error) return { outcome: 'failed', reasonCode: 'MAPPING_ERROR', reason: error.message };
  if (!mapped.isSelected) {
    return {
      outcome: 'skipped',
      reasonCode: 'CONDITION_NOT_MET',
      reason: `The rule of this integration (create or update only if) is not met: ${mapped.whyNot ?? ''}.`,
    };
  }

  if (context.resolution === 'ignore') {
    return {
      outcome: 'skipped',
      reasonCode: 'IGNORED_BY_PERSON',
      reason:
        'Somebody chose to ignore this source record. Reopen it under Parked records to have it loaded.',
    };
  }
  const usableKeys = policy.syncKeys.filter((index) =>
    isUsableKey(mapped.values[index], policy.placeholders, policy.targets[index]?.name ?? ''),
  );
  const isOwnRecord = context.resolution === 'create' && context.linkedRecordId === undefined;
  if (isOwnRecord) return decideCreate(mapped, context, policy);
  if (usableKeys.length === 0) {
    const names = policy.syncKeys.map((index) => labelOf(policy, index)).join(' and ');
    return {
      outcome: 'skipped',
      reasonCode: 'NO_SYNC_KEY',
      reason: `The sync key ${names} has no usable value. Fill it at the source, or choose another sync key in the mapping.`,
    };
  }

  const match = matchRecord(mapped, context, usableKeys, policy);
  if ('outcome' in match) return match;

  const recordId = match.recordId;
  if (recordId === undefined) return decideCreate(mapped, context, policy);

  const claimant = context.claimantOf(recordId);
  if (claimant !== undefined && context.resolution !== 'link') {
    return {
      outcome: 'ambiguous',
      reasonCode: 'DUPLICATE_IN_SOURCE',
      reason: `Source record ${claimant} already stands for the same record. Remove the duplicate at the source; when ${claimant} is gone there, the next session links this one.`,
      candidates: [recordId],
    };
  }
  const taken = findTakenValue(mapped, context, policy, recordId);
  if (taken) return taken;
  return decideUpdate(mapped, context, policy, recordId);
}

function matchRecord(
  mapped: MappedRecord,
  context: DecideContext,
  usableKeys: readonly number[],
  policy: DecidePolicy,
): { recordId: number | undefined } | Extract<Decision, { outcome: 'ambiguous' }> {
  if (context.linkedRecordId !== undefined && context.existing(context.linkedRecordId)) {
    return { recordId: context.linkedRecordId };
  }
  const candidates: { targetIndex: number; recordId: number }[] = [];
  for (const index of usableKeys) {
    const holder = context.holderOf(index);
    if (holder !== undefined && !candidates.some((found) => found.recordId === holder)) {
      candidates.push({ targetIndex: index, recordId: holder });
    }
  }
  if (candidates.length > 1) {
    const list = candidates
      .map((found) => `${labelOf(policy, found.targetIndex)} → record ${found.recordId}`)
      .join(', ');
    return {
      outcome: 'ambiguous',
      reasonCode: 'SYNC_KEYS_DISAGREE',
      reason: `The sync keys name different records (${list}). Correct or merge them, then run again.`,
      candidates: candidates.map((found) => found.recordId),
    };
  }
  const found = candidates[0];
  if (!found) return { recordId: undefined };
  return findDisagreement(mapped, context, found, policy) ?? { recordId: found.recordId };
}

/** A lower key that finds a record whose higher key is filled and says otherwise has found somebody else. */
function findDisagreement(
  mapped: MappedRecord,
  context: DecideContext,
  found: { targetIndex: number; recordId: number },
  policy: DecidePolicy,
): Extract<Decision, { outcome: 'ambiguous' }> | undefined {
  const existing = context.existing(found.recordId);
  if (!existing) return undefined;
  for (const index of policy.syncKeys) {
    if (index === found.targetIndex) return undefined;
    const next = mapped.values[index];
    const old = existing.values[index];
    const isUsable = (value: MappedValue) =>
      isUsableKey(value, policy.placeholders, policy.targets[index]?.name ?? '');
    if (!isUsable(next) || !isUsable(old)) continue;
    if (isSameKey(old, next)) continue;
    return {
      outcome: 'ambiguous',
      reasonCode: 'KEYS_DISAGREE',
      reason: `The keys disagree: ${labelOf(policy, found.targetIndex)} is that of record ${found.recordId}, but its ${labelOf(policy, index)} is another one. Link the two under Parked records when they are the same, or create a record of its own.`,
      candidates: [found.recordId],
    };
  }
  return undefined;
}

function decideCreate(mapped: MappedRecord, context: DecideContext, policy: DecidePolicy): Decision {
  if (policy.preference === 'update_only') {
    return {
      outcome: 'skipped',
      reasonCode: 'UPDATE_ONLY',
      reason: 'No existing record matches, and this integration only updates.',
    };
  }
  const taken = findTakenValue(mapped, context, policy, undefined);
  if (taken) return taken;
  for (const [index, target] of policy.targets.entries()) {
    if (!target.isUnique || isEmpty(mapped.values[index])) continue;
    const pending = context.pendingHolderOf(index);
    if (pending !== undefined) {
      return {
        outcome: 'ambiguous',
        reasonCode: 'DUPLICATE_IN_SOURCE',
        reason: `${target.label} has the same value as source record ${pending} of this session. Remove the duplicate at the source.`,
        candidates: [],
      };
    }
  }
  return { outcome: 'created', values: mapped.values };
}

/** A unique value that would be written although another record holds it. */
function findTakenValue(
  mapped: MappedRecord,
  context: DecideContext,
  policy: DecidePolicy,
  recordId: number | undefined,
): Extract<Decision, { outcome: 'ambiguous' }> | undefined {
  for (const [index, target] of policy.targets.entries()) {
    if (!target.isUnique || isEmpty(mapped.values[index])) continue;
    const existing = recordId === undefined ? undefined : context.existing(recordId);
    if (existing && !mayWrite(target, existing, index, policy)) continue;
    const holder = context.holderOf(index);
    const pending = recordId === undefined ? undefined : context.pendingHolderOf(index);
    if ((holder === undefined || holder === recordId) && pending === undefined) continue;
    if (holder === undefined || holder === recordId) {
      return {
        outcome: 'ambiguous',
        reasonCode: 'UNIQUE_VALUE_TAKEN',
        reason: `${target.label} is unique and source record ${pending} of this session has the same value. Correct one of the two at the source.`,
        candidates: recordId === undefined ? [] : [recordId],
      };
    }
    return {
      outcome: 'ambiguous',
      reasonCode: 'UNIQUE_VALUE_TAKEN',
      reason: `${target.label} is unique and record ${holder} already has this value. Correct one of the two, then run again.`,
      candidates: recordId === undefined ? [holder] : [recordId, holder],
    };
  }
  return undefined;
}

function decideUpdate(
  mapped: MappedRecord,
  context: DecideContext,
  policy: DecidePolicy,
  recordId: number,
): Decision {
  const existing = context.existing(recordId);
  if (!existing) throw new Error(`decide: record ${recordId} was matched but its values were not looked up`);
  if (policy.preference === 'create_only') {
    return {
      outcome: 'skipped',
      recordId,
      reasonCode: 'CREATE_ONLY',
      reason: 'The record exists already, and this integration only creates.',
    };
  }
  if (existing.isArchived && existing.retiredAs !== 'archived') {
    return {
      outcome: 'skipped',
      recordId,
      reasonCode: 'ARCHIVED',
      reason: 'The record is archived. Restore it to have it updated again.',
    };
  }
  const changes: FieldChange[] = [];
  for (const [index, target] of policy.targets.entries()) {
    const next = mapped.values[index];
    if (next === undefined || target.isSyncTime) continue;
    if (!mayWrite(target, existing, index, policy)) continue;
    const old = existing.values[index] ?? null;
    if (!isSameValue(old, next)) changes.push({ targetIndex: index, old, new: next });
  }
  const isRestored = existing.isArchived;
  const isReactivated = existing.retiredAs === 'deactivated' && !saysActive(mapped, changes, policy);
  if (changes.length === 0 && !isRestored && !isReactivated) return { outcome: 'unchanged', recordId };
  return { outcome: 'updated', recordId, version: existing.version, changes, isRestored, isReactivated };
}

/** Whether the vendor itself says if the record is active: then nothing needs to be undone. */
function saysActive(mapped: MappedRecord, changes: readonly FieldChange[], policy: DecidePolicy): boolean {
  const index = policy.targets.findIndex(({ name }) => name === 'isActive');
  return (
    index >= 0 && (mapped.values[index] === false || changes.some((change) => change.targetIndex === index))
  );
}

/** Whether a value of the record would be written at all: not locked, and the write rule lets it. */
export function mayWrite(
  target: DecideTarget,
  existing: ExistingRecord,
  index: number,
  policy: DecidePolicy,
): boolean {
  if (existing.lockedFields.includes(target.name)) return false;
  if (target.row.writeRule === 'on_create_only') return false;
  if (target.row.writeRule === 'only_if_empty' && !isEmpty(existing.values[index])) return false;
  const isSecondaryKey = policy.syncKeys.includes(index) && policy.syncKeys[0] !== index;
  return !isSecondaryKey || target.row.updateSyncKey === true;
}

/** Whether a value may be used to find a record: not empty, not one of the placeholder values of the field. */
export function isUsableKey(value: MappedValue, placeholders: Placeholders, field: string): boolean {
  if (isEmpty(value)) return false;
  return !placeholders.has(String(value), field);
}

/** Keys are compared as the unique index does: letter case aside. */
export function isSameKey(left: MappedValue, right: MappedValue): boolean {
  return isSameValue(left, right) || String(left).toLowerCase() === String(right).toLowerCase();
}

/** Name of a unique value among all of them. */
export function keyOf(policy: DecidePolicy, targetIndex: number, value: MappedValue): string {
  return `${policy.targets[targetIndex]?.name}:${String(value).toLowerCase()}`;
}

export function isEmpty(value: MappedValue): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** Equality as a person sees it: instants by time, lists by order and content, an empty list like no value. */
export function isSameValue(left: MappedValue, right: MappedValue): boolean {
  if (left === right) return true;
  if (isEmpty(left) && isEmpty(right)) return true;
  if (left instanceof Date || right instanceof Date) {
    return left instanceof Date && right instanceof Date && left.getTime() === right.getTime();
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => item === right[index]);
  }
  if (left === null || right === null || left === undefined || right === undefined) return false;
  // Numbers come back from the database as number, string (numeric) or bigint: compare what they say.
  if (typeof left !== typeof right) return isSameNumber(left, right);
  return false;
}

function isSameNumber(
  left: string | number | bigint | boolean,
  right: string | number | bigint | boolean,
): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean') return false;
  if (String(left) === String(right)) return true;
  if (typeof left === 'bigint' || typeof right === 'bigint') return false;
  const [leftNumber, rightNumber] = [Number(left), Number(right)];
  return !Number.isNaN(leftNumber) && leftNumber === rightNumber && left !== '' && right !== '';
}

function labelOf(policy: DecidePolicy, index: number): string {
  return policy.targets[index]?.label ?? `#${index}`;
}
