import type { Queryable } from '../../db/client.ts';

export interface SignInChallenge {
  userId: number;
  /** As it was when the password was checked. */
  passwordHash: string;
  passkeyChallenge: string | null;
}

export async function insertSignInChallenge(
  db: Queryable,
  challenge: SignInChallenge & { tokenHash: Buffer; expiresAt: Date; at: Date },
): Promise<void> {
  await db.query('DELETE FROM sign_in_challenges WHERE expires_at <= $1', [challenge.at]);
  await db.query(
    `INSERT INTO sign_in_challenges (token_hash, user_id, password_hash, passkey_challenge, expires_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [
      challenge.tokenHash,
      challenge.userId,
      challenge.passwordHash,
      challenge.passkeyChallenge,
      challenge.expiresAt,
    ],
  );
}

export async function findSignInChallenge(
  db: Queryable,
  tokenHash: Buffer,
  now: Date,
): Promise<SignInChallenge | undefined> {
  const { rows } = await db.query<SignInChallenge>(
    `SELECT user_id AS "userId", password_hash AS "passwordHash", passkey_challenge AS "passkeyChallenge"
       FROM sign_in_challenges WHERE token_hash = $1 AND expires_at > $2`,
    [tokenHash, now],
  );
  return rows[0];
}

/** False when somebody was faster. */
export async function deleteSignInChallenge(tx: Queryable, tokenHash: Buffer): Promise<boolean> {
  const { rowCount } = await tx.query('DELETE FROM sign_in_challenges WHERE token_hash = $1', [tokenHash]);
  return rowCount === 1;
}
