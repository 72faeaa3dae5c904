import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalServer, sendJson, startLocalServer } from '../../../test/helpers/local-server.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import {
  makeMovableClock,
  makeTestConnector,
  makeTestVault,
  testActor,
} from '../../../test/helpers/with-vault.ts';
import type { PreparedRequest } from '../../connector-kit/index.ts';
import type { Vault } from '../vault.ts';
import type { SendPortOptions } from './send-port.ts';

let testDb: TestDb;
let vendor: LocalServer;
let opened: Awaited<ReturnType<typeof makeTestVault>>;
let vault: Vault;
const clock = makeMovableClock();
// Pauses are not waited for; the time they took is.
const paused: number[] = [];
const hastyClock = { ...clock, sleep: async (ms: number) => void paused.push(ms) };
const definition = makeTestConnector();
definition.client.responseRules.push({
  when: { bodyIncludes: ['too many requests'], notContentType: 'application/json' },
  means: 'slow_down',
});
let answer: (request: LocalServer['seen'][number], response: ServerResponse) => void;
let count = 0;

beforeAll(async () => {
  testDb = await makeTestDb();
  vendor = await startLocalServer((request, response) => answer(request, response));
  opened = await makeTestVault({ db: testDb.db, definitions: [definition], clock: hastyClock });
  vault = opened.vault;
});
afterAll(async () => {
  await opened.close();
  await vendor.close();
  await testDb.drop();
});
beforeEach(() => {
  answer = (_, response) => sendJson(response, 200, { ok: true });
  vendor.seen.length = 0;
  paused.length = 0;
});

async function create(methodId: string, fields: Record<string, string>): Promise<number> {
  count += 1;
  const input = {
    connectorId: 'acme',
    methodId,
    name: `Credential ${count}`,
    fields: { url: vendor.url, ...fields },
  };
  return (await vault.create(testActor, input)).id;
}
const makePort = (credentialId: number, more: Partial<SendPortOptions> = {}) =>
  vault.makeSendPort({ credentialId, definition, log: opened.log, ...more });
const request = (more: Partial<PreparedRequest> = {}): PreparedRequest => ({
  method: 'GET',
  path: '/api/me',
  query: {},
  headers: {},
  ...more,
});
const sealVersionOf = async (id: number) =>
  (await testDb.db.query<{ v: number }>('SELECT seal_version AS v FROM credentials WHERE id = $1', [id]))
    .rows[0]?.v;

