import { randomBytes } from 'node:crypto';
import type { Db } from '../db/client.ts';
import type { Clock } from '../model/clock.ts';
import type { Envelope } from '../vault/seal/envelope.ts';
import { type ApiTokensService, makeApiTokensService } from './api-tokens-service.ts';
import { type Audit, makeAudit } from './audit.ts';
import { type BrowserSessionsService, makeBrowserSessionsService } from './browser-sessions-service.ts';
import { makeAssertOwnPassword } from './own-password.ts';
import { makePasswordHasher, type ScryptCost } from './password-hash.ts';
import { makePasswordJudge, type PasswordJudge } from './password-judge.ts';
import { makePasswordRules } from './password-rules.ts';
import { makeRecoverUser } from './recover-user.ts';
import { makeSecondFactorCheck } from './second-factor/second-factor-check.ts';
import { makeSecondFactorService, type SecondFactorService } from './second-factor/second-factor-service.ts';
import { makeSignInRulesService, type SignInRulesService } from './second-factor/sign-in-rules-service.ts';
import { makeSignInGuard } from './sign-in-guard.ts';
import { makeSignInService, type SignInService } from './sign-in-service.ts';
import { makeUsersService, type UsersService } from './users-service.ts';

export interface AccessServices {
  audit: Audit;
  signIn: SignInService;
  users: UsersService;
  apiTokens: ApiTokensService;
  secondFactor: SecondFactorService;
  signInRules: SignInRulesService;
  browserSessions: BrowserSessionsService;
  recoverUser: ReturnType<typeof makeRecoverUser>;
}

export interface AccessOptions {
  db: Db;
  clock: Clock;
  envelope: Envelope;
  scryptCost?: ScryptCost;
  judge?: PasswordJudge;
  random?: (size: number) => Buffer;
}

/** Makes everything about who may do what. `scryptCost` and `judge` are only for tests, which cannot wait for real ones. */
export function makeAccessServices(options: AccessOptions): AccessServices {
  const { db, clock, envelope, random } = options;
  const audit = makeAudit({ db, clock });
  const hasher = makePasswordHasher({ scryptCost: options.scryptCost, random });
  const passwords = makePasswordRules({ judge: options.judge ?? makePasswordJudge() });
  const guard = makeSignInGuard({ db, clock });
  const check = makeSecondFactorCheck({ db, clock, envelope });
  const assertOwnPassword = makeAssertOwnPassword({ db, hasher, guard });
  return {
    audit,
    signIn: makeSignInService({
      db,
      clock,
      audit,
      hasher,
      passwords,
      guard,
      check,
      assertOwnPassword,
      random,
    }),
    users: makeUsersService({ db, clock, audit, hasher, passwords }),
    secondFactor: makeSecondFactorService({
      db,
      clock,
      audit,
      envelope,
      guard,
      check,
      assertOwnPassword,
      random: random ?? randomBytes,
    }),
    signInRules: makeSignInRulesService({ db, audit }),
    recoverUser: makeRecoverUser({ db, clock, audit, hasher, random }),
    browserSessions: makeBrowserSessionsService({ db, clock, audit }),
    apiTokens: makeApiTokensService({ db, clock, audit, random }),
  };
}
