import type { ObjectList } from './record-columns.ts';

export type RecordValue = string | number | boolean | string[] | null;

export interface RecordRow {
  id: number;
  values: Record<string, RecordValue>;
  archivedAt: Date | null;
}

/** What a list selects of `list.from`; read back by `toRecord`. */
export function selectList(list: ObjectList): string {
  const fields = list.selected.map(({ sql }, index) => `${sql} AS f${index}`).join(', ');
  const archived = list.columns['archived'] ? 't.archived_at' : 'NULL::timestamptz AS archived_at';
  return `t.id, ${archived}${fields === '' ? '' : `, ${fields}`}`;
}

export function toRecord(list: ObjectList, row: Record<string, unknown>): RecordRow {
  const values: Record<string, RecordValue> = {};
  for (const [index, { name }] of list.selected.entries()) {
    const value = toValue(row[`f${index}`]);
    values[name] = list.columns[name]?.type === 'numeric' ? toDecimal(value) : value;
  }
  return { id: Number(row['id']), values, archivedAt: (row['archived_at'] as Date | null) ?? null };
}

/** A number where a JavaScript number says the same, else the digits. */
function toDecimal(value: RecordValue): RecordValue {
  return typeof value === 'string' && String(Number(value)) === value ? Number(value) : value;
}

function toValue(value: unknown): RecordValue {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  return value as RecordValue;
}