describe('authentication of each request', () => {
  it('API key in a header', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    await makePort(id).send(request({ query: { a: 'b c' } }));
    expect(vendor.seen[0]).toMatchObject({
      url: '/api/me?a=b%20c',
      headers: { 'x-api-key': 'planted-api-key', accept: 'application/json' },
    });
    expect(await vault.get(id)).toMatchObject({ status: 'authenticated' });
  });

  it('API key in the address, which is not given back', async () => {
    const id = await create('key-query', { apiKey: 'planted-api-key' });
    const response = await makePort(id).send(request({ query: { page: '2' } }));
    expect(vendor.seen[0]?.url).toBe('/api/me?page=2&api_key=planted-api-key');
    expect(response.url).toBe(`${vendor.url}/api/me?page=2`);
  });

  it('basic, with every character', async () => {
    const id = await create('basic', { username: 'jörg', password: 'p*s:s ' });
    await makePort(id).send(request());
    const sent = vendor.seen[0]?.headers.authorization ?? '';
    expect(Buffer.from(sent.replace('Basic ', ''), 'base64').toString()).toBe('jörg:p*s:s ');
  });

  it('session login: once for many, kept, renewed at its end and on 401', async () => {
    let token = 0;
    answer = (seen, response) => {
      if (seen.url !== '/login')
        return sendJson(response, seen.headers['x-session'] === `session-${token}` ? 200 : 401, {});
      expect(JSON.parse(seen.body)).toEqual({ user: 'svc', password: 'planted-password' });
      token += 1;
      return sendJson(response, 200, { token: `session-${token}` });
    };
    const id = await create('session', { username: 'svc', password: 'planted-password' });
    const logins = () => vendor.seen.filter(({ url }) => url === '/login').length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => makePort(id).send(request())));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(logins()).toBe(1);
    await makePort(id).send(request());
    expect(logins()).toBe(1);
    clock.advance(601_000);
    expect((await makePort(id).send(request())).status).toBe(200);
    expect(logins()).toBe(2);
    token += 1;
    expect((await makePort(id).send(request())).status).toBe(200);
    expect(logins()).toBe(3);
  });

  it('session login refused: says so, with status and without the password', async () => {
    answer = (_, response) => sendJson(response, 403, { error: 'planted-password is wrong' });
    const id = await create('session', { username: 'svc', password: 'planted-password' });
    const attempt = makePort(id).send(request());
    await expect(attempt).rejects.toMatchObject({ code: 'VAULT_LOGIN_REFUSED', recovery: 'reauthorize' });
    await expect(attempt).rejects.not.toThrow('planted-password');
    expect((await vault.get(id)).status).toBe('needs_reauthentication');
  });

  it.each([
    ['401', 401, {}],
    ['what a rule calls so', 400, { error: 'missing_header' }],
  ])(
    '%s for a fixed key: handed back, status says so, the next success heals it',
    async (_, status, body) => {
      const id = await create('key', { apiKey: 'planted-api-key' });
      answer = (_seen, response) => sendJson(response, status, body);
      const port = makePort(id);
      expect((await port.send(request())).status).toBe(status);
      expect(vendor.seen).toHaveLength(1);
      const refused = await vault.get(id);
      expect(refused).toMatchObject({ status: 'needs_reauthentication' });
      expect(refused.statusReason).toContain(`Acme answered HTTP ${status}`);
      answer = (_seen, response) => sendJson(response, 200, {});
      await makePort(id).send(request());
      expect(await vault.get(id)).toMatchObject({ status: 'authenticated', statusReason: null });
    },
  );
});

describe('where secrets may go', () => {
  it('a next-page address on the same host yes, elsewhere no', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    await makePort(id).send(request({ path: `${vendor.url}/api/next?cursor=1` }));
    expect(vendor.seen[0]?.url).toBe('/api/next?cursor=1');
    for (const path of [
      'https://evil.example.net/next',
      '//evil.example.net/next',
      'http://127.0.0.1:1/next',
      'file:///etc/passwd',
    ]) {
      await expect(makePort(id).send(request({ path }))).rejects.toMatchObject({
        code: 'VAULT_HOST_REFUSED',
      });
    }
    expect(vendor.seen).toHaveLength(1);
  });

  it('settings of an integration may not name another host than the credential', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    const extraScope = (url: string) => ({ extraScope: { settings: { url } } });
    await expect(makePort(id, extraScope('https://evil.example.net')).send(request())).rejects.toMatchObject({
      code: 'VAULT_HOST_REFUSED',
    });
    await makePort(id, extraScope(`${vendor.url}/base`)).send(request());
    expect(vendor.seen.map(({ url }) => url)).toEqual(['/base/api/me']);
  });
});

const planted = { apiKey: 'planted-api-key', password: 'planted-password' };

