import type { Queryable, Tx } from '../db/client.ts';
import { type FieldType, fieldTypes, uniqueKeySql } from '../model/field-types/field-types.ts';
import type { Field } from '../model/objects.ts';

export async function listCustomFields(db: Queryable, object: string): Promise<Field[]> {
  const { rows } = await db.query<Pick<Field, 'name' | 'column' | 'label' | 'type' | 'isUnique'>>(
    `SELECT name, column_name AS "column", label, type, is_unique AS "isUnique" FROM custom_fields
     WHERE object = $1 ORDER BY created_at, name`,
    [object],
  );
  return rows.map((row) => ({ ...row, isCustom: true, isMandatory: false, synonyms: [] }));
}

/** One addition at a time per object, across all processes, until the transaction ends. */
export async function lockFields(tx: Tx, object: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('muster.fields'), hashtext($1))`, [object]);
}

export async function listColumnNames(tx: Tx, table: string): Promise<Set<string>> {
  const { rows } = await tx.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [table],
  );
  return new Set(rows.map((row) => row.name));
}

export interface NewCustomField {
  object: string;
  table: string;
  /** Also the column's name: `x_` and letters, digits, underscores; see `makeFieldName`. */
  name: string;
  label: string;
  type: FieldType;
  isUnique: boolean;
  createdBy: number | null;
  createdAt: Date;
}

/**
 * Adds the column and, for a Unique field, its index. The table lock is waited for at most `lockTimeoutMs`, since
 * every reader and writer of the table queues up behind a waiting ALTER TABLE; then PostgreSQL throws 55P03.
 */
export async function addFieldColumn(tx: Tx, field: NewCustomField, lockTimeoutMs: number): Promise<void> {
  await tx.query(`SELECT set_config('lock_timeout', $1, true)`, [`${lockTimeoutMs}ms`]);
  await addColumn(tx, field.table, field.name, fieldTypes[field.type].columnType);
  if (field.isUnique) await addUniqueIndex(tx, field);
  await tx.query(
    `INSERT INTO custom_fields (object, name, column_name, label, type, is_unique, created_at, created_by)
     VALUES ($1, $2, $2, $3, $4, $5, $6, $7)`,
    [field.object, field.name, field.label, field.type, field.isUnique, field.createdAt, field.createdBy],
  );
}

/** Name and type must be checked: neither can be a parameter. */
export async function addColumn(tx: Tx, table: string, name: string, columnType: string): Promise<void> {
  await tx.query(`ALTER TABLE ${table} ADD COLUMN "${name}" ${columnType}`);
}

export async function addUniqueIndex(
  tx: Tx,
  { table, name, type }: Pick<NewCustomField, 'table' | 'name' | 'type'>,
): Promise<void> {
  const key = uniqueKeySql(type, `"${name}"`);
  await tx.query(`CREATE UNIQUE INDEX "${table}_${name}_key" ON ${table} (${key})`);
}

/** Everything that describes a field people have added, as it stands there: unchecked. */
export async function listFieldDescriptions(
  tx: Tx,
): Promise<{ object: string; name: string; columnName: string; type: string; isUnique: boolean }[]> {
  const { rows } = await tx.query<{
    object: string;
    name: string;
    columnName: string;
    type: string;
    isUnique: boolean;
  }>(
    `SELECT object, name, column_name AS "columnName", type, is_unique AS "isUnique" FROM custom_fields
      ORDER BY object, name`,
  );
  return rows;
}
