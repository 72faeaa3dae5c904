import type { Queryable } from '../db/client.ts';
import { queryListPage } from '../db/list-page.queries.ts';
import type { Role } from '../model/actor.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { type ListColumns, planList } from '../model/list-sql.ts';
import { hasSecondFactorSql } from './second-factor/second-factor.queries.ts';

export interface User {
  id: number;
  email: string;
  name: string;
  role: Role;
  isDisabled: boolean;
  createdAt: Date;
  updatedAt: Date;
  lastSignInAt: Date | null;
  hasSecondFactor: boolean;
}

const selected = `id, email, name, role, is_disabled AS "isDisabled", created_at AS "createdAt", updated_at AS "updatedAt",
  last_sign_in_at AS "lastSignInAt", ${hasSecondFactorSql('users.id')} AS "hasSecondFactor"`;

export const userListColumns: ListColumns = {
  id: { sql: 'id', type: 'bigint' },
  name: { sql: 'name', type: 'text' },
  email: { sql: 'email', type: 'text' },
  role: { sql: 'role', type: 'text' },
  isDisabled: { sql: 'is_disabled', type: 'boolean' },
  createdAt: { sql: 'created_at', type: 'timestamptz' },
  lastSignInAt: { sql: 'last_sign_in_at', type: 'timestamptz', isNullable: true },
};

export async function listUsers(db: Queryable, query: ListQuery): Promise<ListPage<User>> {
  const planned = planList(query, { columns: userListColumns, tieBreaker: 'id', search: ['name', 'email'] });
  return queryListPage(db, planned, { select: selected, from: 'users' });
}

export async function findUser(db: Queryable, id: number): Promise<User | undefined> {
  const { rows } = await db.query<User>(`SELECT ${selected} FROM users WHERE id = $1`, [id]);
  return rows[0];
}

/** The user, locked until the transaction ends. */
export async function lockUser(tx: Queryable, id: number): Promise<User | undefined> {
  const { rows } = await tx.query<User>(`SELECT ${selected} FROM users WHERE id = $1 FOR UPDATE`, [id]);
  return rows[0];
}

/** The user with what sign-in needs; the e-mail address in any case. */
export async function findUserForSignIn(
  db: Queryable,
  email: string,
): Promise<(User & { passwordHash: string }) | undefined> {
  const { rows } = await db.query<User & { passwordHash: string }>(
    `SELECT ${selected}, password_hash AS "passwordHash" FROM users WHERE lower(email) = lower($1)`,
    [email],
  );
  return rows[0];
}

export async function findPasswordHash(db: Queryable, id: number): Promise<string | undefined> {
  const { rows } = await db.query<{ password_hash: string }>(
    'SELECT password_hash FROM users WHERE id = $1',
    [id],
  );
  return rows[0]?.password_hash;
}

export async function hasUsers(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>('SELECT EXISTS (SELECT 1 FROM users) AS has');
  return rows[0]?.has ?? false;
}

/** Lets one transaction at a time decide about the first user; readers go on. */
export async function lockUsersTable(tx: Queryable): Promise<void> {
  await tx.query('LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE');
}

/** Undefined when the e-mail address is taken. */
export async function insertUser(
  db: Queryable,
  user: { email: string; name: string; passwordHash: string; role: Role; at: Date },
): Promise<User | undefined> {
  const { rows } = await db.query<User>(
    `INSERT INTO users (email, name, password_hash, role, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
     ON CONFLICT (lower(email)) DO NOTHING RETURNING ${selected}`,
    [user.email, user.name, user.passwordHash, user.role, user.at],
  );
  return rows[0];
}

/** True when another user than `id` has this e-mail address. */
export async function isEmailTaken(db: Queryable, email: string, id: number): Promise<boolean> {
  const { rows } = await db.query<{ isTaken: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM users WHERE lower(email) = lower($1) AND id <> $2) AS "isTaken"',
    [email, id],
  );
  return rows[0]?.isTaken ?? false;
}

export async function updateUser(
  db: Queryable,
  user: Pick<User, 'id' | 'email' | 'name' | 'role' | 'isDisabled'>,
  at: Date,
): Promise<User | undefined> {
  const { rows } = await db.query<User>(
    `UPDATE users SET email = $2, name = $3, role = $4, is_disabled = $5, updated_at = $6 WHERE id = $1 RETURNING ${selected}`,
    [user.id, user.email, user.name, user.role, user.isDisabled, at],
  );
  return rows[0];
}

export async function enableUser(db: Queryable, id: number, at: Date): Promise<void> {
  await db.query('UPDATE users SET is_disabled = false, updated_at = $2 WHERE id = $1', [id, at]);
}

export async function updatePasswordHash(
  db: Queryable,
  id: number,
  passwordHash: string,
  at: Date,
): Promise<void> {
  await db.query('UPDATE users SET password_hash = $2, updated_at = $3 WHERE id = $1', [
    id,
    passwordHash,
    at,
  ]);
}

/** Replaces a hash by one with today's work factors; false when the password was changed meanwhile. */
export async function replacePasswordHash(
  db: Queryable,
  id: number,
  before: string,
  after: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    'UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2',
    [id, before, after],
  );
  return rowCount === 1;
}

/**
 * Notes a sign-in, and locks the user. False when the user was disabled or got another password since it was
 * checked: without this a session could be opened just after all sessions were ended.
 */
export async function recordSignIn(
  tx: Queryable,
  id: number,
  passwordHash: string,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'UPDATE users SET last_sign_in_at = $3 WHERE id = $1 AND password_hash = $2 AND NOT is_disabled',
    [id, passwordHash, at],
  );
  return rowCount === 1;
}

export async function deleteUser(db: Queryable, id: number): Promise<boolean> {
  const { rowCount } = await db.query('DELETE FROM users WHERE id = $1', [id]);
  return rowCount === 1;
}

/**
 * Ids of the administrators who can sign in, locked until the transaction ends: of two transactions that each take
 * one away, the second waits and then sees what the first left.
 */
export async function lockActiveAdministrators(tx: Queryable): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `SELECT id FROM users WHERE role = 'administrator' AND NOT is_disabled ORDER BY id FOR UPDATE`,
  );
  return rows.map((row) => row.id);
}

/** Ids of the users who can sign in and have at least one of the roles; for notifications. */
export async function listUserIdsByRole(db: Queryable, roles: readonly Role[]): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    'SELECT id FROM users WHERE role = ANY ($1::text[]) AND NOT is_disabled ORDER BY id',
    [roles],
  );
  return rows.map((row) => row.id);
}
