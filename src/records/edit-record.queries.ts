import type { Queryable, Tx } from '../db/client.ts';
import { findSqlState } from '../db/db-errors.ts';
import { holdObject } from '../db/object-lock.queries.ts';
import { makeError } from '../errors.ts';
import { fieldTypes, uniqueKeySql } from '../model/field-types/field-types.ts';
import type { Field, MappedValue, ObjectName } from '../model/objects.ts';
import { recordNameSql } from '../model/record-name.ts';

const waitTimeoutMs = 5_000;
/** PostgreSQL's code for a lock that was not to be had in time. */
const lockNotAvailable = '55P03';

/**
 * Waits until no session is deciding a batch of the object, and lets none begin until the transaction ends: a batch
 * that was decided before an edit and written after it would keep the next session from deciding again. Throws
 * RECORDS_BUSY after 5 s.
 */
export async function waitForSessions(tx: Tx, table: string): Promise<void> {
  try {
    await tx.query(`SET LOCAL lock_timeout = ${waitTimeoutMs}`);
    await holdObject(tx, table);
  } catch (err) {
    if (findSqlState(err) !== lockNotAvailable) throw err;
    throw makeError('RECORDS_BUSY', { object: table, seconds: waitTimeoutMs / 1_000 }, { cause: err });
  }
}

/** The record stays as it is until the transaction ends, but for what the transaction itself writes. */
export async function lockRecord(tx: Tx, table: ObjectName, id: number): Promise<void> {
  await tx.query(`SELECT FROM ${table} WHERE id = $1 FOR UPDATE`, [id]);
}

export async function updateRecord(
  db: Queryable,
  table: string,
  options: {
    id: number;
    values: readonly { column: string; value: MappedValue }[];
    at: Date;
    by: string;
  },
): Promise<void> {
  const assignments = options.values.map(({ column }, index) => `, ${column} = $${index + 4}`).join('');
  // What a person says of archive and Active is no longer what absence has done.
  const isOwnWord = options.values.some(({ column }) => column === 'archived_at' || column === 'is_active');
  await db.query(
    `UPDATE ${table} SET version = version + 1, updated_at = $2, updated_by = $3${isOwnWord ? ', retired_as = NULL' : ''}${assignments} WHERE id = $1`,
    [
      options.id,
      options.at,
      options.by,
      ...options.values.map(({ value }) => (typeof value === 'bigint' ? String(value) : value)),
    ],
  );
}

export async function isPerson(db: Queryable, id: number): Promise<boolean> {
  const { rowCount } = await db.query('SELECT FROM people WHERE id = $1', [id]);
  return rowCount === 1;
}

/** Another record with this value in a unique field, as `31 (Ada Berg)`; found by the field's unique index. */
export async function findOtherHolder(
  db: Queryable,
  table: ObjectName,
  field: Pick<Field, 'column' | 'type'>,
  value: string,
  exceptId: number,
): Promise<string | undefined> {
  const key = uniqueKeySql(field.type, field.column);
  const wanted = uniqueKeySql(field.type, `$1::${fieldTypes[field.type].columnType}`);
  const { rows } = await db.query<{ name: string }>(
    `SELECT concat(t.id, ' (', ${recordNameSql(table)}, ')') AS name FROM ${table} t WHERE ${key} = ${wanted} AND t.id <> $2 LIMIT 1`,
    [value, exceptId],
  );
  return rows[0]?.name;
}
