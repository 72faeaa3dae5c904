import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeManualClock, makeTestApp, type TestApp, testPassword } from '../../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import { sessionIdleMs, sessionMaxMs } from '../../access/sign-in-service.ts';

const systemServices = {
  readiness: { check: async () => ({ isReady: true, checks: [], longestLoopDelayMs: 0 }) },
};

let db: TestDb;
let test: TestApp;
let clock: ReturnType<typeof makeManualClock>;

beforeEach(async () => {
  db = await makeTestDb();
  clock = makeManualClock();
  test = await makeTestApp(db.db, { clock, services: systemServices });
});
afterEach(async () => {
  await test.app.close();
  await db.drop();
});

const admin = { email: 'ada@example.com', name: 'Ada', password: testPassword };
const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  test.app.inject({ method: 'POST', url, payload, headers });
const get = (url: string, headers: Record<string, string> = {}) =>
  test.app.inject({ method: 'GET', url, headers });
const signIn = (email: string, password: string) => post('/api/sign-in', { email, password });
const cookieOf = (answer: { cookies: { name: string; value: string }[] }) =>
  `muster_session=${answer.cookies[0]?.value}`;

describe('set-up', () => {
  it('creates the administrator at the first visit and signs in', async () => {
    expect((await get('/api/setup')).json()).toEqual({ isNeeded: true });
    const done = await post('/api/setup', admin);
    expect(done.statusCode).toBe(201);
    expect(done.json()).toMatchObject({ user: { email: admin.email, role: 'administrator' } });
    const me = await get('/api/me', { cookie: cookieOf(done) });
    expect(me.json()).toEqual(done.json());
    expect((await get('/api/setup')).json()).toEqual({ isNeeded: false });
  });

  it('makes one administrator when ten visitors are first', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => post('/api/setup', { ...admin, email: `a${n}@example.com` })),
    );
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, ...Array(9).fill(409)]);
    const { rows } = await db.db.query('SELECT id FROM users');
    expect(rows).toHaveLength(1);
  });

  it('refuses a host name that a foreign page could point here', async () => {
    const answer = await post('/api/setup', admin, { host: 'evil.example.net' });
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'ACCESS_HOST_UNKNOWN']);
  });

  it('names the field of a weak password', async () => {
    const answer = await post('/api/setup', { ...admin, password: 'short' });
    expect([answer.statusCode, answer.json().error]).toMatchObject([
      422,
      { code: 'ACCESS_PASSWORD_WEAK', field: 'password' },
    ]);
  });

  it('creates the configured administrator once', async () => {
    const configured = { email: admin.email, password: admin.password };
    expect(await test.access.signIn.ensureAdministrator(configured)).toBe(true);
    expect(await test.access.signIn.ensureAdministrator(configured)).toBe(false);
    expect((await signIn(admin.email, admin.password)).statusCode).toBe(200);
  });
});

