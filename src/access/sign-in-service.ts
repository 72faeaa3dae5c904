import type { Db, Tx } from '../db/client.ts';
import { makeError } from '../errors.ts';
import type { Actor } from '../model/actor.ts';
import type { Clock } from '../model/clock.ts';
import { revokeUserTokens } from './api-tokens.queries.ts';
import type { Audit } from './audit.ts';
import { describeNewUser } from './describe-new-user.ts';
import type { AssertOwnPassword } from './own-password.ts';
import type { PasswordHasher } from './password-hash.ts';
import type { PasswordRules } from './password-rules.ts';
import { assertPerson } from './person-acts.ts';
import {
  makeAssertion,
  type PublicKeyCredentialRequestOptionsJSON,
  type Site,
} from './second-factor/passkeys.ts';
import { findTotp, hasSecondFactor, listPasskeys } from './second-factor/second-factor.queries.ts';
import type { SecondFactorCheck, SecondFactorProof } from './second-factor/second-factor-check.ts';
import {
  deleteSignInChallenge,
  findSignInChallenge,
  insertSignInChallenge,
} from './second-factor/sign-in-challenges.queries.ts';
import { hashToken, isSameSecret, makeSecretToken } from './secret-token.ts';
import type { SignInGuard } from './sign-in-guard.ts';
import {
  deleteExpiredUserSessions,
  deleteUserSession,
  deleteUserSessions,
  findSignedInUser,
  insertUserSession,
  touchUserSession,
} from './user-sessions.queries.ts';
import {
  findPasswordHash,
  findUser,
  findUserForSignIn,
  hasUsers,
  insertUser,
  lockUser,
  lockUsersTable,
  recordSignIn,
  replacePasswordHash,
  type User,
  updatePasswordHash,
} from './users.queries.ts';

/** A session ends after this long without a request … */
export const sessionIdleMs = 12 * 60 * 60_000;
/** … and at the latest this long after signing in. */
export const sessionMaxMs = 7 * 24 * 60 * 60_000;
/** `last_seen_at` is written at most this often. */
const touchEveryMs = 60_000;

/** Where a request comes from. */
export interface Origin {
  address: string;
  /** The address is a reverse proxy's that Muster was not told of: many people come from it. */
  isProxy?: boolean;
  userAgent: string | undefined;
}

export interface SignedIn {
  actor: Actor;
  /** Value of the session cookie; stored only as a hash. */
  sessionToken: string;
  /** To be sent as `x-csrf-token` with every request that changes something. */
  csrfToken: string;
}

/** The password was right; whoever has this token may show the second factor. */
export interface SecondFactorWanted {
  signInToken: string;
  hasTotp: boolean;
  /** For the passkeys that work at this address; null without any. */
  passkeyOptions: PublicKeyCredentialRequestOptionsJSON | null;
}

export interface SignInService {
  /** True while there is no user: the first visit creates the administrator. */
  isSetupNeeded(): Promise<boolean>;
  /** Throws ACCESS_SETUP_DONE when somebody was first, ACCESS_PASSWORD_WEAK. */
  setUp(input: { email: string; name: string; password: string }, origin: Origin): Promise<SignedIn>;
  /** Creates the administrator of the configuration when there is no user yet; true when it did. */
  ensureAdministrator(admin: { email: string; password: string }): Promise<boolean>;
  /**
   * Signs in, or asks for the second factor of whoever has one. Throws ACCESS_SIGN_IN_FAILED (same words for every
   * reason), ACCESS_SIGN_IN_BLOCKED.
   */
  signIn(
    input: { email: string; password: string },
    origin: Origin,
    site: Site,
  ): Promise<SignedIn | SecondFactorWanted>;
  /** The second step. Throws ACCESS_SECOND_FACTOR_WRONG, ACCESS_SIGN_IN_EXPIRED, ACCESS_SIGN_IN_BLOCKED. */
  finishSignIn(
    input: { signInToken: string; proof: SecondFactorProof },
    origin: Origin,
    site: Site,
  ): Promise<SignedIn>;
  signOut(actor: Actor): Promise<void>;
  /** Finds who a session cookie belongs to, and keeps the session alive. */
  findSession(sessionToken: string): Promise<{ actor: Actor; csrfToken: string } | undefined>;
  /** The same without keeping the session alive: for what listens on its own. */
  peekSession(sessionToken: string): Promise<Actor | undefined>;
  /** Throws ACCESS_CSRF unless `given` is the session's token. */
  assertCsrf(csrfToken: string, given: string | undefined): void;
  /**
   * Changes one's own password. Every session ends, also the one it is changed in, which is answered with a new one;
   * so do one's API tokens, unless told otherwise. Throws ACCESS_PASSWORD_WRONG, ACCESS_PASSWORD_WEAK.
   */
  changePassword(
    actor: Actor,
    input: { currentPassword: string; newPassword: string; endApiTokens: boolean },
    origin: Origin,
  ): Promise<SignedIn>;
}

