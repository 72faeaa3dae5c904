import type { Queryable } from '../db/client.ts';

export interface GlobalVariableRow {
  id: number;
  key: string;
  value: string | null;
  isSecret: boolean;
  sealed: Buffer | null;
  wrappedKey: Buffer | null;
  masterKeyId: string | null;
  sealVersion: number;
  createdAt: Date;
  updatedAt: Date;
}

const columns = `id, key, value, is_secret AS "isSecret", sealed, wrapped_key AS "wrappedKey",
  master_key_id AS "masterKeyId", seal_version AS "sealVersion", created_at AS "createdAt", updated_at AS "updatedAt"`;

export async function listGlobalVariableRows(db: Queryable): Promise<GlobalVariableRow[]> {
  const { rows } = await db.query<GlobalVariableRow>(
    `SELECT ${columns} FROM global_variables ORDER BY lower(key)`,
  );
  return rows;
}

export async function findGlobalVariableRow(
  tx: Queryable,
  id: number,
): Promise<GlobalVariableRow | undefined> {
  const { rows } = await tx.query<GlobalVariableRow>(
    `SELECT ${columns} FROM global_variables WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return rows[0];
}

/** Undefined when the key is taken. The value follows with {@link updateGlobalVariable}: sealing needs the id. */
export async function insertGlobalVariable(
  tx: Queryable,
  key: string,
  now: Date,
): Promise<number | undefined> {
  const { rows } = await tx.query<{ id: number }>(
    `INSERT INTO global_variables (key, created_at, updated_at) VALUES ($1, $2, $2)
     ON CONFLICT (lower(key)) DO NOTHING RETURNING id`,
    [key, now],
  );
  return rows[0]?.id;
}

export async function updateGlobalVariable(
  tx: Queryable,
  id: number,
  change: Omit<GlobalVariableRow, 'id' | 'key' | 'createdAt'>,
): Promise<void> {
  await tx.query(
    `UPDATE global_variables SET value = $2, is_secret = $3, sealed = $4, wrapped_key = $5, master_key_id = $6,
            seal_version = $7, updated_at = $8 WHERE id = $1`,
    [
      id,
      change.value,
      change.isSecret,
      change.sealed,
      change.wrappedKey,
      change.masterKeyId,
      change.sealVersion,
      change.updatedAt,
    ],
  );
}

export async function deleteGlobalVariable(tx: Queryable, id: number): Promise<void> {
  await tx.query('DELETE FROM global_variables WHERE id = $1', [id]);
}
