import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalServer, sendJson, startLocalServer } from '../../../test/helpers/local-server.ts';
import { makeTestApp, type TestApp } from '../../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import { makeTestConnector, makeTestVault } from '../../../test/helpers/with-vault.ts';
import { registerCredentialsRoutes } from './credentials.routes.ts';
import { registerOAuthRedirectRoutes } from './oauth-redirect.routes.ts';

let testDb: TestDb;
let test: TestApp;
let vendor: LocalServer;
let opened: Awaited<ReturnType<typeof makeTestVault>>;
let admin: Record<string, string>;
let operator: Record<string, string>;
let viewer: Record<string, string>;
/** Everything the API ever answered in this file, headers included. */
const answers: string[] = [];
const planted = [
  'planted-client-secret',
  'planted-api-key',
  'planted-access',
  'planted-refresh',
  'planted-code',
];
let isTokenDown = false;

beforeAll(async () => {
  testDb = await makeTestDb();
  vendor = await startLocalServer((request, response) => {
    if (request.url !== '/token') return sendJson(response, 200, { echo: request.headers });
    if (isTokenDown)
      return sendJson(response, 400, { error: 'invalid_request', error_description: request.body });
    return sendJson(response, 200, {
      access_token: 'planted-access',
      refresh_token: 'planted-refresh',
      expires_in: 3600,
    });
  });
  opened = await makeTestVault({ db: testDb.db, definitions: [makeTestConnector()] });
  test = await makeTestApp(testDb.db, {
    app: {
      registerRoutes: [
        (app) => registerCredentialsRoutes(app, { vault: opened.vault }),
        (app) => registerOAuthRedirectRoutes(app, { vault: opened.vault }),
      ],
    },
  });
  admin = (await test.signInAs('administrator')).headers;
  operator = (await test.signInAs('operator')).headers;
  viewer = (await test.signInAs('viewer')).headers;
});
afterAll(async () => {
  await test.app.close();
  await opened.close();
  await vendor.close();
  await testDb.drop();
});

async function call(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: object,
  headers = admin,
) {
  const answer = await test.app.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
  answers.push(JSON.stringify(answer.headers) + answer.body);
  const isJson = String(answer.headers['content-type']).includes('json');
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    json: isJson ? answer.json() : undefined,
  };
}

const oauthBody = (name: string) => ({
  connectorId: 'acme',
  methodId: 'code',
  name,
  fields: { clientId: 'client', clientSecret: 'planted-client-secret', url: vendor.url },
});

const startSignIn = async (id: number): Promise<string> => {
  const { json } = await call('POST', `/api/credentials/${id}/authorize`);
  return new URL(json.authorizeUrl).searchParams.get('state') as string;
};

