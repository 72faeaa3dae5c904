import type { Queryable } from '../db/client.ts';
import type { MappedValue } from '../mapping/mapping-types.ts';

/** Writes the columns where the version is still the one that was read. False: somebody was faster. */
export async function updateRecord(
  db: Queryable,
  table: string,
  options: {
    id: number;
    version: number;
    values: readonly { column: string; value: MappedValue }[];
    at: Date;
    by: string;
  },
): Promise<boolean> {
  const assignments = options.values.map(({ column }, index) => `, ${column} = $${index + 5}`).join('');
  const { rowCount } = await db.query(
    `UPDATE ${table} SET version = version + 1, updated_at = $3, updated_by = $4${assignments} WHERE id = $1 AND version = $2`,
    [
      options.id,
      options.version,
      options.at,
      options.by,
      ...options.values.map(({ value }) => (typeof value === 'bigint' ? String(value) : value)),
    ],
  );
  return rowCount === 1;
}

/** Another record with this value in a unique field. */
export async function findOtherHolder(
  db: Queryable,
  table: string,
  column: string,
  value: string,
  exceptId: number,
): Promise<number | undefined> {
  const { rows } = await db.query<{ id: number }>(
    `SELECT id FROM ${table} WHERE lower(${column}::text) = lower($1) AND id <> $2 LIMIT 1`,
    [value, exceptId],
  );
  return rows[0]?.id;
}