describe('other servers of a credential', () => {
  let other: LocalServer;
  let otherAnswer: typeof answer;
  beforeEach(async () => {
    otherAnswer = (_, response) => sendJson(response, 200, { from: 'other' });
    other = await startLocalServer((seen, response) => otherAnswer(seen, response));
  });
  afterEach(() => other.close());

  const there = () => ({ extraScope: { settings: { url: other.url } } });
  /** Entering the secret again is what lets it go there. */
  const list = async (id: number, otherServers = [new URL(other.url).host]) => {
    const { secretsSet } = await vault.get(id);
    const fields = Object.fromEntries(secretsSet.map((key) => [key, planted[key as keyof typeof planted]]));
    return vault.update(testActor, id, { otherServers, fields });
  };
  const paths = (server: LocalServer) => server.seen.map(({ url }) => url);
  /** Logins that accept anything, and calls that accept only what this server gave. */
  function logIn(name: string): typeof answer {
    return (seen, response) =>
      seen.url === '/login'
        ? sendJson(response, 200, { token: `session-of-${name}` })
        : sendJson(response, seen.headers['x-session'] === `session-of-${name}` ? 200 : 401, {});
  }

  it('refuses with the server to add and the credential, and sends once it is listed', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    const { host } = new URL(other.url);
    const refused = makePort(id, there()).send(request());
    await expect(refused).rejects.toMatchObject({ code: 'VAULT_HOST_REFUSED' });
    await expect(refused).rejects.toThrow(`adds ${host} under "Other servers" of the credential`);
    await expect(refused).rejects.toThrow(`the credential "Credential ${count}" belongs to`);
    await list(id, ['127.0.0.1']);
    await expect(makePort(id, there()).send(request())).rejects.toMatchObject({
      code: 'VAULT_HOST_REFUSED',
    });
    expect(other.seen).toEqual([]);
    await list(id);
    expect((await makePort(id, there()).send(request())).text).toContain('other');
    expect(other.seen[0]?.headers['x-api-key']).toBe('planted-api-key');
    expect(vendor.seen).toEqual([]);
  });

  it('no longer sends within half a minute after the server was taken from the list', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    await list(id);
    const port = makePort(id, there());
    await port.send(request());
    await list(id, []);
    clock.advance(31_000);
    await expect(port.send(request())).rejects.toMatchObject({ code: 'VAULT_HOST_REFUSED' });
  });

  it('a next page still has to be on the same server, listed or not', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    await list(id);
    const path = `${other.url}/next`;
    await expect(makePort(id).send(request({ path }))).rejects.toMatchObject({ code: 'VAULT_HOST_REFUSED' });
  });

  it('a listed server still has to pass the guard of addresses', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    await list(id, ['10.255.255.1']);
    const port = makePort(id, { extraScope: { settings: { url: 'https://10.255.255.1' } } });
    await expect(port.send(request())).rejects.toMatchObject({ code: 'EGRESS_ADDRESS_REFUSED' });
  });

  it('session login: one for each server, none sent to the other, each kept and renewed for itself', async () => {
    answer = logIn('own');
    otherAnswer = logIn('other');
    const id = await create('session', { username: 'svc', password: 'planted-password' });
    await list(id);
    const [own, away] = [makePort(id), makePort(id, there())];
    const both = await Promise.all(
      Array.from({ length: 6 }, (_, index) => (index % 2 ? own : away).send(request())),
    );
    expect(both.map(({ status }) => status)).toEqual(both.map(() => 200));
    await makePort(id).send(request());
    await makePort(id, there()).send(request());
    for (const [server, name] of [
      [vendor, 'own'],
      [other, 'other'],
    ] as const) {
      expect(paths(server).filter((path) => path === '/login')).toHaveLength(1);
      const used = new Set(server.seen.flatMap(({ headers }) => headers['x-session'] ?? []));
      expect([...used]).toEqual([`session-of-${name}`]);
    }
    clock.advance(601_000);
    expect((await makePort(id, there()).send(request())).status).toBe(200);
    expect(paths(other).filter((path) => path === '/login')).toHaveLength(2);
    expect(paths(vendor).filter((path) => path === '/login')).toHaveLength(1);
  });

  it('session login: the password does not go to a server that is not listed', async () => {
    const id = await create('session', { username: 'svc', password: 'planted-password' });
    await expect(makePort(id, there()).send(request())).rejects.toMatchObject({ code: 'VAULT_HOST_REFUSED' });
    expect([...other.seen, ...vendor.seen]).toEqual([]);
  });

  it('what another server says is no word about the credential', async () => {
    answer = logIn('own');
    otherAnswer = (_, response) => sendJson(response, 403, {});
    const id = await create('session', { username: 'svc', password: 'planted-password' });
    await list(id);
    await makePort(id).send(request());
    const before = await vault.get(id);
    await expect(makePort(id, there()).send(request())).rejects.toMatchObject({
      code: 'VAULT_LOGIN_REFUSED',
      message: expect.stringContaining(new URL(other.url).host),
    });
    const show = async () => {
      const { status, statusReason, accessTokenExpiresAt } = await vault.get(id);
      return { status, statusReason, accessTokenExpiresAt };
    };
    expect(await show()).toEqual({
      status: 'authenticated',
      statusReason: null,
      accessTokenExpiresAt: before.accessTokenExpiresAt,
    });
    otherAnswer = logIn('other');
    clock.advance(60_000);
    await makePort(id, there()).send(request());
    expect((await show()).accessTokenExpiresAt).toEqual(before.accessTokenExpiresAt);

    const keyId = await create('key', { apiKey: 'planted-api-key' });
    await list(keyId);
    await makePort(keyId, there()).send(request());
    expect((await vault.get(keyId)).status).toBe('not_authenticated');
    otherAnswer = (_, response) => sendJson(response, 401, {});
    answer = (_, response) => sendJson(response, 200, {});
    await makePort(keyId).send(request());
    expect((await makePort(keyId, there()).send(request())).status).toBe(401);
    expect((await vault.get(keyId)).status).toBe('authenticated');
  });

  it('the test of a credential goes to its own server, unless settings are given', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    await list(id);
    expect(await vault.testCredential(id, { settings: { url: other.url } })).toMatchObject({ ok: true });
    expect([paths(other), paths(vendor)]).toEqual([['/api/me'], []]);
    expect((await vault.get(id)).status).toBe('not_authenticated');
    expect(await vault.testCredential(id)).toMatchObject({ ok: true });
    expect(paths(vendor)).toEqual(['/api/me']);
    expect((await vault.get(id)).status).toBe('authenticated');
  });
});

