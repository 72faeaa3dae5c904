import type { Db } from '../db/client.ts';
import { makeError } from '../errors.ts';
import type { Actor } from '../model/actor.ts';
import type { PasswordHasher } from './password-hash.ts';
import type { SignInGuard } from './sign-in-guard.ts';
import type { AttemptOrigin } from './sign-in-throttle.ts';
import { findPasswordHash } from './users.queries.ts';

/**
 * Asks for the password of whoever is signed in, before something is changed that a stolen session must not change. Resolves
 * with the stored hash. Throws ACCESS_PASSWORD_WRONG, ACCESS_SIGN_IN_BLOCKED: it is no way to guess the password either.
 */
export type AssertOwnPassword = (actor: Actor, password: string, from: AttemptOrigin) => Promise<string>;

export function makeAssertOwnPassword(deps: {
  db: Db;
  hasher: PasswordHasher;
  guard: SignInGuard;
}): AssertOwnPassword {
  const { db, hasher, guard } = deps;
  return async (actor, password, from) => {
    await guard.beginAttempt(actor.email, from);
    const stored = (await findPasswordHash(db, actor.userId)) ?? '';
    const { isRight } = await hasher.verify(password, stored);
    if (!isRight) throw makeError('ACCESS_PASSWORD_WRONG', {}, { field: 'currentPassword' });
    await guard.forgiveAttempt(actor.email, from);
    return stored;
  };
}
