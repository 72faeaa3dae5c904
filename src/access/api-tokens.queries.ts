import type { Queryable } from '../db/client.ts';
import type { Role } from '../model/actor.ts';
import type { KeysetValue } from '../model/keyset-cursor.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { type ListColumns, makeListPage, planList } from '../model/list-sql.ts';

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

interface ApiTokenRow {
  id: number;
  name: string;
  prefix: string;
  role: Role;
  user_id: number;
  user_name: string;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

const selectedColumns = `t.id, t.name, t.prefix, t.role, t.user_id, u.name AS user_name,
  t.created_at, t.expires_at, t.last_used_at, t.revoked_at`;
const fromTables = 'api_tokens t JOIN users u ON u.id = t.user_id';

const toApiToken = (row: ApiTokenRow): ApiToken => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  role: row.role,
  userId: row.user_id,
  userName: row.user_name,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
});

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
  const page = await db.query<ApiTokenRow & { cursor_keys: KeysetValue[] }>(
    `SELECT ${selectedColumns}, ${planned.cursorKeys} AS cursor_keys FROM ${fromTables}
     WHERE ${planned.where} ORDER BY ${planned.orderBy} LIMIT ${planned.rowLimit}`,
    planned.values,
  );
  const counted = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM ${fromTables} WHERE ${planned.countWhere}`,
    planned.countValues,
  );
  return makeListPage(planned, page.rows, toApiToken, { count: counted.rows[0]?.count ?? 0, isExact: true });
}

export async function findApiToken(db: Queryable, id: number): Promise<ApiToken | undefined> {
  const { rows } = await db.query<ApiTokenRow>(
    `SELECT ${selectedColumns} FROM ${fromTables} WHERE t.id = $1`,
    [id],
  );
  return rows[0] && toApiToken(rows[0]);
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
  const { rows } = await db.query<{
    token_id: number;
    token_role: Role;
    last_used_at: Date | null;
    user_id: number;
    name: string;
    email: string;
    user_role: Role;
  }>(
    `SELECT t.id AS token_id, t.role AS token_role, t.last_used_at, u.id AS user_id, u.name, u.email, u.role AS user_role
     FROM ${fromTables}
     WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)
       AND NOT u.is_disabled`,
    [tokenHash, now],
  );
  const row = rows[0];
  return (
    row && {
      tokenId: row.token_id,
      tokenRole: row.token_role,
      lastUsedAt: row.last_used_at,
      userId: row.user_id,
      name: row.name,
      email: row.email,
      userRole: row.user_role,
    }
  );
}

export async function touchApiToken(db: Queryable, id: number, at: Date): Promise<void> {
  await db.query('UPDATE api_tokens SET last_used_at = $2 WHERE id = $1', [id, at]);
}
