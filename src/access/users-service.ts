import type { Db, Tx } from '../db/client.ts';
import { makeError } from '../errors.ts';
import type { Actor, Role } from '../model/actor.ts';
import { assertUnchanged, type Expected } from '../model/assert-unchanged.ts';
import type { Clock } from '../model/clock.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import { makeListFields } from '../model/list-sql.ts';
import { revokeUserTokens } from './api-tokens.queries.ts';
import type { Audit } from './audit.ts';
import { describeNewUser } from './describe-new-user.ts';
import type { PasswordHasher } from './password-hash.ts';
import type { PasswordRules } from './password-rules.ts';
import { assertPerson } from './person-acts.ts';
import { deleteUserSessions } from './user-sessions.queries.ts';
import {
  deleteUser,
  findUser,
  insertUser,
  isEmailTaken,
  listUserIdsByRole,
  listUsers,
  lockActiveAdministrators,
  lockUser,
  type User,
  updatePasswordHash,
  updateUser,
  userListColumns,
} from './users.queries.ts';

/** What the list of users can be sorted and filtered by. */
const userListFields = makeListFields(userListColumns, [{ field: 'name', direction: 'asc' }]);

export interface NewUser {
  email: string;
  name: string;
  role: Role;
  password: string;
}

/** Absent leaves as it is. */
export interface UserChange {
  email?: string | undefined;
  name?: string | undefined;
  role?: Role | undefined;
  isDisabled?: boolean | undefined;
  /** Of somebody else: sets a new password and ends the user's sessions and API tokens. */
  password?: string | undefined;
}

/** Users of Muster. Every method that names an id throws API_NOT_FOUND for an unknown one; every change is a person's. */
export interface UsersService {
  list(raw: RawListQuery): Promise<ListPage<User>>;
  get(id: number): Promise<User>;
  /** Throws ACCESS_EMAIL_TAKEN, ACCESS_PASSWORD_WEAK. */
  create(by: Actor, input: NewUser): Promise<User>;
  /**
   * Throws ACCESS_LAST_ADMINISTRATOR, ACCESS_EMAIL_TAKEN, ACCESS_PASSWORD_WEAK, ACCESS_OWN_PASSWORD. The sessions and
   * API tokens of a user who is disabled or gets a new password end. API_CHANGED_MEANWHILE where one of `expected` is
   * another by now.
   */
  update(by: Actor, id: number, change: UserChange, expected?: Expected): Promise<User>;
  /** Throws ACCESS_LAST_ADMINISTRATOR. Sessions, API tokens and notifications go with the user; the audit log stays. */
  delete(by: Actor, id: number): Promise<void>;
  /** Users who can sign in and have one of the roles: whom to notify. */
  listIdsByRole(roles: readonly Role[]): Promise<number[]>;
}

export function makeUsersService(options: {
  db: Db;
  clock: Clock;
  audit: Audit;
  hasher: PasswordHasher;
  passwords: PasswordRules;
}): UsersService {
  const { db, clock, audit, hasher, passwords } = options;

  async function getUser(from: Db | Tx, id: number): Promise<User> {
    const user = await findUser(from, id);
    if (!user) throw makeError('API_NOT_FOUND', { what: `User ${id}` });
    return user;
  }

  return {
    list: (raw) => listUsers(db, parseListQuery(raw, userListFields)),
    listIdsByRole: (roles) => listUserIdsByRole(db, roles),
    get: (id) => getUser(db, id),

    async create(by, input) {
      assertPerson(by, 'users');
      await passwords.assertGood(input.password, input);
      const passwordHash = await hasher.makeHash(input.password);
      return db.withTransaction(async (tx) => {
        const user = await insertUser(tx, {
          email: input.email,
          name: input.name,
          role: input.role,
          passwordHash,
          at: clock.now(),
        });
        if (!user) throw makeError('ACCESS_EMAIL_TAKEN', { email: input.email }, { field: 'email' });
        await audit.record(tx, describeNewUser(by, user));
        return user;
      });
    },

    async update(by, id, change, expected) {
      assertPerson(by, 'users');
      // A browser somebody left open must not be enough to take the account over.
      if (change.password !== undefined && id === by.userId)
        throw makeError('ACCESS_OWN_PASSWORD', {}, { field: 'password' });
      const known = await getUser(db, id);
      const { password } = change;
      if (password !== undefined) {
        const owner = { email: change.email ?? known.email, name: change.name ?? known.name };
        await passwords.assertGood(password, owner);
      }
      const passwordHash = password === undefined ? undefined : await hasher.makeHash(password);
      return db.withTransaction(async (tx) => {
        // Administrators first, then the user: everyone locks in this order, so nobody waits in a circle.
        const mayLosePower = change.role !== undefined || change.isDisabled !== undefined;
        const administrators = mayLosePower ? await lockActiveAdministrators(tx) : [];
        const before = await lockUser(tx, id);
        if (!before) throw makeError('API_NOT_FOUND', { what: `User ${id}` });
        assertUnchanged(expected, before, change);
        const wanted = {
          id,
          email: change.email ?? before.email,
          name: change.name ?? before.name,
          role: change.role ?? before.role,
          isDisabled: change.isDisabled ?? before.isDisabled,
        };
        if (wanted.role !== 'administrator' || wanted.isDisabled)
          assertNotLastAdministrator(administrators, before);
        if (await isEmailTaken(tx, wanted.email, id)) {
          throw makeError('ACCESS_EMAIL_TAKEN', { email: wanted.email }, { field: 'email' });
        }
        const after = await updateUser(tx, wanted, clock.now());
        if (!after) throw makeError('API_NOT_FOUND', { what: `User ${id}` });
        if (passwordHash !== undefined) await updatePasswordHash(tx, id, passwordHash, clock.now());
        const isEnding = passwordHash !== undefined || after.isDisabled;
        if (isEnding) await deleteUserSessions(tx, id);
        const endedTokenCount = isEnding ? await revokeUserTokens(tx, id, clock.now()) : 0;
        const details = {
          ...describeUserChange(before, after, passwordHash !== undefined),
          ...(endedTokenCount > 0 ? { endedTokenCount } : {}),
        };
        if (Object.keys(details).length > 0) {
          await audit.record(tx, {
            by,
            action: 'user.updated',
            targetType: 'user',
            targetId: id,
            targetName: after.name,
            details,
          });
        }
        return after;
      });
    },

    async delete(by, id) {
      assertPerson(by, 'users');
      await db.withTransaction(async (tx) => {
        const administrators = await lockActiveAdministrators(tx);
        const user = await getUser(tx, id);
        assertNotLastAdministrator(administrators, user);
        await deleteUser(tx, id);
        await audit.record(tx, {
          by,
          action: 'user.deleted',
          targetType: 'user',
          targetId: id,
          targetName: user.name,
          details: { email: user.email, role: user.role },
        });
      });
    },
  };
}

function assertNotLastAdministrator(administrators: readonly number[], user: User): void {
  if (administrators.length === 1 && administrators[0] === user.id) {
    throw makeError('ACCESS_LAST_ADMINISTRATOR', { name: user.name });
  }
}

/** `{ field: [old, new] }` of what differs; a password only as the fact. */
function describeUserChange(before: User, after: User, isPasswordNew: boolean): Record<string, unknown> {
  const details: Record<string, unknown> = {};
  for (const field of ['email', 'name', 'role', 'isDisabled'] as const) {
    if (before[field] !== after[field]) details[field] = [before[field], after[field]];
  }
  if (isPasswordNew) details.isPasswordNew = true;
  return details;
}
