import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { useSimulator } from '../../test/helpers/use-simulator.ts';
import { makeNinjaOneSimulator } from './simulator.ts';

const redirectUri = 'http://127.0.0.1:4400/oauth2/redirect';
let nowMs = 1_700_000_000_000;
const simulator = makeNinjaOneSimulator({ users: 2_345, redirectUris: [redirectUri], nowMs: () => nowMs });
const { control } = simulator;
const vendor = useSimulator(simulator);
beforeEach(() => control.setUsers(undefined));

const client = { client_id: 'muster-demo', client_secret: 'demo-client-secret' };
const token = async (form: Record<string, string>) => {
  const response = await fetch(`${vendor.url}/ws/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...client, ...form }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};
const authorizeUrl = (change: Record<string, string> = {}) =>
  `${vendor.url}/ws/oauth/authorize?${new URLSearchParams({ client_id: 'muster-demo', redirect_uri: redirectUri, response_type: 'code', state: 's1', scope: 'monitoring offline_access', ...change })}`;
const get = (path: string, headers: Record<string, string> = control.makeAuthHeaders()) =>
  fetch(`${vendor.url}${path}`, { headers });
const getJson = async <T>(path: string) => (await (await get(path)).json()) as T;

async function signIn(change: Record<string, string> = {}) {
  const code = new URL(control.answerConsent(authorizeUrl(change), 'allow')).searchParams.get('code') ?? '';
  return token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
}

describe('OAuth', () => {
  test('a person signs in on a page and allows', async () => {
    const page = await (await fetch(authorizeUrl())).text();
    expect(page).toContain('<button name="decision" value="allow">');
    expect(page).toContain('<li><code>offline_access</code></li>');
    const body = new URLSearchParams([
      ...new URL(authorizeUrl()).searchParams,
      ['email', 'admin@example.com'],
      ['password', 'demo-password'],
      ['decision', 'allow'],
    ]);
    const answer = await fetch(`${vendor.url}/ws/oauth/authorize`, {
      method: 'POST',
      body,
      redirect: 'manual',
    });
    const back = new URL(answer.headers.get('location') ?? '');
    expect(answer.status).toBe(302);
    expect(back.href.startsWith(`${redirectUri}?`)).toBe(true);
    expect(back.searchParams.get('state')).toBe('s1');
    body.set('password', 'wrong');
    expect(
      await (await fetch(`${vendor.url}/ws/oauth/authorize`, { method: 'POST', body })).text(),
    ).toContain('role="alert"');
  });

  test('what the page repeats is escaped', async () => {
    const page = await (
      await fetch(authorizeUrl({ state: '"><script>alert(1)</script>', scope: '<b>' }))
    ).text();
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('<b>');
  });

  test('refused consent comes back as access_denied', () => {
    const back = new URL(control.answerConsent(authorizeUrl(), 'refuse'));
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'access_denied', state: 's1' });
  });

  test.each([
    [{ redirect_uri: `${redirectUri}/` }],
    [{ redirect_uri: redirectUri.toUpperCase() }],
    [{ client_id: 'other' }],
  ])('redirect and client are compared character by character: %j', async (change) => {
    const answer = await fetch(authorizeUrl(change as Record<string, string>));
    expect(answer.status).toBe(404);
    expect(answer.url).toContain('/ws/oauth/error?error=unauthorized_client');
    expect(await answer.json()).toMatchObject({ resultCode: 'FAILURE', errorMessage: 'HTTP 404 Not Found' });
  });

  test('a code is good once', async () => {
    const code = new URL(control.answerConsent(authorizeUrl(), 'allow')).searchParams.get('code') ?? '';
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
    expect(await token(form)).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 3600 },
    });
    expect(await token(form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('PKCE is checked where it was used', async () => {
    const verifier = 'v'.repeat(43);
    const change = {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    const codeOf = () =>
      new URL(control.answerConsent(authorizeUrl(change), 'allow')).searchParams.get('code') ?? '';
    const form = { grant_type: 'authorization_code', redirect_uri: redirectUri };
    expect((await token({ ...form, code: codeOf(), code_verifier: 'w'.repeat(43) })).status).toBe(400);
    expect((await token({ ...form, code: codeOf(), code_verifier: verifier })).status).toBe(200);
  });

  test('refresh tokens rotate, and one used twice ends the grant', async () => {
    const first = (await signIn()).body;
    const second = (await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' }))
      .body;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await get('/v2/organizations', { authorization: `Bearer ${second.access_token}` })).status).toBe(
      200,
    );
    expect(
      await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' }),
    ).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await get('/v2/organizations', { authorization: `Bearer ${second.access_token}` })).status).toBe(
      401,
    );
    expect(
      (await token({ grant_type: 'refresh_token', refresh_token: second.refresh_token ?? '' })).status,
    ).toBe(400);
  });

  test('without offline_access there is no refresh token', async () => {
    expect((await signIn({ scope: 'monitoring' })).body.refresh_token).toBeUndefined();
    expect(
      (await token({ grant_type: 'client_credentials', scope: 'monitoring offline_access' })).body,
    ).toMatchObject({ scope: 'monitoring' });
  });

  test('access tokens end after an hour', async () => {
    const { access_token } = (await signIn()).body;
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await get('/v2/organizations', headers)).status).toBe(200);
    nowMs += 3_600_000;
    expect((await get('/v2/organizations', headers)).status).toBe(401);
  });

  test('an administrator revokes everything', async () => {
    const { refresh_token } = (await signIn()).body;
    control.revokeEverything();
    expect(
      (await token({ grant_type: 'refresh_token', refresh_token: refresh_token ?? '' })).body.error,
    ).toBe('invalid_grant');
  });

  test('errors have the recorded bodies', async () => {
    expect(await token({ client_id: 'nobody' })).toMatchObject({
      status: 404,
      body: { resultCode: 'Client app not exist' },
    });
    expect((await token({ client_secret: 'wrong' })).status).toBe(401);
    const answers = await Promise.all(
      [{}, { authorization: 'Basic x' }, { authorization: 'Bearer nobody' }].map((headers) =>
        get('/v2/users', headers as Record<string, string>),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 401]);
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
      { error: 'missing_header', error_description: 'Missing required header', error_code: 2 },
      { error: 'invalid_header', error_code: 1 },
      { error: 'not_authenticated', error_description: 'Invalid credentials', error_code: 10 },
    ]);
  });
});

type User = Record<string, unknown> & { id: number };

describe('users', () => {
  test('are the same every time, with sparse ids', async () => {
    const [one, two] = [await getJson<User[]>('/v2/users'), await getJson<User[]>('/api/v2/users')];
    expect(one).toEqual(two);
    expect(one).toHaveLength(2_345);
    expect(new Set(one.map(({ id }) => id)).size).toBe(2_345);
    expect(Math.max(...one.map(({ id }) => id))).toBeGreaterThan(2_345 * 6);
  });

  test('have absent, null and empty values as recorded', async () => {
    const users = await getJson<User[]>('/v2/users?includeRoles=true');
    const technician = users.find(({ userType }) => userType === 'TECHNICIAN') as User;
    expect(technician).toMatchObject({ organizationId: null, tags: null, fields: null });
    expect(Object.keys(technician)).not.toContain('deviceIds');
    expect(Object.keys(technician)).not.toContain('assignedDeviceIds');
    const endUser = users.find(({ userType }) => userType === 'END_USER') as User;
    expect(endUser).toMatchObject({
      organizationId: expect.any(Number),
      deviceIds: expect.any(Array),
      roles: ['End User'],
    });
    expect(users.some(({ phone }) => phone === '')).toBe(true);
    expect(users.some((user) => !Object.hasOwn(user, 'phone'))).toBe(true);
  });

  test('carry roles only when asked, and can be filtered by type', async () => {
    expect((await getJson<User[]>('/v2/users'))[0]).not.toHaveProperty('roles');
    const technicians = await getJson<User[]>('/v2/users?userType=TECHNICIAN');
    expect(technicians.length).toBeGreaterThan(0);
    expect(technicians.every(({ userType }) => userType === 'TECHNICIAN')).toBe(true);
  });

  test('are not paged, whatever is asked for', async () => {
    expect(await getJson<User[]>('/v2/users?pageSize=10&after=500')).toHaveLength(2_345);
  });

  test('change as the tenant is edited', async () => {
    const before = await getJson<User[]>('/v2/users');
    control.edit({ changePercent: 5, removeCount: 3, addCount: 10 });
    const after = new Map(
      (await getJson<User[]>('/v2/users')).map((user) => [user.id, JSON.stringify(user)]),
    );
    expect(after.size).toBe(2_352);
    const changedCount = before.filter(
      (user) => after.has(user.id) && after.get(user.id) !== JSON.stringify(user),
    ).length;
    expect(changedCount / before.length).toBeCloseTo(0.05, 1);
    control.edit({ changePercent: 0, removeCount: 7 });
    control.setUsers((user, index) => (index === 0 ? undefined : { ...user, firstName: 'Same' }));
    const mutated = await getJson<User[]>('/v2/users');
    expect(mutated).toHaveLength(2_344);
    expect(mutated.every(({ firstName }) => firstName === 'Same')).toBe(true);
  });
});

describe('faults', () => {
  const status = async (path = '/v2/users') => (await get(path)).status;

  test('throttling in its three dialects', async () => {
    control.setFault('throttle-seconds', { amount: 7, times: 1 });
    const seconds = await get('/v2/users');
    expect([seconds.status, seconds.headers.get('retry-after')]).toEqual([429, '7']);
    control.setFault('throttle-date', { amount: 60, times: 1 });
    expect(Date.parse((await get('/v2/users')).headers.get('retry-after') ?? '')).toBe(nowMs + 60_000);
    control.setFault('throttle-silent', { times: 1 });
    expect((await get('/v2/users')).headers.get('retry-after')).toBeNull();
    expect(await status()).toBe(200);
  });

  test('broken answers', async () => {
    for (const name of ['html-at-200', 'rate-limit-html'] as const) {
      control.setFault(name, { times: 1 });
      const answer = await get('/v2/users');
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    }
    control.setFault('truncated-json', { times: 1 });
    await expect(get('/v2/users').then((answer) => answer.json())).rejects.toThrow();
    control.setFault('reset', { times: 1 });
    await expect(get('/v2/users').then((answer) => answer.text())).rejects.toThrow();
    control.setFault('server-error', { times: 1 });
    expect(await status()).toBe(500);
  });

  test('can be delayed and end by themselves', async () => {
    control.setFault('server-error', { skip: 1, times: 2 });
    expect([await status(), await status(), await status(), await status()]).toEqual([200, 500, 500, 200]);
  });

  test('of the list', async () => {
    control.setFault('huge-page', { amount: 3, times: 1 });
    expect((await (await get('/v2/users')).text()).length).toBeGreaterThan(3_000_000);
    control.setFault('duplicate-emails');
    const users = await getJson<User[]>('/v2/users');
    expect(new Set(users.map(({ email }) => email)).size).toBeLessThan(users.length);
    control.clearFaults();
    control.setFault('users-without-email');
    expect((await getJson<User[]>('/v2/users')).some((user) => !('email' in user))).toBe(true);
    control.clearFaults();
    control.setFault('wrong-types');
    expect((await getJson<User[]>('/v2/users')).some(({ email }) => typeof email === 'object')).toBe(true);
    control.clearFaults();
    control.setFault('duplicate-records');
    const ids = (await getJson<User[]>('/v2/users')).map(({ id }) => id);
    expect(new Set(ids).size).toBeLessThan(ids.length);
  });

  test('of the tokens', async () => {
    control.setFault('token-down', { times: 1 });
    expect((await token({ grant_type: 'client_credentials' })).status).toBe(503);
    control.setFault('client-not-exist', { times: 1 });
    expect((await token({ grant_type: 'client_credentials' })).status).toBe(404);
    const { access_token, refresh_token } = (await signIn()).body;
    control.setFault('expire-mid-session', { times: 1 });
    expect((await get('/v2/users', { authorization: `Bearer ${access_token}` })).status).toBe(401);
    control.setFault('refresh-revoked', { times: 1 });
    expect(
      (await token({ grant_type: 'refresh_token', refresh_token: refresh_token ?? '' })).body.error,
    ).toBe('invalid_grant');
    control.setFault('consent-refused', { times: 1 });
    const refused = await fetch(authorizeUrl(), { redirect: 'manual' });
    expect(refused.headers.get('location')).toContain('error=access_denied');
  });

  test('over HTTP, for tools in another process', async () => {
    const post = (path: string, body: object) =>
      fetch(`${vendor.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    expect(
      await (await post('/__sim/faults', { set: 'server-error', options: { times: 1 } })).json(),
    ).toEqual({ faults: ['server-error'] });
    expect(await status()).toBe(500);
    expect((await post('/__sim/faults', { set: 'nonsense' })).status).toBe(400);
    await post('/__sim/faults', { set: 'slow', options: { amount: 1 } });
    expect(await (await post('/__sim/faults', { clear: true })).json()).toEqual({ faults: [] });
    const { count } = (await (await post('/__sim/users', { addCount: 5 })).json()) as { count: number };
    expect(count).toBe(control.userCount());
    control.edit({ removeCount: 5 });
  });
});

