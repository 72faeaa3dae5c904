import type { Db } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import { type Actor, type Role, roles } from '../../model/actor.ts';
import type { Audit } from '../audit.ts';
import { assertPerson } from '../person-acts.ts';
import { hasSecondFactor } from './second-factor.queries.ts';
import { listSecondFactorRoles, replaceSecondFactorRoles } from './sign-in-rules.queries.ts';

export interface SignInRules {
  /** Whose users must have a second factor; without one they can do nothing but set one up. */
  secondFactorRoles: Role[];
}

export interface SignInRulesService {
  get(): Promise<SignInRules>;
  /** Holds at once, also for those who are signed in. Throws ACCESS_SECOND_FACTOR_FIRST. */
  set(by: Actor, rules: SignInRules): Promise<SignInRules>;
}

export function makeSignInRulesService({ db, audit }: { db: Db; audit: Audit }): SignInRulesService {
  return {
    get: async () => ({ secondFactorRoles: await listSecondFactorRoles(db) }),
    async set(by, rules) {
      assertPerson(by, 'sign_in_rules');
      const wanted = roles.filter((role) => rules.secondFactorRoles.includes(role));
      return db.withTransaction(async (tx) => {
        if (wanted.includes(by.role) && !(await hasSecondFactor(tx, by.userId))) {
          throw makeError('ACCESS_SECOND_FACTOR_FIRST', { role: by.role });
        }
        const before = await listSecondFactorRoles(tx);
        await replaceSecondFactorRoles(tx, wanted);
        await audit.record(tx, {
          by,
          action: 'sign_in_rules.changed',
          targetType: 'sign_in_rules',
          details: { secondFactorRoles: [before, wanted] },
        });
        return { secondFactorRoles: wanted };
      });
    },
  };
}