describe('signing in', () => {
  beforeEach(async () => {
    await test.access.signIn.ensureAdministrator(admin);
  });

  it('takes the e-mail address in any case and sets a cookie scripts cannot read', async () => {
    const answer = await signIn('ADA@Example.com', testPassword);
    expect(answer.statusCode).toBe(200);
    expect(answer.cookies[0]).toMatchObject({
      name: 'muster_session',
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
    });
    expect(answer.cookies[0]?.secure).toBeUndefined();
  });

  it('marks the cookie secure when the public address is https', async () => {
    await test.app.close();
    test = await makeTestApp(db.db, { clock, app: { publicUrl: 'https://muster.example.com' } });
    const answer = await signIn(admin.email, testPassword);
    expect(answer.cookies[0]?.secure).toBe(true);
    expect(answer.headers['strict-transport-security']).toContain('max-age');
  });

  it('says the same about a wrong password, an unknown address and a disabled user', async () => {
    const { userId } = await test.signInAs('viewer', 'Vera');
    await db.db.query('UPDATE users SET is_disabled = true WHERE id = $1', [userId]);
    const answers = [
      await signIn(admin.email, 'wrong password'),
      await signIn('nobody@example.com', testPassword),
      await signIn('vera@example.com', testPassword),
    ];
    expect(new Set(answers.map((answer) => `${answer.statusCode} ${answer.json().error.message}`)).size).toBe(
      1,
    );
    expect(answers[0]?.statusCode).toBe(401);
  });

  it('blocks after five failures, says for how long, and doubles it', async () => {
    for (let n = 0; n < 5; n += 1) expect((await signIn(admin.email, 'wrong password')).statusCode).toBe(401);
    const blocked = await signIn(admin.email, testPassword);
    expect(blocked.statusCode).toBe(429);
    expect(blocked.headers['retry-after']).toBe('5');
    expect(blocked.json().error.message).toContain('5 seconds');
    clock.advance(5_000);
    expect((await signIn(admin.email, 'wrong password')).statusCode).toBe(401);
    expect((await signIn(admin.email, testPassword)).headers['retry-after']).toBe('10');
    clock.advance(10_000);
    expect((await signIn(admin.email, testPassword)).statusCode).toBe(200);
    for (let n = 0; n < 4; n += 1) await signIn(admin.email, 'wrong password');
    expect((await signIn(admin.email, testPassword)).statusCode).toBe(200);
  });

  it('lets parallel guesses try no more often than guesses in a row', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => signIn(admin.email, `wrong password ${n}`)),
    );
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(15);
  });

  it('counts the addresses of one IPv6 network as one', async () => {
    const from = (remoteAddress: string, password: string) =>
      test.app.inject({
        method: 'POST',
        url: '/api/sign-in',
        payload: { email: admin.email, password },
        remoteAddress,
      });
    for (let n = 0; n < 5; n += 1)
      expect((await from(`2001:db8:1:2::${n}`, 'wrong password')).statusCode).toBe(401);
    expect((await from('2001:db8:1:2:ffff::9', testPassword)).statusCode).toBe(429);
    expect((await from('2001:db8:1:3::1', testPassword)).statusCode).toBe(200);
  });

  it('does not lock everybody out behind a proxy nobody declared, and says so', async () => {
    const forwarded = { 'x-forwarded-for': '198.51.100.7' };
    const signInBehind = (email: string, password: string) =>
      post('/api/sign-in', { email, password }, forwarded);
    expect((await get('/readyz')).json().warnings).toEqual([]);
    for (let n = 0; n < 60; n += 1) await signInBehind(`nobody${n}@example.com`, 'wrong password');
    expect((await signInBehind(admin.email, testPassword)).statusCode).toBe(200);
    expect((await get('/readyz')).json()).toMatchObject({
      warnings: [expect.stringContaining('MUSTER_TRUSTED_PROXIES')],
    });
    // The account itself is still guarded, for a minute at most.
    for (let n = 0; n < 40; n += 1) {
      await signInBehind(admin.email, 'wrong password');
      clock.advance(1_000);
    }
    const blocked = await signInBehind(admin.email, testPassword);
    expect([blocked.statusCode, Number(blocked.headers['retry-after']) <= 60]).toEqual([429, true]);
    clock.advance(60_000);
    expect((await signInBehind(admin.email, testPassword)).statusCode).toBe(200);
  });

  it('takes no notice of forwarding headers where it was told that there is no proxy', async () => {
    await test.app.close();
    test = await makeTestApp(db.db, { clock, services: systemServices, app: { areProxiesDeclared: true } });
    const forge = (n: number, password: string) =>
      post('/api/sign-in', { email: admin.email, password }, { 'x-forwarded-for': `198.51.100.${n}` });
    for (let n = 0; n < 5; n += 1) await forge(n, 'wrong password');
    expect((await forge(9, testPassword)).statusCode).toBe(429);
    expect((await get('/readyz')).json().warnings).toEqual([]);
  });

  it('ends a session that is idle too long, keeps a used one, and ends that in time too', async () => {
    const cookie = cookieOf(await signIn(admin.email, testPassword));
    let usedMs = 0;
    while (usedMs + sessionIdleMs - 60_000 < sessionMaxMs) {
      clock.advance(sessionIdleMs - 60_000);
      usedMs += sessionIdleMs - 60_000;
      expect((await get('/api/me', { cookie })).statusCode).toBe(200);
    }
    clock.advance(sessionMaxMs - usedMs);
    expect((await get('/api/me', { cookie })).statusCode).toBe(401);
    const idle = cookieOf(await signIn(admin.email, testPassword));
    clock.advance(sessionIdleMs);
    expect((await get('/api/me', { cookie: idle })).statusCode).toBe(401);
  });

  it('signs out for good', async () => {
    const { headers } = await test.signInAs('viewer');
    expect((await post('/api/sign-out', {}, headers)).statusCode).toBe(204);
    expect((await get('/api/me', headers)).statusCode).toBe(401);
  });

  it('stores neither session nor password in a readable form', async () => {
    const answer = await signIn(admin.email, testPassword);
    const { rows } = await db.db.query(
      'SELECT u.*, s.* FROM users u JOIN user_sessions s ON s.user_id = u.id',
    );
    const stored = JSON.stringify(rows);
    expect(stored).not.toContain(testPassword);
    expect(stored).not.toContain(answer.cookies[0]?.value);
  });

  it('renews a hash made with other work factors', async () => {
    const before = await db.db.query<{ password_hash: string }>('SELECT password_hash FROM users');
    const weaker = (await import('../../access/password-hash.ts')).makePasswordHasher({
      scryptCost: { cost: 8, blockSize: 8, parallelization: 1 },
    });
    await db.db.query('UPDATE users SET password_hash = $1', [await weaker.makeHash(testPassword)]);
    expect((await signIn(admin.email, testPassword)).statusCode).toBe(200);
    const after = await db.db.query<{ password_hash: string }>('SELECT password_hash FROM users');
    expect(after.rows[0]?.password_hash.split('$')[1]).toBe(before.rows[0]?.password_hash.split('$')[1]);
    expect((await signIn(admin.email, testPassword)).statusCode).toBe(200);
  });
});

