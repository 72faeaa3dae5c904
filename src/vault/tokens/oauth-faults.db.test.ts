import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LocalServer, sendJson, startLocalServer } from '../../../test/helpers/local-server.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import {
  makeMovableClock,
  makeTestConnector,
  makeTestVault,
  testActor,
  testPublicUrl,
} from '../../../test/helpers/with-vault.ts';
import { isAppError } from '../../errors.ts';
import type { Vault } from '../vault.ts';

type Answer = (form: URLSearchParams, response: ServerResponse) => void | Promise<void>;

let testDb: TestDb;
let vendor: LocalServer;
let opened: Awaited<ReturnType<typeof makeTestVault>>;
let vault: Vault;
const clock = makeMovableClock();
const definition = makeTestConnector();
const clientSecret = 'planted-client-secret';
let serial = 0;

const grant: Answer = (form, response) => {
  serial += 1;
  sendJson(response, 200, {
    access_token: `access-${serial}`,
    refresh_token: `refresh-${serial}`,
    token_type: 'Bearer',
    expires_in: 3600,
    seen: form.get('grant_type'),
  });
};
let answerToken: Answer = grant;

beforeAll(async () => {
  testDb = await makeTestDb();
  vendor = await startLocalServer(async (request, response) => {
    if (request.url === '/token') return answerToken(new URLSearchParams(request.body), response);
    const isValid = request.headers.authorization === `Bearer access-${serial}`;
    return sendJson(response, isValid ? 200 : 401, isValid ? { ok: true } : { error: 'not_authenticated' });
  });
  opened = await makeTestVault({ db: testDb.db, definitions: [definition], clock });
  vault = opened.vault;
});
afterAll(async () => {
  await opened.close();
  await vendor.close();
  await testDb.drop();
});
afterEach(() => {
  answerToken = grant;
});

async function createCredential(methodId = 'code', more: Record<string, string> = {}): Promise<number> {
  serial += 1;
  const { id } = await vault.create(testActor, {
    connectorId: 'acme',
    methodId,
    name: `Faulty ${serial}`,
    fields: { clientId: 'client', clientSecret, url: vendor.url, ...more },
  });
  return id;
}

async function start(id: number): Promise<{ state: string; url: URL }> {
  const url = new URL((await vault.authorize(testActor, id)).authorizeUrl);
  return { state: url.searchParams.get('state') as string, url };
}

async function authenticate(): Promise<number> {
  const id = await createCredential();
  const { state } = await start(id);
  await vault.completeRedirect(testActor, { code: 'planted-code', state });
  return id;
}

const call = (id: number) =>
  vault
    .makeSendPort({
      credentialId: id,
      definition,
      log: opened.log,
      retry: { maxAttempts: 1, maxTotalWaitMs: 0 },
    })
    .send({ method: 'GET', path: '/api/me', query: {}, headers: {} });

const tokenForms = () =>
  vendor.seen.filter(({ url }) => url === '/token').map(({ body }) => new URLSearchParams(body));

async function failureOf(run: Promise<unknown>) {
  const err = await run.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!isAppError(err)) throw err ?? new Error('it did not fail');
  const everything = JSON.stringify([err.message, err.details]);
  for (const secret of [clientSecret, 'planted-code', 'refresh-', 'access-'])
    expect(everything).not.toContain(secret);
  return err;
}

describe('the way to the vendor', () => {
  it('sends what the definition says: scopes, PKCE, extra parameters, the one redirect URI', async () => {
    const { url } = await start(await createCredential());
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client',
      redirect_uri: `${testPublicUrl}/oauth2/redirect`,
      scope: 'read offline_access',
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      prompt: 'consent',
    });
    expect(url.href).not.toContain(clientSecret);
  });

  it('an answer that names another issuer is refused before anything is sent', async () => {
    const id = await createCredential();
    const wrong = ['https://evil.example', `${vendor.url}.evil.example`, 'nonsense', ''];
    for (const iss of wrong) {
      const { state } = await start(id);
      const asked = tokenForms().length;
      const failed = vault.completeRedirect(testActor, { code: 'planted-code', state, iss });
      expect(await failureOf(failed)).toMatchObject({ code: 'VAULT_ISSUER_WRONG' });
      expect(tokenForms()).toHaveLength(asked);
    }
    const { state } = await start(id);
    await vault.completeRedirect(testActor, { code: 'planted-code', state, iss: `${vendor.url}/tenant` });
    expect((await vault.get(id)).status).toBe('authenticated');
  });

  it('exchanges the code with verifier and redirect URI, character for character', async () => {
    await authenticate();
    const form = Object.fromEntries(tokenForms().at(-1) ?? []);
    expect(form).toEqual({
      grant_type: 'authorization_code',
      code: 'planted-code',
      redirect_uri: `${testPublicUrl}/oauth2/redirect`,
      code_verifier: expect.stringMatching(/^[\w-]{43,}$/),
      client_id: 'client',
      client_secret: clientSecret,
    });
  });

  it('refuses an incomplete credential, naming what is missing', async () => {
    const { id } = await vault.create(testActor, {
      connectorId: 'acme',
      methodId: 'code',
      name: '',
      fields: { clientId: 'x' },
      isDraft: true,
    });
    const err = await failureOf(vault.authorize(testActor, id));
    expect(err).toMatchObject({ code: 'VAULT_CREDENTIAL_INCOMPLETE', field: 'fields.clientSecret' });
  });
});

