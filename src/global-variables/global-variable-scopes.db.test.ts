/** A definition may name global variables wherever it has a template, in each of their spellings. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalServer, sendJson, startLocalServer } from '../../test/helpers/local-server.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import {
  makeTestConnector,
  makeTestVault,
  testActor,
  testOAuthMethod,
} from '../../test/helpers/with-vault.ts';
import { type AuthMethod, readStream, type StreamPage } from '../connector-kit/index.ts';

const base = makeTestConnector();
const url = { key: 'url', title: 'URL', help: '', type: 'url' as const, isRequired: true };
const { authorizationUrl: _, ...oauth } = testOAuthMethod;
const auth: AuthMethod[] = [
  {
    id: 'key',
    title: 'Key',
    kind: 'api_key',
    fields: [url],
    placement: { in: 'header', name: 'x-{{ Acme.Name }}', value: "{{ globals['Acme.Key'] }}" },
  },
  {
    id: 'basic',
    title: 'Basic',
    kind: 'basic',
    fields: [url],
    username: '{{ Acme.Name }}',
    password: '{{ globals.Acme.Key }}',
  },
  {
    ...oauth,
    id: 'client',
    grant: 'client_credentials',
    usePkce: false,
    tokenUrl: '{{ fields.url }}/{{ Acme.Name }}/token',
    extraTokenParams: { audience: "{{ globals['Acme.Name'] }}" },
  },
  {
    id: 'session',
    title: 'Session',
    kind: 'session_login',
    fields: [url],
    login: {
      method: 'POST',
      path: '/{{ Acme.Name }}/login',
      body: { kind: 'json', value: { key: '{{ globals.Acme.Key }}' } },
    },
    result: { headers: { 'x-session': '{{ response.token }}' } },
    lifetimeSeconds: 600,
  },
];
const definition = {
  ...base,
  auth,
  settings: [{ ...url, key: 'site', type: 'text' as const, isRequired: false }],
  client: {
    ...base.client,
    baseUrl: '{{ fields.url }}/{{ Acme.Name }}',
    headers: { 'x-site': '{{ globals.Acme.Name }}', 'x-setting': '{{ settings.site }}' },
    discover: {
      request: { method: 'GET' as const, path: '/discover/{{ Acme.Name }}' },
      values: { id: "globals['Acme.Name'] ~ response.id" },
      missing: 'Nothing there.',
    },
    paginator: { kind: 'none' as const },
  },
  check: { method: 'GET' as const, path: '/check', query: { name: "{{ Acme['Name'] }}" } },
  streams: [
    {
      id: 'rows',
      name: 'Rows',
      description: '',
      object: 'people' as const,
      recordsPath: '',
      nativeIdPath: 'id',
      noValues: [],
      fields: [],
      completeness: { kind: 'end_of_paging' as const },
      suggestedMapping: [],
      request: {
        method: 'GET' as const,
        path: '/list/{{ found.id }}',
        query: { a: '{{ Acme.Name }}', b: "{{ globals['Acme.Name'] }}", secret: '{{ Acme.Key }}' },
      },
      detail: {
        request: { method: 'GET' as const, path: '/one/{{ item.id }}/{{ Acme.Name }}' },
        maxConcurrent: 1,
      },
    },
  ],
};

let testDb: TestDb;
let vendor: LocalServer;
const ids: Record<string, number> = {};
let opened: Awaited<ReturnType<typeof makeTestVault>>;
beforeAll(async () => {
  testDb = await makeTestDb();
  vendor = await startLocalServer((seen, response) => {
    const { pathname } = new URL(seen.url ?? '/', 'http://vendor');
    if (pathname.endsWith('/token'))
      return sendJson(response, 200, { access_token: 'a', token_type: 'Bearer', expires_in: 3600 });
    if (pathname.endsWith('/login')) return sendJson(response, 200, { token: 's' });
    if (pathname.includes('/list/')) return sendJson(response, 200, [{ id: 7 }]);
    return sendJson(response, 200, { id: 5 });
  });
  opened = await makeTestVault({ db: testDb.db, definitions: [definition] });
  await opened.globalVariables.create(testActor, { key: 'Acme.Name', value: 'north', isSecret: false });
  await opened.globalVariables.create(testActor, { key: 'Acme.Key', value: 'planted-key', isSecret: true });
});
afterAll(async () => {
  await opened.close();
  await vendor.close();
  await testDb.drop();
});

async function send(methodId: string): Promise<LocalServer['seen']> {
  const fields = { url: vendor.url, ...(methodId === 'client' ? { clientId: 'c', clientSecret: 's' } : {}) };
  const { id } = await opened.vault.create(testActor, {
    connectorId: definition.id,
    methodId,
    name: `By ${methodId}`,
    fields,
  });
  ids[methodId] = id;
  // Entered again, the secret one may go where this credential leads.
  const { globalVariables } = opened;
  const key = (await globalVariables.list()).find((variable) => variable.key === 'Acme.Key');
  await globalVariables.update(testActor, key?.id ?? 0, { value: 'planted-key' });
  vendor.seen.length = 0;
  expect(await opened.vault.testCredential(id, { settings: { site: '{{ Acme.Name }}!' } })).toMatchObject({
    ok: true,
  });
  return [...vendor.seen];
}

test('address, headers, settings and query of a request', async () => {
  const [check] = await send('key');
  expect(check).toMatchObject({
    url: '/north/check?name=north',
    headers: { 'x-site': 'north', 'x-setting': 'north!', 'x-north': 'planted-key' },
  });
});

test('basic', async () => {
  const [check] = await send('basic');
  const sent = Buffer.from(check?.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
  expect(sent).toBe('north:planted-key');
});

test('the token request', async () => {
  const [token] = await send('client');
  expect(token?.url).toBe('/north/token');
  expect(new URLSearchParams(token?.body).get('audience')).toBe('north');
});

test('the login request', async () => {
  const [login] = await send('session');
  expect(login?.url).toBe('/north/north/login');
  expect(login?.body).toBe('{"key":"planted-key"}');
});

test('the first question, pages and details of a stream; a secret variable stays out of them', async () => {
  const { vault, log } = opened;
  const credentialId = ids.key as number;
  const settings = {};
  const pages: StreamPage[] = [];
  vendor.seen.length = 0;
  const clock = { now: () => new Date(), monotonicMs: () => performance.now(), sleep: async () => {} };
  for await (const page of readStream({
    definition,
    stream: definition.streams[0] as (typeof definition.streams)[number],
    scope: { settings, ...(await vault.getReadScope(credentialId)) },
    send: vault.makeSendPort({ credentialId, definition, log, extraScope: { settings } }),
    startAt: undefined,
    clock,
    signal: new AbortController().signal,
  }))
    pages.push(page);
  expect(vendor.seen.map((seen) => seen.url)).toEqual([
    '/north/discover/north',
    '/north/list/north5?a=north&b=north',
    '/north/one/7/north',
  ]);
  expect(pages[0]?.records).toEqual([{ id: 7, detail: { id: 5 } }]);
});