export interface SignInOptions {
  db: Db;
  clock: Clock;
  audit: Audit;
  hasher: PasswordHasher;
  passwords: PasswordRules;
  guard: SignInGuard;
  check: SecondFactorCheck;
  assertOwnPassword: AssertOwnPassword;
  random?: (size: number) => Buffer;
}

/** Time for the second step of a sign-in. */
const secondStepMs = 10 * 60_000;

const toActor = (
  user: Pick<User, 'id' | 'name' | 'email' | 'role'> & { needsSecondFactor?: boolean },
  tokenHash: Buffer,
): Actor => ({
  ...(user.needsSecondFactor ? { needsSecondFactor: true } : {}),
  kind: 'user',
  userId: user.id,
  name: user.name,
  email: user.email,
  role: user.role,
  sessionKey: tokenHash.toString('hex'),
});

export function makeSignInService(options: SignInOptions): SignInService {
  const { db, clock, audit, hasher, passwords, guard, check, assertOwnPassword, random } = options;

  async function openSession(tx: Tx, user: User, passwordHash: string, origin: Origin): Promise<SignedIn> {
    const at = clock.now();
    if (!(await recordSignIn(tx, user.id, passwordHash, at))) throw makeError('ACCESS_SIGN_IN_FAILED');
    const sessionToken = makeSecretToken(random);
    const csrfToken = makeSecretToken(random);
    const tokenHash = hashToken(sessionToken);
    await deleteExpiredUserSessions(tx, at);
    await insertUserSession(tx, {
      tokenHash,
      userId: user.id,
      csrfToken,
      at,
      expiresAt: new Date(at.getTime() + sessionIdleMs),
      ipAddress: origin.address,
      userAgent: origin.userAgent?.slice(0, 300) ?? null,
    });
    const found = await findSignedInUser(tx, tokenHash, at);
    return { actor: toActor({ ...user, ...found, id: user.id }, tokenHash), sessionToken, csrfToken };
  }

  async function recordSignedIn(tx: Tx, actor: Actor, origin: Origin, details: object): Promise<void> {
    await audit.record(tx, {
      by: actor,
      action: 'user.signed_in',
      targetType: 'user',
      targetId: actor.userId,
      targetName: actor.name,
      details: { address: origin.address, ...details },
    });
  }

  /** Undefined for somebody without a second factor. */
  async function askSecondFactor(
    userId: number,
    passwordHash: string,
    site: Site,
  ): Promise<SecondFactorWanted | undefined> {
    if (!(await hasSecondFactor(db, userId))) return undefined;
    const at = clock.now();
    const passkeys = (await listPasskeys(db, userId)).filter(({ host }) => host === site.host);
    const passkeyOptions = passkeys.length > 0 ? await makeAssertion(site, passkeys) : null;
    const signInToken = makeSecretToken(random);
    await insertSignInChallenge(db, {
      tokenHash: hashToken(signInToken),
      userId,
      passwordHash,
      passkeyChallenge: passkeyOptions?.challenge ?? null,
      expiresAt: new Date(at.getTime() + secondStepMs),
      at,
    });
    const totp = await findTotp(db, userId);
    return { signInToken, hasTotp: totp?.isConfirmed ?? false, passkeyOptions };
  }

  async function createAdministrator(
    tx: Tx,
    input: { email: string; name: string },
    passwordHash: string,
  ): Promise<User | undefined> {
    await lockUsersTable(tx);
    if (await hasUsers(tx)) return undefined;
    const user = await insertUser(tx, { ...input, passwordHash, role: 'administrator', at: clock.now() });
    if (!user) return undefined;
    await audit.record(tx, describeNewUser({ source: 'system', name: 'Setup' }, user));
    return user;
  }

  return {
    isSetupNeeded: async () => !(await hasUsers(db)),

    async setUp(input, origin) {
      if (await hasUsers(db)) throw makeError('ACCESS_SETUP_DONE');
      await passwords.assertGood(input.password, input);
      const passwordHash = await hasher.makeHash(input.password);
      return db.withTransaction(async (tx) => {
        const user = await createAdministrator(tx, { email: input.email, name: input.name }, passwordHash);
        if (!user) throw makeError('ACCESS_SETUP_DONE');
        return openSession(tx, user, passwordHash, origin);
      });
    },

    async ensureAdministrator(admin) {
      if (await hasUsers(db)) return false;
      await passwords.assertGood(admin.password, admin, 'MUSTER_ADMIN_PASSWORD');
      const passwordHash = await hasher.makeHash(admin.password);
      const user = await db.withTransaction((tx) =>
        createAdministrator(tx, { email: admin.email, name: 'Administrator' }, passwordHash),
      );
      return user !== undefined;
    },

    async signIn({ email, password }, origin, site) {
      await guard.beginAttempt(email, origin);
      const user = await findUserForSignIn(db, email);
      if (!user) await hasher.spend(password);
      const checked = user
        ? await hasher.verify(password, user.passwordHash)
        : { isRight: false, needsRehash: false };
      if (!user || !checked.isRight || user.isDisabled) {
        await audit.record(db, {
          by: { source: 'system', name: user?.name ?? 'Unknown' },
          action: 'user.sign_in_failed',
          targetType: 'user',
          ...(user ? { targetId: user.id } : {}),
          targetName: user?.name ?? email.slice(0, 200),
          details: {
            address: origin.address,
            ...(user?.isDisabled && checked.isRight ? { reason: 'disabled' } : {}),
          },
        });
        throw makeError('ACCESS_SIGN_IN_FAILED');
      }
      await guard.forgiveAttempt(email, origin);
      let { passwordHash } = user;
      if (checked.needsRehash) {
        const fresh = await hasher.makeHash(password);
        if (await replacePasswordHash(db, user.id, passwordHash, fresh)) passwordHash = fresh;
      }
      const wanted = await askSecondFactor(user.id, passwordHash, site);
      if (wanted) return wanted;
      return db.withTransaction(async (tx) => {
        const signedIn = await openSession(tx, user, passwordHash, origin);
        await recordSignedIn(tx, signedIn.actor, origin, {});
        return signedIn;
      });
    },

    async finishSignIn({ signInToken, proof }, origin, site) {
      const tokenHash = hashToken(signInToken);
      const found = await findSignInChallenge(db, tokenHash, clock.now());
      const user = found && (await findUser(db, found.userId));
      if (!found || !user) throw makeError('ACCESS_SIGN_IN_EXPIRED');
      const { userId, passwordHash, passkeyChallenge: challenge } = found;
      // A signature cannot be guessed.
      const isCode = proof.kind !== 'passkey';
      if (isCode) await guard.beginCode(userId);
      const signedIn = await db.withTransaction(async (tx) => {
        await lockUser(tx, userId);
        if (!(await check.take(tx, userId, proof, { site, challenge }))) return undefined;
        if (!(await deleteSignInChallenge(tx, tokenHash))) throw makeError('ACCESS_SIGN_IN_EXPIRED');
        const opened = await openSession(tx, user, passwordHash, origin);
        await recordSignedIn(tx, opened.actor, origin, { secondFactor: proof.kind });
        return opened;
      });
      if (signedIn) {
        if (isCode) await guard.forgiveCode(userId);
        return signedIn;
      }
      await audit.record(db, {
        by: { source: 'system', name: user.name },
        action: 'user.second_factor_failed',
        targetType: 'user',
        targetId: userId,
        targetName: user.name,
        details: { address: origin.address, secondFactor: proof.kind },
      });
      throw makeError('ACCESS_SECOND_FACTOR_WRONG');
    },

    async signOut(actor) {
      const { sessionKey } = actor;
      assertPerson(actor, 'browser_sessions');
      if (!sessionKey) throw makeError('ACCESS_SIGN_IN_REQUIRED');
      await db.withTransaction(async (tx) => {
        await deleteUserSession(tx, Buffer.from(sessionKey, 'hex'));
        await audit.record(tx, {
          by: actor,
          action: 'user.signed_out',
          targetType: 'user',
          targetId: actor.userId,
          targetName: actor.name,
        });
      });
    },

    async findSession(sessionToken) {
      const now = clock.now();
      const tokenHash = hashToken(sessionToken);
      const found = await findSignedInUser(db, tokenHash, now);
      if (!found) return undefined;
      if (now.getTime() - found.lastSeenAt.getTime() >= touchEveryMs) {
        const latest = found.createdAt.getTime() + sessionMaxMs;
        const expiresAt = new Date(Math.min(now.getTime() + sessionIdleMs, latest));
        await touchUserSession(db, tokenHash, now, expiresAt);
      }
      return { actor: toActor({ ...found, id: found.userId }, tokenHash), csrfToken: found.csrfToken };
    },

    async peekSession(sessionToken) {
      const tokenHash = hashToken(sessionToken);
      const found = await findSignedInUser(db, tokenHash, clock.now());
      return found && toActor({ ...found, id: found.userId }, tokenHash);
    },

    assertCsrf(csrfToken, given) {
      if (given === undefined || !isSameSecret(csrfToken, given)) throw makeError('ACCESS_CSRF');
    },

    async changePassword(actor, { currentPassword, newPassword, endApiTokens }, origin) {
      assertPerson(actor, 'password');
      const stored = await assertOwnPassword(actor, currentPassword, origin);
      await passwords.assertGood(newPassword, actor, 'newPassword');
      const passwordHash = await hasher.makeHash(newPassword);
      return db.withTransaction(async (tx) => {
        const user = await lockUser(tx, actor.userId);
        // Whoever set another password meanwhile knew it too, or is an administrator: theirs stays.
        if (!user || (await findPasswordHash(tx, user.id)) !== stored) {
          throw makeError('ACCESS_PASSWORD_WRONG', {}, { field: 'currentPassword' });
        }
        await updatePasswordHash(tx, user.id, passwordHash, clock.now());
        await deleteUserSessions(tx, user.id);
        const endedTokenCount = endApiTokens ? await revokeUserTokens(tx, user.id, clock.now()) : 0;
        await audit.record(tx, {
          by: actor,
          action: 'user.password_changed',
          targetType: 'user',
          targetId: user.id,
          targetName: user.name,
          details: { endedTokenCount },
        });
        return openSession(tx, user, passwordHash, origin);
      });
    },
  };
}