describe('state', () => {
  it('forged: refused without a token request', async () => {
    const before = tokenForms().length;
    const forged: Record<string, string>[] = [
      { code: 'c', state: 'f'.repeat(43) },
      { code: 'c' },
      { code: 'c', state: '' },
    ];
    for (const query of forged)
      expect((await failureOf(vault.completeRedirect(testActor, query))).code).toBe('VAULT_STATE_UNKNOWN');
    expect(tokenForms().length).toBe(before);
  });

  it('replayed: the second time is refused, also when both come at once', async () => {
    const { state } = await start(await createCredential());
    const both = await Promise.allSettled(
      Array.from({ length: 8 }, () => vault.completeRedirect(testActor, { code: 'planted-code', state })),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const err = await failureOf(vault.completeRedirect(testActor, { code: 'planted-code', state }));
    expect(err.code).toBe('VAULT_STATE_USED');
  });

  it('expired after ten minutes', async () => {
    const { state } = await start(await createCredential());
    clock.advance(10 * 60_000 + 1);
    const err = await failureOf(vault.completeRedirect(testActor, { code: 'planted-code', state }));
    expect(err.code).toBe('VAULT_STATE_EXPIRED');
  });

  it("another person's, another browser's or nobody's: refused, and still good for its owner", async () => {
    const id = await createCredential();
    const { state } = await start(id);
    const strangers = [
      undefined,
      { ...testActor, userId: 2, sessionKey: 'b'.repeat(64) },
      { ...testActor, sessionKey: 'b'.repeat(64) },
      { kind: 'token' as const, userId: 1, name: 'CI', email: testActor.email, role: testActor.role },
    ];
    for (const stranger of strangers) {
      const err = await failureOf(vault.completeRedirect(stranger, { code: 'planted-code', state }));
      expect(err.code).toBe('VAULT_STATE_FOREIGN');
      expect(err.message).toContain(testPublicUrl);
    }
    await vault.completeRedirect(testActor, { code: 'planted-code', state });
    expect((await vault.get(id)).status).toBe('authenticated');
  });

  it('keeps neither state nor verifier readable in the database', async () => {
    const { state } = await start(await createCredential());
    const { rows } = await testDb.db.query<{ row: string }>(
      'SELECT oauth_states::text AS row FROM oauth_states',
    );
    for (const { row } of rows) expect(row).not.toContain(state);
  });
});

describe('what the vendor may answer to the code', () => {
  const cases: [string, Answer, string, string][] = [
    [
      'a wrong client secret',
      (_, r) => sendJson(r, 401, { error: 'invalid_client' }),
      'VAULT_TOKEN_REFUSED',
      'invalid_client',
    ],
    [
      'an unknown client (wrong region)',
      (_, r) => sendJson(r, 404, { resultCode: 'Client app not exist', incidentId: 'WEB-1' }),
      'VAULT_TOKEN_REFUSED',
      'Check the region',
    ],
    [
      'an error with status 200',
      (_, r) => sendJson(r, 200, { error: 'invalid_code' }),
      'VAULT_TOKEN_REFUSED',
      'invalid_code',
    ],
    [
      'an error that repeats the secret',
      (form, r) =>
        sendJson(r, 400, {
          error: 'invalid_request',
          error_description: `bad ${form.get('client_secret')} ${form.get('code')}`,
        }),
      'VAULT_TOKEN_REFUSED',
      'bad •••',
    ],
    [
      'HTML at status 200',
      (_, r) => void r.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>'),
      'VAULT_TOKEN_ANSWER_INVALID',
      'an HTML page',
    ],
    [
      'HTML that asks to slow down',
      (_, r) => void r.writeHead(200, { 'content-type': 'text/html' }).end('<html>Too many requests</html>'),
      'VAULT_TOKEN_UNAVAILABLE',
      'Press Authenticate again',
    ],
    [
      'a redirect',
      (_, r) => void r.writeHead(302, { location: 'https://example.com' }).end(),
      'VAULT_TOKEN_ANSWER_INVALID',
      'a redirect',
    ],
    [
      'JSON without a token',
      (_, r) => sendJson(r, 200, { hello: 1 }),
      'VAULT_TOKEN_ANSWER_INVALID',
      'without access_token',
    ],
    [
      'bytes that are no text',
      (_, r) => void r.writeHead(200).end(Buffer.from('{"access_token":"p\xfc"}', 'latin1')),
      'EGRESS_NOT_TEXT',
      'byte 19 is no UTF-8',
    ],
    [
      'an error in bytes that are no text',
      (_, r) => void r.writeHead(400).end(Buffer.from('{"error":"invalid_client","why":"f\xfcr"}', 'latin1')),
      'VAULT_TOKEN_REFUSED',
      'invalid_client',
    ],
    ['status 503', (_, r) => sendJson(r, 503, {}), 'VAULT_TOKEN_UNAVAILABLE', 'HTTP 503'],
    [
      'status 429',
      (_, r) => sendJson(r, 429, {}, { 'retry-after': '7' }),
      'VAULT_TOKEN_UNAVAILABLE',
      'HTTP 429',
    ],
    ['a broken connection', (_, r) => void r.destroy(), 'VAULT_TOKEN_UNAVAILABLE', '127.0.0.1'],
  ];
  it.each(cases)('%s', async (_, answer, code, words) => {
    const id = await createCredential();
    const { state } = await start(id);
    answerToken = answer;
    const err = await failureOf(vault.completeRedirect(testActor, { code: 'planted-code', state }));
    expect(err.code).toBe(code);
    expect(err.message).toContain(words);
    const credential = await vault.get(id);
    expect(credential).toMatchObject({ status: 'not_authenticated', statusReason: err.message });
  });

  it('consent refused, and other refusals, in words', async () => {
    const first = await start(await createCredential());
    const refused = await failureOf(
      vault.completeRedirect(testActor, { error: 'access_denied', state: first.state }),
    );
    expect(refused.code).toBe('VAULT_CONSENT_REFUSED');
    const second = await start(await createCredential());
    const query = { error: 'invalid_scope', error_description: 'no such scope', state: second.state };
    const err = await failureOf(vault.completeRedirect(testActor, query));
    expect(err.code).toBe('VAULT_AUTHORIZE_REFUSED');
    expect(err.message).toContain('invalid_scope: no such scope');
  });

  it('a failed repeat leaves the tokens that work', async () => {
    const id = await authenticate();
    const { state } = await start(id);
    await failureOf(vault.completeRedirect(testActor, { error: 'access_denied', state }));
    expect((await vault.get(id)).status).toBe('authenticated');
    expect((await call(id)).status).toBe(200);
  });

  it('says when less was granted than asked', async () => {
    answerToken = (_, response) =>
      sendJson(response, 200, { access_token: 'access-x', expires_in: 60, scope: 'other' });
    const id = await authenticate();
    expect((await vault.get(id)).statusReason).toBe('The vendor did not grant: read.');
  });
});

describe('token host', () => {
  it('what the vendor adds to the redirect may pick a host, but only an allowed one', async () => {
    const base = definition.auth[0];
    if (base?.kind !== 'oauth2') throw new Error('not OAuth');
    const multi = makeTestConnector({
      id: 'multi',
      auth: [
        {
          ...base,
          tokenUrl: '{{ callback["accounts-server"] | default(fields.url) }}/token',
          allowedTokenHosts: ['{{ fields.url }}', 'accounts.example.eu'],
        },
      ],
    });
    const own = await makeTestVault({ db: testDb.db, definitions: [multi], clock });
    try {
      const fields = { clientId: 'client', clientSecret, url: vendor.url };
      const { id } = await own.vault.create(testActor, {
        connectorId: 'multi',
        methodId: 'code',
        name: 'Multi',
        fields,
      });
      const begin = async () =>
        new URL((await own.vault.authorize(testActor, id)).authorizeUrl).searchParams.get('state') ?? '';
      const evil = {
        code: 'planted-code',
        state: await begin(),
        'accounts-server': 'https://evil.example.net',
      };
      const err = await failureOf(own.vault.completeRedirect(testActor, evil));
      expect(err.code).toBe('VAULT_TOKEN_HOST_REFUSED');
      expect(err.message).toContain('evil.example.net');
      await own.vault.completeRedirect(testActor, {
        code: 'planted-code',
        state: await begin(),
        'accounts-server': vendor.url,
      });
      expect((await own.vault.get(id)).status).toBe('authenticated');
    } finally {
      await own.close();
    }
  });
});

describe('refresh', () => {
  it('keeps the old refresh token when none is returned', async () => {
    const id = await authenticate();
    const first = `refresh-${serial}`;
    answerToken = (_, response) => {
      serial += 1;
      sendJson(response, 200, { access_token: `access-${serial}`, expires_in: '3600' });
    };
    for (let round = 0; round < 2; round += 1) {
      clock.advance(3_600_001);
      expect((await call(id)).status).toBe(200);
      expect(tokenForms().at(-1)?.get('refresh_token')).toBe(first);
    }
  });

  it('goes before the end, not at it, and the old token still serves while the vendor is down', async () => {
    const id = await authenticate();
    clock.advance(3_400_000);
    answerToken = (_, response) => sendJson(response, 503, {});
    const before = tokenForms().length;
    expect((await call(id)).status).toBe(200);
    expect(tokenForms().length).toBe(before + 1);
    answerToken = grant;
    expect((await call(id)).status).toBe(200);
    expect(tokenForms().at(-1)?.get('grant_type')).toBe('refresh_token');
  });

  it('on 401 once, then the request again', async () => {
    const id = await authenticate();
    serial += 1;
    const before = vendor.seen.length;
    expect((await call(id)).status).toBe(200);
    expect(vendor.seen.slice(before).map(({ url }) => url)).toEqual(['/api/me', '/token', '/api/me']);
  });

  const passing: [string, Answer][] = [
    ['503', (_, r) => sendJson(r, 503, {})],
    ['429', (_, r) => sendJson(r, 429, {})],
    ['a lost connection', (_, r) => void r.destroy()],
    [
      'an error the definition calls passing',
      (_, r) => sendJson(r, 400, { error: 'Access Denied', error_description: 'Bitte später' }),
    ],
  ];
  it.each(passing)('%s does not end the credential', async (_, answer) => {
    const id = await authenticate();
    clock.advance(3_600_001);
    answerToken = answer;
    const err = await failureOf(call(id));
    expect(err).toMatchObject({ code: 'VAULT_TOKEN_UNAVAILABLE', recovery: 'retry' });
    expect((await vault.get(id)).status).toBe('authenticated');
    answerToken = grant;
    expect((await call(id)).status).toBe(200);
  });

  it('after a throttle that wants silence nobody asks again until it is over', async () => {
    const id = await authenticate();
    clock.advance(3_600_001);
    let askedCount = 0;
    answerToken = (_form, response) => {
      askedCount += 1;
      sendJson(response, 400, { error: 'Zugriff verweigert', status: 'failure' });
    };
    expect(await failureOf(call(id))).toMatchObject({
      code: 'VAULT_TOKEN_UNAVAILABLE',
      retryAfterMs: 900_000,
    });
    const err = await failureOf(call(id));
    expect(err.message).toContain('asks again in 15 minutes');
    expect(err).toMatchObject({ code: 'VAULT_TOKEN_PAUSED', recovery: 'retry' });
    expect(askedCount).toBe(1);
    expect((await vault.get(id)).status).toBe('authenticated');
    // Signing in again ends the pause.
    answerToken = grant;
    const { state } = await start(id);
    await vault.completeRedirect(testActor, { code: 'planted-code', state });
    expect((await call(id)).status).toBe(200);
  });

  it.each([
    ['a wrong client secret', 401, { error: 'invalid_client' }],
    ['anything unknown', 400, { error: 'strange' }],
  ])('%s stops, is shown, and does not end the credential', async (_, status, body) => {
    const id = await authenticate();
    clock.advance(3_600_001);
    answerToken = (_form, response) => sendJson(response, status, body);
    const err = await failureOf(call(id));
    expect(err.code).toBe('VAULT_TOKEN_REFUSED');
    expect(await vault.get(id)).toMatchObject({ status: 'authenticated', statusReason: err.message });
  });

  it('only a listed error means: a person must authenticate again', async () => {
    const id = await authenticate();
    clock.advance(3_600_001);
    answerToken = (_, response) =>
      sendJson(response, 400, { error: 'invalid_grant', error_description: 'revoked' });
    const err = await failureOf(call(id));
    expect(err).toMatchObject({ code: 'VAULT_NEEDS_REAUTHENTICATION', recovery: 'reauthorize' });
    expect(await vault.get(id)).toMatchObject({ status: 'needs_reauthentication', isUsable: false });
    expect((await vault.listWarnings()).map((warning) => warning.id)).toContain(id);
    const before = tokenForms().length;
    expect((await failureOf(call(id))).code).toBe('VAULT_NEEDS_REAUTHENTICATION');
    expect(tokenForms().length).toBe(before);
  });

  it('falls back to the refresh token before, when the vendor does not know the one it gave last', async () => {
    const id = await authenticate();
    const first = `refresh-${serial}`;
    clock.advance(3_600_001);
    expect((await call(id)).status).toBe(200);
    const second = `refresh-${serial}`;
    clock.advance(3_600_001);
    answerToken = (form, response) =>
      form.get('refresh_token') === first
        ? grant(form, response)
        : sendJson(response, 400, { error: 'invalid_grant' });
    expect((await call(id)).status).toBe(200);
    expect(
      tokenForms()
        .slice(-2)
        .map((form) => form.get('refresh_token')),
    ).toEqual([second, first]);
  });

  it('stores the new tokens before they are used', async () => {
    const id = await authenticate();
    clock.advance(3_600_001);
    const before = await vault.get(id);
    const { rows } = await testDb.db.query<{ seal_version: number }>(
      'SELECT seal_version FROM credentials WHERE id = $1',
      [id],
    );
    const port = vault.makeSendPort({ credentialId: id, definition, log: opened.log });
    let storedVersion: number | undefined;
    const stop = vendor.seen.length;
    const sending = port.send({ method: 'GET', path: '/api/me', query: {}, headers: {} });
    for (;;) {
      const used = vendor.seen.slice(stop).some(({ url }) => url === '/api/me');
      const now = await testDb.db.query<{ seal_version: number }>(
        'SELECT seal_version FROM credentials WHERE id = $1',
        [id],
      );
      if (used) {
        storedVersion = now.rows[0]?.seal_version;
        break;
      }
    }
    await sending;
    expect(storedVersion).toBe((rows[0]?.seal_version ?? 0) + 1);
    expect((await vault.get(id)).refreshedAt?.getTime()).toBeGreaterThan(before.refreshedAt?.getTime() ?? 0);
  });

  it('without a refresh token says what to change at the vendor, but only when the token is over', async () => {
    answerToken = (_, response) => {
      serial += 1;
      sendJson(response, 200, { access_token: `access-${serial}`, expires_in: 3600 });
    };
    const id = await authenticate();
    clock.advance(3_500_000);
    expect((await call(id)).status).toBe(200);
    clock.advance(200_000);
    const err = await failureOf(call(id));
    expect(err.code).toBe('VAULT_NEEDS_REAUTHENTICATION');
    expect(err.message).toContain('no refresh token');
  });

  it('password grant: refreshed, and signed in anew when the refresh token is dead', async () => {
    const id = await createCredential('password', { username: 'svc', password: 'planted-code' });
    expect((await call(id)).status).toBe(200);
    expect(Object.fromEntries(tokenForms().at(-1) ?? [])).toMatchObject({
      grant_type: 'password',
      username: 'svc',
      scope: 'read offline_access',
    });
    clock.advance(3_600_001);
    answerToken = (form, response) =>
      form.get('grant_type') === 'refresh_token'
        ? sendJson(response, 400, { error: 'invalid_grant' })
        : grant(form, response);
    expect((await call(id)).status).toBe(200);
    expect(
      tokenForms()
        .slice(-2)
        .map((form) => form.get('grant_type')),
    ).toEqual(['refresh_token', 'password']);
  });

  it('a persistent 401 is handed back and shown, without ending the tokens', async () => {
    const id = await authenticate();
    answerToken = (_, response) =>
      sendJson(response, 200, { access_token: 'access-wrong', refresh_token: 'r', expires_in: 3600 });
    serial += 1;
    expect((await call(id)).status).toBe(401);
    const credential = await vault.get(id);
    expect(credential.status).toBe('needs_reauthentication');
    expect(credential.statusReason).toContain('just issued');
    answerToken = grant;
    expect((await call(id)).status).toBe(200);
    expect(await vault.get(id)).toMatchObject({ status: 'authenticated', statusReason: null });
  });
});
