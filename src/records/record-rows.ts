import type { JsonValue } from '../model/field-types/field-type-spec.ts';
import type { MappedValue } from '../model/objects.ts';
import type { ObjectList } from './record-columns.ts';

export interface RecordRow {
  id: number;
  values: Record<string, JsonValue>;
  archivedAt: Date | null;
}

/** What a list selects of `list.from`; read back by `toRecord`. */
export function selectList(list: ObjectList): string {
  const fields = list.selected.map(({ sql }, index) => `${sql} AS f${index}`).join(', ');
  const archived = list.columns['archived'] ? 't.archived_at' : 'NULL::timestamptz AS archived_at';
  return `t.id, ${archived}${fields === '' ? '' : `, ${fields}`}`;
}

export function toRecord(list: ObjectList, row: Record<string, unknown>): RecordRow {
  const values: Record<string, JsonValue> = {};
  for (const [index, { name, toJson }] of list.selected.entries()) {
    const value = row[`f${index}`] as MappedValue;
    values[name] = value === undefined || value === null ? null : toJson(value);
  }
  return { id: Number(row['id']), values, archivedAt: (row['archived_at'] as Date | null) ?? null };
}
