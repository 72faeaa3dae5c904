import type { MappedValue } from '../../model/objects.ts';
import { nameRecord } from '../../model/record-name.ts';
import type { FieldChanges, RunPlan } from '../run.ts';
import type { Decision } from './decide.ts';
import type { DecidedItem } from './decide-batch.ts';

/** The record's name as mapped, else its native id. */
export function labelOfRecord(run: RunPlan, entry: Pick<DecidedItem, 'item' | 'mapped'>): string | undefined {
  const name = nameRecord(run.object, (field) => entry.mapped?.values[run.compiled.targets.indexOf(field)]);
  return name?.slice(0, 256) ?? entry.item.nativeId;
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
