import type { Queryable } from '../db/client.ts';
import type { Role } from '../model/actor.ts';
import { hasSecondFactorSql } from './second-factor/second-factor.queries.ts';

export interface UserSession {
  id: number;
  tokenHash: Buffer;
  address: string | null;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
}

export interface SignedInUser {
  userId: number;
  name: string;
  email: string;
  role: Role;
  csrfToken: string;
  createdAt: Date;
  lastSeenAt: Date;
  /** The role asks for a second factor and there is none yet. */
  needsSecondFactor: boolean;
}

export async function insertUserSession(
  db: Queryable,
  session: {
    tokenHash: Buffer;
    userId: number;
    csrfToken: string;
    at: Date;
    expiresAt: Date;
    ipAddress: string;
    userAgent: string | null;
  },
): Promise<void> {
  await db.query(
    `INSERT INTO user_sessions (token_hash, user_id, csrf_token, created_at, last_seen_at, expires_at, ip_address, user_agent)
     VALUES ($1, $2, $3, $4, $4, $5, $6, $7)`,
    [
      session.tokenHash,
      session.userId,
      session.csrfToken,
      session.at,
      session.expiresAt,
      session.ipAddress,
      session.userAgent,
    ],
  );
}

/** The owner of a session that has not expired and may sign in. */
export async function findSignedInUser(
  db: Queryable,
  tokenHash: Buffer,
  now: Date,
): Promise<SignedInUser | undefined> {
  const { rows } = await db.query<SignedInUser>(
    `SELECT s.user_id AS "userId", u.name, u.email, u.role, s.csrf_token AS "csrfToken", s.created_at AS "createdAt",
            s.last_seen_at AS "lastSeenAt",
            EXISTS (SELECT 1 FROM second_factor_roles r WHERE r.role = u.role)
              AND NOT ${hasSecondFactorSql('u.id')} AS "needsSecondFactor"
     FROM user_sessions s JOIN users u ON u.id = s.user_id
     WHERE s.token_hash = $1 AND s.expires_at > $2 AND NOT u.is_disabled`,
    [tokenHash, now],
  );
  return rows[0];
}

export async function touchUserSession(
  db: Queryable,
  tokenHash: Buffer,
  lastSeenAt: Date,
  expiresAt: Date,
): Promise<void> {
  await db.query('UPDATE user_sessions SET last_seen_at = $2, expires_at = $3 WHERE token_hash = $1', [
    tokenHash,
    lastSeenAt,
    expiresAt,
  ]);
}

export async function deleteUserSession(db: Queryable, tokenHash: Buffer): Promise<void> {
  await db.query('DELETE FROM user_sessions WHERE token_hash = $1', [tokenHash]);
}

/**
 * Ends the sessions of a user, except the one given, and sign-ins that wait for the second factor; answers with how many
 * sessions that were.
 */
export async function deleteUserSessions(db: Queryable, userId: number, except?: Buffer): Promise<number> {
  await db.query('DELETE FROM sign_in_challenges WHERE user_id = $1', [userId]);
  const { rowCount } = await db.query(
    'DELETE FROM user_sessions WHERE user_id = $1 AND ($2::bytea IS NULL OR token_hash <> $2)',
    [userId, except ?? null],
  );
  return rowCount ?? 0;
}

export async function listUserSessions(db: Queryable, userId: number, now: Date): Promise<UserSession[]> {
  const { rows } = await db.query<UserSession>(
    `SELECT id, token_hash AS "tokenHash", ip_address AS address, user_agent AS "userAgent", created_at AS "createdAt",
            last_seen_at AS "lastSeenAt"
       FROM user_sessions WHERE user_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, id DESC`,
    [userId, now],
  );
  return rows;
}

/** The address of the session that was ended; undefined when the user has none with this id. */
export async function deleteUserSessionById(
  db: Queryable,
  userId: number,
  id: number,
): Promise<string | undefined> {
  const { rows } = await db.query<{ address: string | null }>(
    'DELETE FROM user_sessions WHERE user_id = $1 AND id = $2 RETURNING ip_address AS address',
    [userId, id],
  );
  return rows[0] && (rows[0].address ?? '');
}

export async function putPasskeyChallenge(
  db: Queryable,
  tokenHash: Buffer,
  challenge: string,
): Promise<void> {
  await db.query('UPDATE user_sessions SET passkey_challenge = $2 WHERE token_hash = $1', [
    tokenHash,
    challenge,
  ]);
}

/** The challenge, which is gone then: an answer to it counts once. */
export async function takePasskeyChallenge(tx: Queryable, tokenHash: Buffer): Promise<string | undefined> {
  const { rows } = await tx.query<{ challenge: string | null }>(
    'SELECT passkey_challenge AS challenge FROM user_sessions WHERE token_hash = $1 FOR UPDATE',
    [tokenHash],
  );
  await tx.query('UPDATE user_sessions SET passkey_challenge = NULL WHERE token_hash = $1', [tokenHash]);
  return rows[0]?.challenge ?? undefined;
}

export async function deleteExpiredUserSessions(db: Queryable, now: Date): Promise<void> {
  await db.query('DELETE FROM user_sessions WHERE expires_at <= $1', [now]);
}
