import type { Queryable } from '../../db/client.ts';
import type { SealedBox } from '../../vault/seal/envelope.ts';

/** SQL: whether the user of the row named has a second factor. */
export const hasSecondFactorSql = (userId: string) =>
  `(EXISTS (SELECT 1 FROM user_totps f WHERE f.user_id = ${userId} AND f.is_confirmed)
    OR EXISTS (SELECT 1 FROM user_passkeys f WHERE f.user_id = ${userId}))`;

export interface StoredTotp extends SealedBox {
  sealVersion: number;
  isConfirmed: boolean;
  createdAt: Date;
}

export interface StoredPasskey {
  id: number;
  credentialId: string;
  publicKey: Buffer;
  signCount: number;
  transports: string[];
  host: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export async function findTotp(db: Queryable, userId: number): Promise<StoredTotp | undefined> {
  const { rows } = await db.query<StoredTotp>(
    `SELECT sealed, wrapped_key AS "wrappedKey", master_key_id AS "masterKeyId", seal_version AS "sealVersion",
            is_confirmed AS "isConfirmed", created_at AS "createdAt" FROM user_totps WHERE user_id = $1`,
    [userId],
  );
  return rows[0];
}

/** Stores a secret that waits for its first code; false when the user has a confirmed one. */
export async function putPendingTotp(
  db: Queryable,
  userId: number,
  box: SealedBox,
  sealVersion: number,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO user_totps AS t (user_id, sealed, wrapped_key, master_key_id, seal_version, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (user_id) DO UPDATE SET sealed = $2, wrapped_key = $3, master_key_id = $4, seal_version = $5,
       created_at = $6, last_step = NULL WHERE NOT t.is_confirmed`,
    [userId, box.sealed, box.wrappedKey, box.masterKeyId, sealVersion, at],
  );
  return rowCount === 1;
}

/**
 * Takes a code of this time step, if none of it or a later one was taken before: of two requests with the same code only
 * one gets through. `isConfirmed`: of a secret in use, or of one that waits for its first code.
 */
export async function takeTotpStep(
  db: Queryable,
  userId: number,
  step: number,
  isConfirmed: boolean,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE user_totps SET last_step = $2, is_confirmed = true
      WHERE user_id = $1 AND is_confirmed = $3 AND (last_step IS NULL OR last_step < $2)`,
    [userId, step, isConfirmed],
  );
  return rowCount === 1;
}

export async function deleteTotp(db: Queryable, userId: number): Promise<boolean> {
  const { rowCount } = await db.query('DELETE FROM user_totps WHERE user_id = $1', [userId]);
  return rowCount === 1;
}

export async function listPasskeys(db: Queryable, userId: number): Promise<StoredPasskey[]> {
  const { rows } = await db.query<StoredPasskey>(
    `SELECT id, credential_id AS "credentialId", public_key AS "publicKey", sign_count AS "signCount", transports, host,
            name, created_at AS "createdAt", last_used_at AS "lastUsedAt"
       FROM user_passkeys WHERE user_id = $1 ORDER BY id`,
    [userId],
  );
  return rows;
}

/** Undefined when somebody has this passkey already. */
export async function insertPasskey(
  db: Queryable,
  userId: number,
  passkey: Omit<StoredPasskey, 'id' | 'createdAt' | 'lastUsedAt'>,
  at: Date,
): Promise<number | undefined> {
  const { rows } = await db.query<{ id: number }>(
    `INSERT INTO user_passkeys (user_id, credential_id, public_key, sign_count, transports, host, name, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (credential_id) DO NOTHING RETURNING id`,
    [
      userId,
      passkey.credentialId,
      passkey.publicKey,
      passkey.signCount,
      passkey.transports,
      passkey.host,
      passkey.name,
      at,
    ],
  );
  return rows[0]?.id;
}

/** False when its counter was moved on meanwhile, or it is gone. */
export async function usePasskey(
  db: Queryable,
  passkey: Pick<StoredPasskey, 'id' | 'signCount'>,
  signCount: number,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await db.query(
    'UPDATE user_passkeys SET sign_count = $3, last_used_at = $4 WHERE id = $1 AND sign_count = $2',
    [passkey.id, passkey.signCount, signCount, at],
  );
  return rowCount === 1;
}

export async function deletePasskey(db: Queryable, userId: number, id: number): Promise<string | undefined> {
  const { rows } = await db.query<{ name: string }>(
    'DELETE FROM user_passkeys WHERE user_id = $1 AND id = $2 RETURNING name',
    [userId, id],
  );
  return rows[0]?.name;
}

/** In place of all former ones; an empty list takes them away. */
export async function replaceRecoveryCodes(
  tx: Queryable,
  userId: number,
  hashes: readonly Buffer[],
): Promise<void> {
  await tx.query('DELETE FROM user_recovery_codes WHERE user_id = $1', [userId]);
  await tx.query('INSERT INTO user_recovery_codes (user_id, code_hash) SELECT $1, unnest($2::bytea[])', [
    userId,
    hashes,
  ]);
}

export async function countRecoveryCodes(db: Queryable, userId: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT count(*) AS count FROM user_recovery_codes WHERE user_id = $1',
    [userId],
  );
  return Number(rows[0]?.count ?? 0);
}

/** Uses a code up; false when there is none like it. */
export async function takeRecoveryCode(db: Queryable, userId: number, hash: Buffer): Promise<boolean> {
  const { rowCount } = await db.query(
    'DELETE FROM user_recovery_codes WHERE user_id = $1 AND code_hash = $2',
    [userId, hash],
  );
  return rowCount === 1;
}

/** Takes every second factor of a user away; how many there were. */
export async function deleteSecondFactors(tx: Queryable, userId: number): Promise<number> {
  const totps = await tx.query('DELETE FROM user_totps WHERE user_id = $1', [userId]);
  const passkeys = await tx.query('DELETE FROM user_passkeys WHERE user_id = $1', [userId]);
  await tx.query('DELETE FROM user_recovery_codes WHERE user_id = $1', [userId]);
  return (totps.rowCount ?? 0) + (passkeys.rowCount ?? 0);
}

export async function hasSecondFactor(db: Queryable, userId: number): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>(`SELECT ${hasSecondFactorSql('$1')} AS has`, [userId]);
  return rows[0]?.has ?? false;
}