test('the log of requests counts routes and holds no secrets', async () => {
  control.clearLog();
  await signIn();
  await get('/v2/organizations?pageSize=1');
  const { counts } = (await (await fetch(`${vendor.url}/__sim/requests`)).json()) as {
    counts: Record<string, number>;
  };
  expect(counts).toMatchObject({ 'POST /ws/oauth/token': 1, 'GET /v2/organizations': 1 });
  expect(JSON.stringify(control.log)).not.toMatch(/demo-client-secret|Bearer|code=/);
});

test('a page of a million users is made without holding the others', async () => {
  const big = makeNinjaOneSimulator({ users: 1_000_000, pagedUsers: true });
  const started = await big.start();
  try {
    const heapBefore = process.memoryUsage().heapUsed;
    const first = (await (
      await fetch(`${started.url}/v2/users?pageSize=1000`, { headers: big.control.makeAuthHeaders() })
    ).json()) as User[];
    const headers = big.control.makeAuthHeaders();
    const last = (await (
      await fetch(`${started.url}/v2/users?pageSize=1000&after=7100000`, { headers })
    ).json()) as User[];
    expect(first).toHaveLength(1_000);
    expect(last.length).toBeLessThanOrEqual(1_000);
    expect(last.every(({ id }) => id > 7_100_000)).toBe(true);
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(100_000_000);
  } finally {
    await big.stop();
  }
});