describe('changing one’s own password', () => {
  it('needs the present one, and signs other browsers out', async () => {
    const here = await test.signInAs('operator', 'Otto');
    const elsewhere = cookieOf(await signIn('otto@example.com', testPassword));
    const body = { currentPassword: testPassword, newPassword: 'seven green bicycles' };
    const wrong = await post('/api/me/password', { ...body, currentPassword: 'nope' }, here.headers);
    expect([wrong.statusCode, wrong.json().error.field]).toEqual([403, 'currentPassword']);
    const weak = await post('/api/me/password', { ...body, newPassword: 'otto@example.com' }, here.headers);
    expect(weak.json().error.field).toBe('newPassword');
    const changed = await post('/api/me/password', body, here.headers);
    expect([changed.statusCode, changed.json()]).toMatchObject([200, { user: { name: 'Otto' } }]);
    // The session it was changed in ends with the others; the answer brings the next one.
    expect((await get('/api/me', here.headers)).statusCode).toBe(401);
    expect((await get('/api/me', { cookie: elsewhere })).statusCode).toBe(401);
    const renewed = { cookie: cookieOf(changed), 'x-csrf-token': changed.json().csrfToken };
    expect((await get('/api/me', renewed)).statusCode).toBe(200);
    const again = { currentPassword: body.newPassword, newPassword: 'eight brown kettles' };
    expect((await post('/api/me/password', { ...again, currentPassword: 'x' }, renewed)).statusCode).toBe(
      403,
    );
    expect((await post('/api/sign-out', {}, renewed)).statusCode).toBe(204);
    expect((await signIn('otto@example.com', testPassword)).statusCode).toBe(401);
    expect((await signIn('otto@example.com', body.newPassword)).statusCode).toBe(200);
  });
});

describe('API tokens at a change of one’s own password', () => {
  it.each([
    ['end', undefined, 401],
    ['end', true, 401],
    ['go on', false, 200],
  ] as const)('%s with endApiTokens %s', async (_what, endApiTokens, expected) => {
    const otto = await test.signInAs('operator', 'Otto');
    const created = await post('/api/api-tokens', { name: 'CI', role: 'viewer' }, otto.headers);
    const token = { authorization: `Bearer ${created.json().secret}` };
    const body = { currentPassword: testPassword, newPassword: 'seven green bicycles' };
    const changed = await post('/api/me/password', { ...body, endApiTokens }, otto.headers);
    expect(changed.statusCode).toBe(200);
    expect((await get('/api/me', token)).statusCode).toBe(expected);
  });
});

describe('the audit log', () => {
  it('tells who did what, filtered and page by page', async () => {
    const { headers } = await test.signInAs('administrator', 'Ada');
    for (let n = 0; n < 5; n += 1) {
      clock.advance(1_000);
      await post(
        '/api/users',
        { email: `u${n}@example.com`, name: `User ${n}`, role: 'viewer', password: testPassword },
        headers,
      );
    }
    const url = '/api/audit?filter=action:eq:user.created&filter=actor:eq:Ada&limit=2';
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: {
        items: { targetName: string; source: string }[];
        nextCursor: string | null;
        total: object;
      } = (await get(cursor ? `${url}&cursor=${cursor}` : url, headers)).json();
      expect(page.total).toEqual({ count: 5, isExact: true });
      seen.push(...page.items.map((item) => `${item.source} ${item.targetName}`));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(['ui User 4', 'ui User 3', 'ui User 2', 'ui User 1', 'ui User 0']);
    const since = encodeURIComponent(`at:gte:${new Date(clock.now().getTime() - 1_500).toISOString()}`);
    expect(
      (await get(`/api/audit?filter=${since}&filter=targetType:eq:user`, headers)).json().items,
    ).toHaveLength(2);
  });

  it.each([
    ['filter=secret:eq:1', /secret/],
    ['filter=userId:eq:abc', /whole number/],
    ['filter=at:gte:soon', /date/],
    ['sort=details', /details/],
    ['cursor=abc', /cursor/],
    ['colour=red', /colour/],
  ])('refuses ?%s, naming what is wrong', async (query, message) => {
    const { headers } = await test.signInAs('administrator');
    const answer = await get(`/api/audit?${query}`, headers);
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'API_BAD_REQUEST']);
    expect(answer.json().error.message).toMatch(message);
  });
});
