import type { Queryable } from '../db/client.ts';
import { findSqlState } from '../db/db-errors.ts';
import { makeError } from '../errors.ts';
import { coerceValue } from '../model/field-types/coerce-value.ts';
import type { Coerced, JsonValue } from '../model/field-types/field-type-spec.ts';
import { fieldTypes, jsonOf } from '../model/field-types/field-types.ts';
import type { Field, MappedValue, ObjectName } from '../model/objects.ts';
import { findOtherHolder, isPerson } from './edit-record.queries.ts';
import type { StoredRecord } from './find-record.queries.ts';

export interface RecordChange {
  /** The one that was read: any other is refused. */
  version?: number | undefined;
  values?: Record<string, JsonValue> | undefined;
  lock?: string[] | undefined;
  unlock?: string[] | undefined;
  isArchived?: boolean | undefined;
}

type EditedRecord = StoredRecord & { fields: readonly Field[] };

/** PostgreSQL's code for a value that a unique index has already. */
const uniqueViolation = '23505';

export interface Edit {
  columns: { column: string; value: MappedValue }[];
  changes: Record<string, [unknown, unknown]>;
}

/**
 * What a change writes and leaves in the history. Throws RECORDS_VALUE_INVALID, RECORDS_VALUE_TAKEN, naming the field.
 */
export async function planEdit(
  db: Queryable,
  table: ObjectName,
  record: EditedRecord,
  change: RecordChange,
  now: Date,
): Promise<Edit> {
  const edit: Edit = { columns: [], changes: {} };
  for (const [name, value] of Object.entries(change.values ?? {})) {
    const field = getField(record, name);
    const isReference = fieldTypes[field.type].refersTo === 'people';
    const coerced = isReference ? await coercePerson(db, value) : coerceValue(field, value);
    if ('problem' in coerced)
      throw makeError(
        'RECORDS_VALUE_INVALID',
        { field: field.label, problem: `it is ${coerced.problem}` },
        { field: name },
      );
    const next = coerced.value ?? null;
    if (next === null && field.isMandatory)
      throw makeError(
        'RECORDS_VALUE_INVALID',
        { field: field.label, problem: 'it must not be empty' },
        { field: name },
      );
    const shown = jsonOf(next);
    if (isSameValue(shown, record.values[name] ?? null)) continue;
    if (field.isUnique && next !== null) await assertFree(db, table, field, next, record.id);
    edit.columns.push({ column: field.column, value: next });
    edit.changes[name] = [record.values[name] ?? null, shown];
  }
  const locked = new Set(record.lockedFields);
  for (const name of change.lock ?? []) {
    getField(record, name);
    locked.add(name);
  }
  for (const name of change.unlock ?? []) locked.delete(name);
  const lockedList = [...locked].sort();
  if (lockedList.join() !== [...record.lockedFields].sort().join())
    edit.columns.push({ column: 'locked_fields', value: lockedList });
  if (change.isArchived !== undefined && change.isArchived !== (record.archivedAt !== null)) {
    edit.columns.push({ column: 'archived_at', value: change.isArchived ? now : null });
    edit.changes['archivedAt'] = [
      record.archivedAt?.toISOString() ?? null,
      change.isArchived ? now.toISOString() : null,
    ];
  }
  return edit;
}

/** By hand a person is chosen from a list, so an id comes. */
async function coercePerson(db: Queryable, value: JsonValue): Promise<Coerced> {
  if (value === null || value === '') return { value: null };
  if (typeof value === 'number' && Number.isSafeInteger(value) && (await isPerson(db, value)))
    return { value };
  return { problem: 'not the id of a person in People' };
}

/** Numbers may come as the digits that a JavaScript number cannot hold. */
function isSameValue(next: unknown, current: JsonValue): boolean {
  if (typeof next === 'number' && typeof current === 'string') return Number(current) === next;
  return JSON.stringify(next) === JSON.stringify(current);
}

function getField(record: EditedRecord, name: string): Field {
  const field = record.fields.find((found) => found.name === name);
  if (field?.isComputed)
    throw makeError(
      'RECORDS_VALUE_INVALID',
      { field: field.label, problem: 'Muster keeps this field itself' },
      { field: name },
    );
  if (field) return field;
  throw makeError(
    'RECORDS_VALUE_INVALID',
    { field: name, problem: 'there is no such field' },
    { field: name },
  );
}

async function assertFree(
  db: Queryable,
  table: ObjectName,
  field: Field,
  value: MappedValue,
  exceptId: number,
) {
  const other = await findOtherHolder(db, table, field, String(value), exceptId);
  if (other === undefined) return;
  throw makeError('RECORDS_VALUE_TAKEN', { field: field.label, other }, { field: field.name });
}

/** Somebody else can take a value between the look-up and the write: then the unique index refuses, without a name. */
export async function explainTaken(
  db: Queryable,
  table: ObjectName,
  record: EditedRecord,
  edit: Edit,
  err: unknown,
): Promise<never> {
  if (findSqlState(err) === uniqueViolation) {
    for (const { column, value } of edit.columns) {
      const field = record.fields.find((found) => found.column === column);
      if (field?.isUnique && value !== null) await assertFree(db, table, field, value, record.id);
    }
  }
  throw err;
}
