import type { Queryable } from '../../db/client.ts';

/** One sign-in at a vendor that has been started. Found by the hash of its state, which only the browser has. */
export interface OAuthStateRow {
  credentialId: number;
  sealed: Buffer;
  wrappedKey: Buffer;
  masterKeyId: string;
  expiresAt: Date;
  usedAt: Date | null;
}

export async function insertOAuthState(
  db: Queryable,
  row: {
    stateHash: Buffer;
    credentialId: number;
    sealed: Buffer;
    wrappedKey: Buffer;
    masterKeyId: string;
    userId: number | null;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await db.query(
    `INSERT INTO oauth_states (state_hash, credential_id, sealed, wrapped_key, master_key_id, user_id, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.stateHash,
      row.credentialId,
      row.sealed,
      row.wrappedKey,
      row.masterKeyId,
      row.userId,
      row.createdAt,
      row.expiresAt,
    ],
  );
}

export async function findOAuthState(db: Queryable, stateHash: Buffer): Promise<OAuthStateRow | undefined> {
  const { rows } = await db.query<OAuthStateRow>(
    `SELECT credential_id AS "credentialId", sealed, wrapped_key AS "wrappedKey", master_key_id AS "masterKeyId",
            expires_at AS "expiresAt", used_at AS "usedAt"
       FROM oauth_states WHERE state_hash = $1`,
    [stateHash],
  );
  return rows[0];
}

/** True for exactly one caller, however many come at once. */
export async function updateOAuthStateUsed(db: Queryable, stateHash: Buffer, now: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    'UPDATE oauth_states SET used_at = $2 WHERE state_hash = $1 AND used_at IS NULL AND expires_at > $2',
    [stateHash, now],
  );
  return rowCount === 1;
}

/** Kept for a while after their end, so that a late or repeated redirect can be told what it is. */
export async function deleteOAuthStatesBefore(db: Queryable, before: Date): Promise<number> {
  const { rowCount } = await db.query('DELETE FROM oauth_states WHERE expires_at < $1', [before]);
  return rowCount ?? 0;
}
