import { isDeepStrictEqual } from 'node:util';
import { makeError } from '../errors.ts';

/** Fields as they were read before they were changed: what a change is made from. */
export type Expected = Readonly<Record<string, unknown>>;

/**
 * Compares what a caller has read with what stands there now, field by field, so that two people may change two fields
 * of one thing, and the second to change one field is told. To be called with the row locked, in the transaction of the
 * write: what is compared before may be another when it is written. Throws API_CHANGED_MEANWHILE with the present values.
 * @param present as the caller may read it; fields that are not in it are not compared
 * @param change what is sent: what both want is no conflict
 */
export function assertUnchanged(expected: Expected | undefined, present: object, change: object): void {
  if (!expected) return;
  const changes = findChanges(expected, asJson(present), asJson(change));
  if (changes.length > 0) throw makeChangedMeanwhile(changes);
}

/** A field somebody else has changed, with what stands there now. */
export interface FieldChange {
  field: string;
  value: unknown;
}

export const makeChangedMeanwhile = (changes: readonly FieldChange[]) =>
  makeError(
    'API_CHANGED_MEANWHILE',
    { fields: changes.map(({ field }) => field).join(', ') },
    { details: { changes } },
  );

function findChanges(
  expected: Expected,
  present: Record<string, unknown>,
  change: Record<string, unknown>,
): FieldChange[] {
  return Object.entries(expected).flatMap(([field, value]) => {
    if (!Object.hasOwn(present, field)) return [];
    const now = present[field];
    return isDeepStrictEqual(now, value) || isDeepStrictEqual(now, change[field])
      ? []
      : [{ field, value: now }];
  });
}

/** As the API writes it: that is what was read. */
const asJson = (value: object): Record<string, unknown> => JSON.parse(JSON.stringify(value));
