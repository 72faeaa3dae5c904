import type { Queryable } from '../db/client.ts';
import type { Role } from '../model/actor.ts';

export interface SignedInUser {
  userId: number;
  name: string;
  email: string;
  role: Role;
  csrfToken: string;
  createdAt: Date;
  lastSeenAt: Date;
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
            s.last_seen_at AS "lastSeenAt"
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

/** Ends the sessions of a user, except the one given. */
export async function deleteUserSessions(db: Queryable, userId: number, except?: Buffer): Promise<void> {
  await db.query('DELETE FROM user_sessions WHERE user_id = $1 AND ($2::bytea IS NULL OR token_hash <> $2)', [
    userId,
    except ?? null,
  ]);
}

export async function deleteExpiredUserSessions(db: Queryable, now: Date): Promise<void> {
  await db.query('DELETE FROM user_sessions WHERE expires_at <= $1', [now]);
}