describe('patience and bookkeeping', () => {
  it('waits and repeats where only a rule knows that it is too fast', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    answer = (_, response) =>
      vendor.seen.length < 3
        ? void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Too Many Requests</p>')
        : sendJson(response, 200, { ok: true });
    expect((await makePort(id).send(request())).text).toBe('{"ok":true}');
    expect(paused).toEqual([2_000, 4_000]);
  });

  it('remembers the use at most once a minute, and writes nothing else', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    const port = makePort(id);
    await port.send(request());
    const first = (await vault.get(id)).lastUsedAt;
    const version = await sealVersionOf(id);
    clock.advance(30_000);
    await port.send(request());
    await makePort(id).send(request());
    expect((await vault.get(id)).lastUsedAt).toEqual(first);
    clock.advance(31_000);
    await port.send(request());
    expect((await vault.get(id)).lastUsedAt?.getTime()).toBeGreaterThan(first?.getTime() ?? 0);
    expect(await sealVersionOf(id)).toBe(version);
  });

  it('notices a changed credential within half a minute', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    const port = makePort(id);
    await port.send(request());
    await vault.update(testActor, id, { fields: { apiKey: 'changed-api-key' } });
    clock.advance(31_000);
    await port.send(request());
    expect(vendor.seen.at(-1)?.headers['x-api-key']).toBe('changed-api-key');
  });

  it('stops when it is told to', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    const controller = new AbortController();
    // The request has arrived and is never answered.
    answer = () => controller.abort();
    const sending = makePort(id, { signal: controller.signal }).send(request());
    await expect(sending).rejects.toMatchObject({ code: 'EGRESS_ABORTED' });
  });
});

describe('test of a credential', () => {
  it('ok', async () => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    expect(await vault.testCredential(id)).toEqual({ ok: true, message: 'Acme accepted the credential.' });
    expect((await vault.get(id)).status).toBe('authenticated');
  });

  it.each([
    ['401', (r: ServerResponse) => sendJson(r, 401, { said: 'planted-api-key' })],
    ['403', (r: ServerResponse) => sendJson(r, 403, {})],
    ['404', (r: ServerResponse) => sendJson(r, 404, {})],
    [
      'HTML',
      (r: ServerResponse) =>
        void r.writeHead(200, { 'content-type': 'text/html' }).end('<html>planted-api-key'),
    ],
    ['a lost connection', (r: ServerResponse) => void r.destroy()],
  ])('%s: a message, no secret', async (_, reply) => {
    const id = await create('key', { apiKey: 'planted-api-key' });
    answer = (_seen, response) => reply(response);
    const result = await vault.testCredential(id);
    expect(result.ok).toBe(false);
    expect(result.message.length).toBeGreaterThan(20);
    expect(result.message).not.toContain('planted-api-key');
  });
});
