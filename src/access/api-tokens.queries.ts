import type { Queryable } from '../db/client.ts';
import { queryListPage } from '../db/list-page.queries.ts';
import type { Role } from '../model/actor.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { type ListColumns, planList } from '../model/list-sql.ts';

export interface ApiToken {
  id: number;
  name: string;
  /** First characters, to tell tokens apart. */
  prefix: string;
  role: Role;
  userId: number;
  userName: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

const selected = `t.id, t.name, t.prefix, t.role, t.user_id AS "userId", u.name AS "userName", t.created_at AS "createdAt",
  t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt", t.revoked_at AS "revokedAt"`;
const fromTables = 'api_tokens t JOIN users u ON u.id = t.user_id';

export const apiTokenListColumns: ListColumns = {
  id: { sql: 't.id', type: 'bigint' },
  name: { sql: 't.name', type: 'text' },
  role: { sql: 't.role', type: 'text' },
  userId: { sql: 't.user_id', type: 'bigint' },
  userName: { sql: 'u.name', type: 'text' },
  createdAt: { sql: 't.created_at', type: 'timestamptz' },
  expiresAt: { sql: 't.expires_at', type: 'timestamptz', isNullable: true },
  lastUsedAt: { sql: 't.last_used_at', type: 'timestamptz', isNullable: true },
  revokedAt: { sql: 't.revoked_at', type: 'timestamptz', isNullable: true },
};

/** Tokens of everybody, or of `userId` only. */
export async function listApiTokens(
  db: Queryable,
  query: ListQuery,
  userId: number | undefined,
): Promise<ListPage<ApiToken>> {
  const planned = planList(query, {
    columns: apiTokenListColumns,
    tieBreaker: 'id',
    search: ['t.name', 'u.name', 't.prefix'],
    ...(userId === undefined ? {} : { base: { sql: 't.user_id = $1', values: [userId] } }),
  });
  return queryListPage(db, planned, { select: selected, from: fromTables });
}

export async function findApiToken(db: Queryable, id: number): Promise<ApiToken | undefined> {
  const { rows } = await db.query<ApiToken>(`SELECT ${selected} FROM ${fromTables} WHERE t.id = $1`, [id]);
  return rows[0];
}

export async function insertApiToken(
  db: Queryable,
  token: {
    name: string;
    tokenHash: Buffer;
    prefix: string;
    role: Role;
    userId: number;
    at: Date;
    expiresAt: Date | null;
  },
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `INSERT INTO api_tokens (name, token_hash, prefix, role, user_id, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [token.name, token.tokenHash, token.prefix, token.role, token.userId, token.at, token.expiresAt],
  );
  return (rows[0] as { id: number }).id;
}

/** False when the token was revoked before. */
export async function revokeApiToken(db: Queryable, id: number, at: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    'UPDATE api_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL',
    [id, at],
  );
  return rowCount === 1;
}

/** Revokes what still works of a user's tokens; answers with how many that were. */
export async function revokeUserTokens(db: Queryable, userId: number, at: Date): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE api_tokens SET revoked_at = $2
      WHERE user_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
    [userId, at],
  );
  return rowCount ?? 0;
}

export interface TokenOwner {
  tokenId: number;
  tokenRole: Role;
  lastUsedAt: Date | null;
  userId: number;
  name: string;
  email: string;
  userRole: Role;
}

/** The owner of a token that is neither expired nor revoked and whose owner may sign in. */
export async function findTokenOwner(
  db: Queryable,
  tokenHash: Buffer,
  now: Date,
): Promise<TokenOwner | undefined> {
  const { rows } = await db.query<TokenOwner>(
    `SELECT t.id AS "tokenId", t.role AS "tokenRole", t.last_used_at AS "lastUsedAt", u.id AS "userId", u.name, u.email,
            u.role AS "userRole"
     FROM ${fromTables}
     WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)
       AND NOT u.is_disabled`,
    [tokenHash, now],
  );
  return rows[0];
}

export async function touchApiToken(db: Queryable, id: number, at: Date): Promise<void> {
  await db.query('UPDATE api_tokens SET last_used_at = $2 WHERE id = $1', [id, at]);
}
