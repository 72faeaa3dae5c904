import type { MappedValue } from '../../model/objects.ts';
import type { FieldChanges, RunPlan } from '../run.ts';
import type { Decision } from './decide.ts';
import type { DecidedItem } from './decide-batch.ts';

const labelTargets = ['email', 'username', 'name', 'fullName', 'serialNumber', 'deviceName'];

/** What a person would recognise the record by: the first filled of a few well-known fields, else the native id. */
export function labelOfRecord(run: RunPlan, entry: Pick<DecidedItem, 'item' | 'mapped'>): string | undefined {
  for (const name of labelTargets) {
    const value = entry.mapped?.values[run.compiled.targets.indexOf(name)];
    if (typeof value === 'string' && value !== '') return value.slice(0, 256);
  }
  return entry.item.nativeId;
}

/** `{ field: [old, new] }` of an update. */
export function describeChanges(
  run: RunPlan,
  decision: Extract<Decision, { outcome: 'updated' }>,
): FieldChanges {
  const changes: FieldChanges = {};
  for (const change of decision.changes) {
    const name = run.compiled.targets[change.targetIndex] as string;
    changes[name] = [showValue(change.old), showValue(change.new)];
  }
  return changes;
}

/** A value as JSON shows it. */
export function showValue(value: MappedValue): unknown {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'bigint' ? String(value) : value;
}
