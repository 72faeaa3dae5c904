import type { Queryable } from '../../db/client.ts';
import type { SealContext } from './envelope.ts';

/** One row whose data key is wrapped by some master key. */
export interface WrappedRow {
  kind: SealContext['kind'];
  /** As text: bigint, or the hex of a hash. */
  id: string;
  name: string;
  wrappedKey: Buffer;
  masterKeyId: string;
}

interface WrappedTable {
  kind: SealContext['kind'];
  table: string;
  id: string;
  name: string;
}

const tables: WrappedTable[] = [
  { kind: 'credential', table: 'credentials', id: 'id::text', name: 'name' },
  { kind: 'global_variable', table: 'global_variables', id: 'id::text', name: 'key' },
  { kind: 'user_totp', table: 'user_totps', id: 'user_id::text', name: "'of a user'" },
  { kind: 'oauth_state', table: 'oauth_states', id: "encode(state_hash, 'hex')", name: "'a sign-in'" },
  { kind: 'erasure_key', table: 'erasure_keys', id: 'id::text', name: "'the list of erased people'" },
];

/** Master keys in use, with one example each. */
export async function listMasterKeyUses(
  db: Queryable,
): Promise<{ masterKeyId: string; kind: SealContext['kind']; example: string }[]> {
  const parts = tables
    // A sign-in that was started lasts minutes; it is no reason to stop.
    .filter(({ kind }) => kind !== 'oauth_state')
    .map(
      ({ kind, table, name }) =>
        `SELECT master_key_id AS "masterKeyId", '${kind}' AS kind, min(${name}) AS example
           FROM ${table} WHERE master_key_id IS NOT NULL GROUP BY master_key_id`,
    );
  const { rows } = await db.query<{ masterKeyId: string; kind: SealContext['kind']; example: string }>(
    parts.join(' UNION ALL '),
  );
  return rows;
}

/** Rows not wrapped by `currentId`, at most `limit`. */
export async function listRowsToRewrap(
  db: Queryable,
  currentId: string,
  limit: number,
): Promise<WrappedRow[]> {
  const found: WrappedRow[] = [];
  for (const { kind, table, id, name } of tables) {
    const { rows } = await db.query<WrappedRow>(
      `SELECT '${kind}' AS kind, ${id} AS id, ${name} AS name, wrapped_key AS "wrappedKey", master_key_id AS "masterKeyId"
         FROM ${table} WHERE master_key_id <> $1 ORDER BY 2 LIMIT $2`,
      [currentId, limit],
    );
    found.push(...rows);
  }
  return found;
}

/** Only if nobody has sealed the row anew meanwhile; then its key is a new one already. */
export async function updateWrappedKey(
  db: Queryable,
  row: WrappedRow,
  next: { wrappedKey: Buffer; masterKeyId: string },
): Promise<void> {
  const table = tables.find(({ kind }) => kind === row.kind) as WrappedTable;
  await db.query(
    `UPDATE ${table.table} SET wrapped_key = $2, master_key_id = $3 WHERE ${table.id} = $1 AND wrapped_key = $4`,
    [row.id, next.wrappedKey, next.masterKeyId, row.wrappedKey],
  );
}

/** One rotation at a time. False: another process is at it. */
export async function lockRotation(tx: Queryable): Promise<boolean> {
  const { rows } = await tx.query<{ isLocked: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtext('muster master key rotation')) AS "isLocked"`,
  );
  return rows[0]?.isLocked ?? false;
}
