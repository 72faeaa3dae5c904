import { join } from 'node:path';
import { makeUnusableServices } from '../../scripts/unusable-services.ts';
import { type AccessServices, makeAccessServices } from '../../src/access/access-service.ts';
import type { PasswordJudge } from '../../src/access/password-judge.ts';
import { makeSystemClock } from '../../src/clock.ts';
import type { Db } from '../../src/db/client.ts';
import type { App } from '../../src/http/app-types.ts';
import { type HttpAppOptions, makeHttpApp } from '../../src/http/make-app.ts';
import { listRegistrations, type Services } from '../../src/http/register-routes.ts';
import { makeLogger } from '../../src/logger.ts';
import type { Role } from '../../src/model/actor.ts';
import type { Clock } from '../../src/model/clock.ts';
import { makeEnvelope } from '../../src/vault/seal/envelope.ts';
import { openMasterKeyring } from '../../src/vault/seal/master-key.ts';
import { testScryptCost } from './test-muster.ts';

export const testPassword = 'correct horse battery';

const testMasterKey = Buffer.alloc(32, 7).toString('base64');

async function makeTestEnvelope() {
  const keyring = await openMasterKeyring({
    setting: { from: 'value', base64: testMasterKey },
    clock: makeSystemClock(),
    log: makeLogger({ level: 'silent' }),
    beforeCreate: async () => undefined,
  });
  return makeEnvelope(keyring);
}

/** Where the browser of tests stands. */
export const testSite = { host: 'localhost', origin: 'http://localhost:80' };

export interface TestApp {
  app: App;
  access: AccessServices;
  /** Creates a user and signs in; the headers make a request theirs. */
  signInAs(role: Role, name?: string): Promise<{ userId: number; headers: Record<string, string> }>;
}

/** Makes the whole HTTP application on a test database, with real access services and the others as given. */
export async function makeTestApp(
  db: Db,
  options: {
    clock?: Clock;
    judge?: PasswordJudge;
    services?: Partial<Services>;
    app?: Partial<HttpAppOptions>;
  } = {},
): Promise<TestApp> {
  const access = makeAccessServices({
    db,
    clock: options.clock ?? makeSystemClock(),
    scryptCost: testScryptCost,
    envelope: await makeTestEnvelope(),
    judge: options.judge ?? (async () => ({ score: 4, warning: null })),
  });
  const publicUrl = options.app?.publicUrl;
  const services = makeUnusableServices({
    signIn: access.signIn,
    users: access.users,
    apiTokens: access.apiTokens,
    secondFactor: access.secondFactor,
    signInRules: access.signInRules,
    browserSessions: access.browserSessions,
    audit: access.audit,
    publicUrl,
    ...options.services,
  });
  const app = await makeHttpApp({
    log: makeLogger({ level: 'silent' }),
    version: '0.0.0',
    publicUrl,
    trustedProxies: [],
    areProxiesDeclared: false,
    clock: options.clock ?? makeSystemClock(),
    webDir: join(import.meta.dirname, 'no-web'),
    signIn: access.signIn,
    apiTokens: access.apiTokens,
    registerRoutes: listRegistrations(services),
    ...options.app,
  });

  async function signInAs(role: Role, name: string = role) {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
    const by = {
      kind: 'user',
      userId: 0,
      name: 'Test',
      email: 'test@example.com',
      role: 'administrator',
    } as const;
    const user = await access.users.create(by, { email, name, role, password: testPassword });
    const origin = { address: '192.0.2.1', userAgent: 'test' };
    const signedIn = await access.signIn.signIn({ email, password: testPassword }, origin, testSite);
    if (!('sessionToken' in signedIn)) throw new Error('a new user has no second factor');
    return {
      userId: user.id,
      headers: { cookie: `muster_session=${signedIn.sessionToken}`, 'x-csrf-token': signedIn.csrfToken },
    };
  }

  return { app, access, signInAs };
}

/** A clock that stands still until it is moved. */
export function makeManualClock(
  start = new Date('2026-03-02T10:00:00Z'),
): Clock & { advance(ms: number): void } {
  let now = start;
  return {
    now: () => new Date(now),
    monotonicMs: () => now.getTime(),
    sleep: async (ms) => {
      now = new Date(now.getTime() + ms);
    },
    advance(ms) {
      now = new Date(now.getTime() + ms);
    },
  };
}
