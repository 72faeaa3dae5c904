import { cutText } from '../../model/clean-text.ts';
import { jsonOf } from '../../model/field-types/field-types.ts';
import { nameRecord } from '../../model/record-name.ts';
import type { FieldChanges } from '../batch-run.ts';
import type { RunSetup } from '../run.ts';
import type { DecidedItem, Decision } from './decide.ts';

/** The record's name as mapped, else its native id. */
export function labelOfRecord(
  setup: RunSetup,
  entry: Pick<DecidedItem, 'item' | 'mapped'>,
): string | undefined {
  const name = nameRecord(
    setup.object,
    (field) => entry.mapped?.values[setup.compiled.targets.indexOf(field)],
  );
  return (name && cutText(name, 256)) ?? entry.item.nativeId;
}

/** `{ field: [old, new] }` of an update. */
export function describeChanges(
  setup: RunSetup,
  decision: Extract<Decision, { outcome: 'updated' }>,
): FieldChanges {
  const changes: FieldChanges = {};
  for (const change of decision.changes) {
    const name = setup.compiled.targets[change.targetIndex] as string;
    changes[name] = [jsonOf(change.old), jsonOf(change.new)];
  }
  if (decision.isReactivated) changes['isActive'] = [false, true];
  return changes;
}

/** What a decision would write: `{ field: [old, new] }`; a creation has no old values. */
export function detailsOf(
  setup: RunSetup,
  entry: DecidedItem,
): FieldChanges | { candidates: number[] } | null {
  const { decision } = entry;
  if (decision.outcome === 'updated') return describeChanges(setup, decision);
  if (decision.outcome === 'ambiguous') return { candidates: decision.candidates };
  if (decision.outcome !== 'created') return null;
  const changes: FieldChanges = {};
  for (const [index, name] of setup.compiled.targets.entries()) {
    const value = decision.values[index];
    // The instant of a session differs from run to run and says nothing about the record.
    if (value !== undefined && value !== null && index !== setup.compiled.syncTimeIndex)
      changes[name] = [null, jsonOf(value)];
  }
  return changes;
}

/** Field name → value as it would be written; absent values are left out. */
export function mappedOf(
  { compiled }: RunSetup,
  entry: Pick<DecidedItem, 'mapped'>,
): Record<string, unknown> {
  const mapped: Record<string, unknown> = {};
  for (const [index, name] of compiled.targets.entries()) {
    const value = entry.mapped?.values[index];
    if (value !== undefined) mapped[name] = jsonOf(value);
  }
  return mapped;
}
