import type { Db } from '../db/client.ts';
import { makeError } from '../errors.ts';
import type { SystemActor } from '../model/audit.ts';
import type { Clock } from '../model/clock.ts';
import { revokeUserTokens } from './api-tokens.queries.ts';
import type { Audit } from './audit.ts';
import type { PasswordHasher } from './password-hash.ts';
import { deleteSecondFactors } from './second-factor/second-factor.queries.ts';
import { makeSecretToken } from './secret-token.ts';
import { deleteUserSessions } from './user-sessions.queries.ts';
import { enableUser, findUserForSignIn, updatePasswordHash } from './users.queries.ts';

export interface RecoveredUser {
  name: string;
  email: string;
  /** Shown this once; null when the password stays. */
  password: string | null;
  factorCount: number;
}

/** Of 256 random bits so many characters are enough, and can be typed. */
const passwordLength = 20;

/**
 * Lets somebody in again who has lost the second factor, and with `isPasswordNew` the password too: takes all factors
 * away, enables the user, ends sessions and API tokens. Only for the command line: whoever runs it has the database.
 * Throws ACCESS_USER_UNKNOWN.
 */
export function makeRecoverUser(deps: {
  db: Db;
  clock: Clock;
  audit: Audit;
  hasher: PasswordHasher;
  random?: ((size: number) => Buffer) | undefined;
}) {
  const { db, clock, audit, hasher, random } = deps;
  return async function recoverUser(
    by: SystemActor,
    email: string,
    isPasswordNew: boolean,
  ): Promise<RecoveredUser> {
    const password = isPasswordNew ? makeSecretToken(random).slice(0, passwordLength) : null;
    const passwordHash = password === null ? undefined : await hasher.makeHash(password);
    return db.withTransaction(async (tx) => {
      const user = await findUserForSignIn(tx, email);
      if (!user) throw makeError('ACCESS_USER_UNKNOWN', { email });
      await enableUser(tx, user.id, clock.now());
      if (passwordHash !== undefined) await updatePasswordHash(tx, user.id, passwordHash, clock.now());
      const factorCount = await deleteSecondFactors(tx, user.id);
      await deleteUserSessions(tx, user.id);
      const endedTokenCount = await revokeUserTokens(tx, user.id, clock.now());
      await audit.record(tx, {
        by,
        action: 'user.recovered',
        targetType: 'user',
        targetId: user.id,
        targetName: user.name,
        details: { factorCount, endedTokenCount, isPasswordNew, wasDisabled: user.isDisabled },
      });
      return { name: user.name, email: user.email, password, factorCount };
    });
  };
}
