import type { Db } from '../db/client.ts';
import type { Clock } from '../model/clock.ts';
import { type ApiTokensService, makeApiTokensService } from './api-tokens-service.ts';
import { type Audit, makeAudit } from './audit.ts';
import { makePasswordHasher, type ScryptCost } from './password-hash.ts';
import { makePasswordJudge, type PasswordJudge } from './password-judge.ts';
import { makePasswordRules } from './password-rules.ts';
import { makeSignInGuard } from './sign-in-guard.ts';
import { makeSignInService, type SignInService } from './sign-in-service.ts';
import { makeUsersService, type UsersService } from './users-service.ts';

export interface AccessServices {
  audit: Audit;
  signIn: SignInService;
  users: UsersService;
  apiTokens: ApiTokensService;
}

/** Makes everything about who may do what. `scryptCost` and `judge` are only for tests, which cannot wait for real ones. */
export function makeAccessServices(options: {
  db: Db;
  clock: Clock;
  scryptCost?: ScryptCost;
  judge?: PasswordJudge;
  random?: (size: number) => Buffer;
}): AccessServices {
  const { db, clock, random } = options;
  const audit = makeAudit({ db, clock });
  const hasher = makePasswordHasher({ scryptCost: options.scryptCost, random });
  const passwords = makePasswordRules({ judge: options.judge ?? makePasswordJudge() });
  const guard = makeSignInGuard({ db, clock });
  return {
    audit,
    signIn: makeSignInService({ db, clock, audit, hasher, passwords, guard, random }),
    users: makeUsersService({ db, clock, audit, hasher, passwords }),
    apiTokens: makeApiTokensService({ db, clock, audit, random }),
  };
}
