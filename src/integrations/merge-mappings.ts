import { isDeepStrictEqual } from 'node:util';
import type { Mapping, MappingRow } from '../mapping/mapping-types.ts';
import type { Expected, FieldChange } from '../model/assert-unchanged.ts';

/** What the condition is called among the target fields, none of which has such a name. */
const conditionField = '$condition';

/**
 * Two people have edited one version of a mapping: every field as the one has left it who changed it. Fields both have
 * changed, each to something else, are in `changes` with what the other one saved.
 * @param expected what has been seen of the other's changes since `base`, by field; null = no row
 */
export function mergeMappings(input: {
  base: Mapping;
  theirs: Mapping;
  mine: Mapping;
  expected?: Expected | undefined;
}): { mapping: Mapping; changes: FieldChange[] } {
  const base = new Map<string, unknown>([...listParts(input.base), ...Object.entries(input.expected ?? {})]);
  const theirs = listParts(input.theirs);
  const mine = listParts(input.mine);
  const changes: FieldChange[] = [];
  const merged = new Map<string, MappingRow | string>();
  for (const field of new Set([...theirs.keys(), ...mine.keys()])) {
    const [before, other, own] = [
      base.get(field) ?? null,
      theirs.get(field) ?? null,
      mine.get(field) ?? null,
    ];
    const isOtherSame = isDeepStrictEqual(other, before);
    const value = isOtherSame ? own : other;
    if (!(isOtherSame || isDeepStrictEqual(own, before) || isDeepStrictEqual(own, other)))
      changes.push({ field, value: other });
    if (value !== null) merged.set(field, value);
  }
  const { [conditionField]: condition, ...rows } = Object.fromEntries(merged);
  return {
    mapping: {
      rows: Object.values(rows) as MappingRow[],
      ...(condition === undefined ? {} : { condition: condition as string }),
    },
    changes,
  };
}

function listParts({ rows, condition }: Mapping): Map<string, MappingRow | string> {
  const parts = new Map<string, MappingRow | string>(rows.map((row) => [row.target, row]));
  return condition === undefined ? parts : parts.set(conditionField, condition);
}
