import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeManualClock, makeTestApp, type TestApp, testPassword } from '../../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';

let db: TestDb;
let test: TestApp;
let clock: ReturnType<typeof makeManualClock>;
let ada: { userId: number; headers: Record<string, string> };

beforeEach(async () => {
  db = await makeTestDb();
  clock = makeManualClock();
  test = await makeTestApp(db.db, { clock });
  ada = await test.signInAs('administrator', 'Ada');
});
afterEach(async () => {
  await test.app.close();
  await db.drop();
});

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
const call = (method: Method, url: string, payload?: object, headers = ada.headers) =>
  test.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
const strong = 'seven green bicycles';
const newUser = { email: 'otto@example.com', name: 'Otto', role: 'operator', password: testPassword };

describe('users', () => {
  it('are created, read, changed, listed and deleted', async () => {
    const created = await call('POST', '/api/users', newUser);
    expect(created.statusCode).toBe(201);
    const { id } = created.json();
    expect(JSON.stringify(created.json())).not.toContain('scrypt');
    expect((await call('PATCH', `/api/users/${id}`, { name: 'Otto II' })).json()).toMatchObject({
      name: 'Otto II',
    });
    expect((await call('GET', `/api/users/${id}`)).json()).toMatchObject({
      name: 'Otto II',
      role: 'operator',
    });
    const list = (await call('GET', '/api/users?q=otto&filter=role:in:operator,viewer')).json();
    expect([list.items.length, list.total]).toEqual([1, { count: 1, isExact: true }]);
    expect((await call('DELETE', `/api/users/${id}`)).statusCode).toBe(204);
    expect((await call('GET', `/api/users/${id}`)).json().error.code).toBe('API_NOT_FOUND');
    const audit = (await call('GET', '/api/audit?filter=targetName:starts:otto')).json();
    expect(audit.items.map((item: { action: string }) => item.action)).toEqual([
      'user.deleted',
      'user.updated',
      'user.created',
    ]);
    expect(audit.items[1].details).toEqual({ name: ['Otto', 'Otto II'] });
  });

  it('have one e-mail address each, in any case', async () => {
    const created = await call('POST', '/api/users', newUser);
    const again = await call('POST', '/api/users', { ...newUser, email: 'OTTO@example.com' });
    expect([again.statusCode, again.json().error]).toMatchObject([
      409,
      { code: 'ACCESS_EMAIL_TAKEN', field: 'email' },
    ]);
    const changed = await call('PATCH', `/api/users/${created.json().id}`, { email: 'Ada@example.com' });
    expect(changed.json().error.code).toBe('ACCESS_EMAIL_TAKEN');
  });

  it.each([
    ['demoted', 'PATCH', { role: 'viewer' }],
    ['disabled', 'PATCH', { isDisabled: true }],
    ['deleted', 'DELETE', undefined],
  ] as const)('keep a last administrator, who cannot be %s', async (_what, method, payload) => {
    const disabled = await call('POST', '/api/users', { ...newUser, role: 'administrator' });
    await call('PATCH', `/api/users/${disabled.json().id}`, { isDisabled: true });
    const answer = await call(method, `/api/users/${ada.userId}`, payload);
    expect([answer.statusCode, answer.json().error.code]).toEqual([409, 'ACCESS_LAST_ADMINISTRATOR']);
  });

  it('keep one administrator when two take each other’s role away at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const other = await test.access.users.create(
        { kind: 'user', userId: ada.userId, name: 'Ada', email: 'ada@example.com', role: 'administrator' },
        { email: `r${round}@example.com`, name: `R${round}`, role: 'administrator', password: testPassword },
      );
      const by = {
        kind: 'user',
        userId: 0,
        name: 'Test',
        email: 't@example.com',
        role: 'administrator',
      } as const;
      const results = await Promise.allSettled([
        test.access.users.update(by, ada.userId, { role: 'viewer' }),
        test.access.users.delete(by, other.id),
      ]);
      expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
      await db.db.query(`UPDATE users SET role = 'administrator' WHERE id = $1`, [ada.userId]);
      await db.db.query('DELETE FROM users WHERE id = $1', [other.id]);
    }
  });

  it('are signed out when an administrator sets a new password or disables them', async () => {
    const otto = await test.signInAs('operator', 'Otto');
    const me = () => call('GET', '/api/me', undefined, otto.headers);
    expect((await me()).statusCode).toBe(200);
    await call('PATCH', `/api/users/${otto.userId}`, { password: strong });
    expect((await me()).statusCode).toBe(401);
    const again = await call('POST', '/api/sign-in', { email: 'otto@example.com', password: strong }, {});
    expect(again.statusCode).toBe(200);
    await call('PATCH', `/api/users/${otto.userId}`, { isDisabled: true });
    const { rows } = await db.db.query('SELECT 1 FROM user_sessions WHERE user_id = $1', [otto.userId]);
    expect(rows).toHaveLength(0);
  });

  it('change their own password only where the present one is asked', async () => {
    const answer = await call('PATCH', `/api/users/${ada.userId}`, { password: strong });
    expect([answer.statusCode, answer.json().error]).toMatchObject([
      409,
      { code: 'ACCESS_OWN_PASSWORD', field: 'password' },
    ]);
  });

  it('show operators only the names', async () => {
    const otto = await test.signInAs('operator', 'Otto');
    const answer = await call('GET', '/api/user-names', undefined, otto.headers);
    expect(answer.json().items[0]).toEqual({ id: ada.userId, name: 'Ada', email: 'ada@example.com' });
  });

  it.each([
    [{ ...newUser, email: 'not an address' }, 'email'],
    [{ ...newUser, role: 'king' }, 'role'],
    [{ ...newUser, name: ' ' }, 'name'],
    [{ ...newUser, isAdmin: true }, 'isAdmin'],
    [{ email: newUser.email }, 'name'],
  ])('are refused with the field named: %o', async (payload, field) => {
    const answer = await call('POST', '/api/users', payload);
    expect([answer.statusCode, answer.json().error]).toMatchObject([400, { code: 'API_BAD_REQUEST', field }]);
    expect(answer.json().error.message).toContain(field);
  });
});