describe('credentials API', () => {
  it('other servers: an administrator enters them, operators see them', async () => {
    const body = { ...oauthBody('Servers'), otherServers: ['https://B.example:4443/login'] };
    const created = await call('POST', '/api/credentials', body);
    expect(created).toMatchObject({ status: 201, json: { otherServers: ['b.example:4443'] } });
    const url = `/api/credentials/${created.json.id}`;
    expect(await call('PATCH', url, { otherServers: ['*.example'] })).toMatchObject({
      status: 422,
      json: { error: { code: 'VAULT_FIELD_INVALID', field: 'otherServers' } },
    });
    expect((await call('PATCH', url, { otherServers: [] }, operator)).status).toBe(403);
    expect((await call('GET', url, undefined, operator)).json.otherServers).toEqual(['b.example:4443']);
    expect((await call('GET', '/api/credentials', undefined, operator)).json.items).toMatchObject([
      { otherServers: ['b.example:4443'] },
    ]);
    expect((await call('GET', url, undefined, viewer)).json.otherServers).toEqual([]);
    expect((await call('DELETE', url)).status).toBe(200);
  });

  it('draft, authenticate in the popup, create, list, test, change, delete', async () => {
    const draft = await call('POST', '/api/credentials', { ...oauthBody(''), isDraft: true });
    expect(draft).toMatchObject({
      status: 201,
      json: { isDraft: true, status: 'not_authenticated', secretsSet: ['clientSecret'] },
    });
    const { id } = draft.json;
    const state = await startSignIn(id);
    const page = await call('GET', `/oauth2/redirect?code=planted-code&state=${state}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('data-outcome="authenticated"');
    expect(page.text).toContain(`data-credential-id="${id}"`);
    expect((await call('GET', `/api/credentials/${id}`, undefined, viewer)).json).toMatchObject({
      status: 'authenticated',
    });

    const created = await call('PATCH', `/api/credentials/${id}`, {
      ...oauthBody('Acme users'),
      scopes: ['read', 'offline_access'],
      expiresAt: null,
      isDraft: false,
    });
    expect(created).toMatchObject({
      status: 200,
      json: { name: 'Acme users', isDraft: false, status: 'authenticated' },
    });
    const list = await call(
      'GET',
      '/api/credentials?q=acme&sort=-name&filter=status:eq:authenticated',
      undefined,
      viewer,
    );
    expect(list.json).toMatchObject({
      items: [{ id, name: 'Acme users', usedBy: [] }],
      nextCursor: null,
      total: { count: 1, isExact: true },
    });
    expect((await call('POST', `/api/credentials/${id}/test`, undefined, operator)).json).toEqual({
      ok: true,
      message: 'Acme accepted the credential.',
    });
    expect(
      (await call('POST', `/api/credentials/${id}/test`, { settings: { url: vendor.url } })).json.ok,
    ).toBe(true);
    expect((await call('GET', '/api/credential-warnings')).json).toEqual({ items: [] });

    await testDb.db.query(
      `INSERT INTO integrations (name, connector_id, stream_id, object, credential_id, schedule) VALUES ('Acme sync', 'acme', 's', 'people', $1, '{}')`,
      [id],
    );
    const inUse = await call('DELETE', `/api/credentials/${id}`);
    expect(inUse).toMatchObject({
      status: 409,
      json: {
        error: { code: 'VAULT_CREDENTIAL_IN_USE', details: { integrations: [{ name: 'Acme sync' }] } },
      },
    });
    await testDb.db.query('DELETE FROM integrations');
    expect((await call('DELETE', `/api/credentials/${id}`)).json).toEqual({ isOk: true });
    expect((await call('GET', `/api/credentials/${id}`)).status).toBe(404);
  });

  it.each([
    ['an unknown sort', 'GET', '/api/credentials?sort=sealed', undefined, 400, 'sort'],
    ['an unknown filter', 'GET', '/api/credentials?filter=fields:eq:x', undefined, 400, 'filter'],
    [
      'a bad value',
      'POST',
      '/api/credentials',
      { connectorId: 'acme', methodId: 'code', name: 'Bad', fields: { url: 'planted-client-secret' } },
      422,
      'fields.clientId',
    ],
    [
      'an unknown property',
      'POST',
      '/api/credentials',
      { connectorId: 'acme', methodId: 'code', name: 'Bad', sealed: 'x' },
      400,
      undefined,
    ],
  ] as const)('%s is refused, naming the field', async (_, method, url, body, status, field) => {
    const answer = await call(method, url, body);
    expect(answer.status).toBe(status);
    if (field) expect(answer.json.error.field).toBe(field);
  });

  it('only administrators change anything; operators may test', async () => {
    const { json } = await call('POST', '/api/credentials', { ...oauthBody('Guarded') });
    for (const headers of [viewer, operator]) {
      expect((await call('POST', '/api/credentials', oauthBody('No'), headers)).status).toBe(403);
      expect((await call('PATCH', `/api/credentials/${json.id}`, {}, headers)).status).toBe(403);
      expect((await call('DELETE', `/api/credentials/${json.id}`, undefined, headers)).status).toBe(403);
      expect((await call('POST', `/api/credentials/${json.id}/authorize`, undefined, headers)).status).toBe(
        403,
      );
    }
    expect((await call('POST', `/api/credentials/${json.id}/test`, undefined, viewer)).status).toBe(403);
  });
});

describe('the page at the end of a sign-in', () => {
  it('runs nothing but its own script, keeps the tie to the opener, is not stored', async () => {
    const page = await call('GET', '/oauth2/redirect?state=forged');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'/);
    expect(policy).not.toContain('unsafe-inline');
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'unsafe-none',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  it('explains each failure in words, with what to do', async () => {
    const { json } = await call('POST', '/api/credentials', oauthBody('Explained'));
    const refused = await call(
      'GET',
      `/oauth2/redirect?error=access_denied&state=${await startSignIn(json.id)}`,
    );
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('declined');
    const state = await startSignIn(json.id);
    const foreign = await call(
      'GET',
      `/oauth2/redirect?code=planted-code&state=${state}`,
      undefined,
      operator,
    );
    expect(foreign.text).toContain('VAULT_STATE_FOREIGN');
    const nobody = await call('GET', `/oauth2/redirect?code=planted-code&state=${state}`, undefined, {});
    expect(nobody.text).toContain('in the browser where you are signed in');
    await call('GET', `/oauth2/redirect?code=planted-code&state=${state}`);
    expect((await call('GET', `/oauth2/redirect?code=planted-code&state=${state}`)).text).toContain(
      'already been completed',
    );
    expect((await call('GET', '/oauth2/redirect')).text).toContain('not started by Muster');
    isTokenDown = true;
    try {
      const failed = await call(
        'GET',
        `/oauth2/redirect?code=planted-code&state=${await startSignIn(json.id)}`,
      );
      expect(failed.text).toContain('data-outcome="failed"');
      expect(failed.text).toContain('refused the token request');
    } finally {
      isTokenDown = false;
    }
  });

  it('shows what a stranger wrote as text only', async () => {
    const { json } = await call('POST', '/api/credentials', oauthBody('<img src=x onerror=alert(1)>'));
    const state = await startSignIn(json.id);
    const error = encodeURIComponent('"><script>alert(1)</script>');
    const page = await call(
      'GET',
      `/oauth2/redirect?error=${error}&error_description=${error}&state=${state}`,
    );
    expect(page.text).not.toContain('<script>alert');
    expect(page.text).not.toContain('<img');
    expect(page.text).toContain('&lt;script&gt;');
  });
});

describe('secrets', () => {
  it('are in no answer of this file, and in no log', async () => {
    await call('POST', '/api/credentials', {
      connectorId: 'acme',
      methodId: 'key',
      name: 'Key',
      fields: { url: vendor.url, apiKey: 'planted-api-key' },
    });
    await call('GET', '/api/credentials');
    expect(answers.length).toBeGreaterThan(40);
    const log = JSON.stringify(opened.log.lines);
    for (const secret of planted) {
      expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
      expect(log).not.toContain(secret);
    }
  });
});
