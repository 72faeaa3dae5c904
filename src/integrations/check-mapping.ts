import type { StreamDefinition } from '../connector-kit/index.ts';
import { makeError } from '../errors.ts';
import { compileMapping } from '../mapping/compile-mapping.ts';
import type { Mapping } from '../mapping/mapping-types.ts';
import type { Field } from '../model/objects.ts';

/**
 * Checks a mapping before it is saved and returns it with the priorities of its sync keys made 1, 2, 3 …
 * Throws MAPPING_* or TEMPLATE_* naming the target field.
 */
export function checkMapping(mapping: Mapping, fields: readonly Field[], stream: StreamDefinition): Mapping {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const seen = new Set<string>();
  for (const row of mapping.rows) {
    const field = byName.get(row.target);
    if (!field) throw makeError('MAPPING_TARGET_UNKNOWN', { target: row.target }, { field: row.target });
    if (seen.has(row.target))
      throw makeError('MAPPING_TARGET_TWICE', { target: field.label }, { field: row.target });
    seen.add(row.target);
    if (row.syncKeyPriority !== undefined && !field.isUnique) {
      throw makeError('MAPPING_SYNC_KEY_NOT_UNIQUE', { target: field.label }, { field: row.target });
    }
  }
  compileMapping({ mapping, fields, stream });
  const keys = mapping.rows
    .filter((row) => row.syncKeyPriority !== undefined)
    .sort((left, right) => (left.syncKeyPriority ?? 0) - (right.syncKeyPriority ?? 0));
  const rows = mapping.rows.map((row) => {
    const { syncKeyPriority: _priority, ...rest } = row;
    return keys.includes(row) ? { ...rest, syncKeyPriority: keys.indexOf(row) + 1 } : rest;
  });
  const condition = mapping.condition?.trim() ?? '';
  return { rows, ...(condition === '' ? {} : { condition }) };
}