describe('API tokens', () => {
  const create = async (payload: object, headers = ada.headers) =>
    call('POST', '/api/api-tokens', payload, headers);
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

  it('are shown once, kept as a hash, and act for their owner without a CSRF token', async () => {
    const created = (await create({ name: 'CI', role: 'administrator' })).json();
    expect(created.secret).toMatch(/^mst_[\w-]{43}$/);
    expect(created.token.prefix).toBe(created.secret.slice(0, 10));
    const { rows } = await db.db.query('SELECT * FROM api_tokens');
    expect(JSON.stringify(rows)).not.toContain(created.secret.slice(11));
    const me = await call('GET', '/api/me', undefined, bearer(created.secret));
    expect(me.json()).toMatchObject({ user: { name: 'Ada', role: 'administrator' }, csrfToken: null });
    const list = (await call('GET', '/api/api-tokens')).json();
    expect(list.items[0].lastUsedAt).toBe(clock.now().toISOString());
    expect(JSON.stringify(list)).not.toContain(created.secret);
    const ending = `/api/api-tokens/${created.token.id}/revoke`;
    expect((await call('POST', ending, undefined, bearer(created.secret))).statusCode).toBe(204);
    const audit = (await call('GET', '/api/audit?filter=source:eq:api')).json();
    expect(audit.items[0]).toMatchObject({ actor: 'Ada', action: 'api_token.revoked' });
  });

  it('never have more than their own and their owner’s role', async () => {
    const otto = await test.signInAs('operator', 'Otto');
    const tooHigh = await create({ name: 'x', role: 'administrator' }, otto.headers);
    expect(tooHigh.json().error).toMatchObject({ code: 'ACCESS_ROLE_TOO_HIGH', field: 'role' });
    const viewer = (await create({ name: 'low', role: 'viewer' })).json();
    expect((await call('GET', '/api/users', undefined, bearer(viewer.secret))).statusCode).toBe(403);
    const own = (await create({ name: 'mine', role: 'operator' }, otto.headers)).json();
    await call('PATCH', `/api/users/${otto.userId}`, { role: 'viewer' });
    expect((await call('GET', '/api/me', undefined, bearer(own.secret))).json().user.role).toBe('viewer');
    await call('PATCH', `/api/users/${otto.userId}`, { isDisabled: true });
    expect((await call('GET', '/api/me', undefined, bearer(own.secret))).statusCode).toBe(401);
  });

  it('change nobody who may sign in, whichever way', async () => {
    const otto = await test.signInAs('operator', 'Otto');
    const { secret } = (await create({ name: 'CI', role: 'administrator' })).json();
    const read = async () => {
      const users = await db.db.query('SELECT * FROM users ORDER BY id');
      const made = await db.db.query('SELECT id FROM api_tokens');
      return [users.rows, made.rows];
    };
    const before = await read();
    const tries = [
      ['POST', '/api/api-tokens', { name: 'more', role: 'viewer' }],
      ['POST', '/api/me/password', { currentPassword: testPassword, newPassword: strong }],
      ['POST', '/api/users', newUser],
      ['PATCH', `/api/users/${ada.userId}`, { password: strong }],
      ['PATCH', `/api/users/${otto.userId}`, { password: strong }],
      ['PATCH', `/api/users/${otto.userId}`, { role: 'administrator' }],
      ['PATCH', `/api/users/${otto.userId}`, { email: 'mine@example.com' }],
      ['DELETE', `/api/users/${otto.userId}`, undefined],
    ] as const;
    for (const [method, url, payload] of tries) {
      const answer = await call(method, url, payload, bearer(secret) as never);
      expect([method, url, answer.json().error?.code]).toEqual([method, url, 'ACCESS_PERSON_REQUIRED']);
    }
    expect(await read()).toEqual(before);
    const token = {
      kind: 'token',
      userId: ada.userId,
      name: 'Ada',
      email: 'ada@example.com',
      role: 'administrator',
    } as const;
    const { users, apiTokens } = test.access;
    for (const act of [
      () => users.create(token, { ...newUser, role: 'operator' }),
      () => users.update(token, otto.userId, { password: strong }),
      () => users.delete(token, otto.userId),
      () => apiTokens.create(token, { name: 'more', role: 'viewer' }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'ACCESS_PERSON_REQUIRED' });
    }
  });

  it('end after 90 days unless told otherwise, and never only when told so', async () => {
    const byDefault = (await create({ name: 'a', role: 'viewer' })).json();
    const days = (new Date(byDefault.token.expiresAt).getTime() - clock.now().getTime()) / 86_400_000;
    expect(days).toBe(90);
    const never = (await create({ name: 'b', role: 'viewer', expiresAt: null })).json();
    expect(never.token.expiresAt).toBeNull();
  });

  it.each([
    ['gets a new password from an administrator', { password: 'seven green bicycles' }],
    ['is disabled', { isDisabled: true }],
  ])('end when their owner %s, also when the owner is back', async (_what, change) => {
    const otto = await test.signInAs('operator', 'Otto');
    const { secret } = (await create({ name: 'mine', role: 'viewer' }, otto.headers)).json();
    const others = (await create({ name: 'Ada’s', role: 'viewer' })).json();
    await call('PATCH', `/api/users/${otto.userId}`, change);
    await call('PATCH', `/api/users/${otto.userId}`, { isDisabled: false });
    expect((await call('GET', '/api/me', undefined, bearer(secret))).statusCode).toBe(401);
    expect((await call('GET', '/api/me', undefined, bearer(others.secret))).statusCode).toBe(200);
    const audit = (await call('GET', '/api/audit?filter=action:eq:user.updated&sort=at')).json();
    expect(audit.items[0].details).toMatchObject({ endedTokenCount: 1 });
  });

  it('end when they expire or are revoked', async () => {
    const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString();
    const { secret } = (await create({ name: 'short', role: 'viewer', expiresAt })).json();
    expect((await call('GET', '/api/me', undefined, bearer(secret))).statusCode).toBe(200);
    clock.advance(60_000);
    const expired = await call('GET', '/api/me', undefined, bearer(secret));
    expect([expired.statusCode, expired.json().error.code]).toEqual([401, 'ACCESS_TOKEN_INVALID']);
    expect((await create({ name: 'past', role: 'viewer', expiresAt })).json().error.field).toBe('expiresAt');
    const second = (await create({ name: 'second', role: 'viewer' })).json();
    expect((await call('POST', `/api/api-tokens/${second.token.id}/revoke`)).statusCode).toBe(204);
    expect((await call('GET', '/api/me', undefined, bearer(second.secret))).statusCode).toBe(401);
  });

  it('are seen and revoked by their owner and by administrators only', async () => {
    const otto = await test.signInAs('operator', 'Otto');
    const { token } = (await create({ name: 'Ada’s', role: 'viewer' })).json();
    expect((await call('GET', '/api/api-tokens', undefined, otto.headers)).json().items).toEqual([]);
    expect(
      (await call('POST', `/api/api-tokens/${token.id}/revoke`, undefined, otto.headers)).statusCode,
    ).toBe(404);
    const own = (await create({ name: 'Otto’s', role: 'viewer' }, otto.headers)).json();
    expect((await call('GET', '/api/api-tokens')).json().total.count).toBe(2);
    expect((await call('POST', `/api/api-tokens/${own.token.id}/revoke`)).statusCode).toBe(204);
  });
});
