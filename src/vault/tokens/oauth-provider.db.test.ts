import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../../test/helpers/local-server.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import {
  makeMovableClock,
  makeTestConnector,
  makeTestVault,
  testActor,
  testOAuthMethod,
  testPublicUrl,
} from '../../../test/helpers/with-vault.ts';
import type { OAuth2Method } from '../../connector-kit/index.ts';
import type { Vault } from '../vault.ts';

// A real provider nobody here wrote: PKCE required, refresh tokens rotate, a reused one revokes the whole grant.

let testDb: TestDb;
let provider: { url: string; close(): Promise<void> };
let opened: Awaited<ReturnType<typeof makeTestVault>>;
let vault: Vault;
const clock = makeMovableClock();
const tokenRequests: string[] = [];
const method = (more: Partial<OAuth2Method>): OAuth2Method => ({
  ...testOAuthMethod,
  authorizationUrl: '{{ fields.url }}/auth',
  ...more,
});
const definition = makeTestConnector({
  auth: [
    method({ id: 'post' }),
    method({ id: 'basic', clientAuthentication: 'secret_basic' }),
    method({ id: 'client', grant: 'client_credentials', usePkce: false, scopes: [] }),
  ],
});

beforeAll(async () => {
  testDb = await makeTestDb();
  let handle: ReturnType<Provider['callback']>;
  provider = await listen((request, response) => {
    if (request.url === '/token') tokenRequests.push(request.url);
    handle(request, response);
  });
  const client = (id: string, auth: 'client_secret_post' | 'client_secret_basic') => ({
    client_id: id,
    client_secret: 'p+ss/w=rd with space',
    redirect_uris: [`${testPublicUrl}/oauth2/redirect`],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    token_endpoint_auth_method: auth,
  });
  const oidc = new Provider(provider.url, {
    clients: [client('post-client', 'client_secret_post'), client('basic-client', 'client_secret_basic')],
    scopes: ['openid', 'offline_access', 'read', 'write'],
    features: { clientCredentials: { enabled: true } },
    rotateRefreshToken: true,
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      RefreshToken: 86_400,
      Session: 600,
      Grant: 86_400,
      Interaction: 600,
      ClientCredentials: 600,
    },
    cookies: { keys: ['test'] },
  });
  oidc.on('server_error', (_, err) => {
    throw err;
  });
  handle = oidc.callback();
  opened = await makeTestVault({ db: testDb.db, definitions: [definition], clock });
  vault = opened.vault;
});
afterAll(async () => {
  await opened.close();
  await provider.close();
  await testDb.drop();
});

/** What a person does in the popup: sign in, allow (or not), be sent back. */
async function walkThrough(authorizeUrl: string, mayAllow = true): Promise<Record<string, string>> {
  const jar = new Map<string, string>();
  let url = authorizeUrl;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 15; step += 1) {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { body: form } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    form = undefined;
    const location = response.headers.get('location');
    if (location) {
      url = new URL(location, url).href;
      if (url.startsWith(testPublicUrl)) return Object.fromEntries(new URL(url).searchParams);
      continue;
    }
    const page = await response.text();
    if (!response.ok) throw new Error(`${response.status} at ${url}: ${page.slice(0, 500)}`);
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
    if (prompt === 'consent' && !mayAllow) {
      url = `${url}/abort`;
      continue;
    }
    form = new URLSearchParams({ prompt, login: 'ada', password: 'x' });
  }
  throw new Error('the sign-in did not end');
}

let count = 0;
async function createCredential(methodId: string, clientId: string): Promise<number> {
  count += 1;
  const { id } = await vault.create(testActor, {
    connectorId: 'acme',
    methodId,
    name: `Provider ${count}`,
    fields: { clientId, clientSecret: 'p+ss/w=rd with space', url: provider.url },
  });
  return id;
}

async function authenticate(methodId: string, clientId: string): Promise<number> {
  const id = await createCredential(methodId, clientId);
  const { authorizeUrl } = await vault.authorize(testActor, id);
  await vault.completeRedirect(testActor, await walkThrough(authorizeUrl));
  return id;
}

const call = async (id: number) => {
  const port = vault.makeSendPort({ credentialId: id, definition, log: opened.log });
  return (await port.send({ method: 'GET', path: '/jwks', query: {}, headers: {} })).status;
};

describe('against a real provider', () => {
  it.each([
    ['post', 'post-client'],
    ['basic', 'basic-client'],
  ])('authorization code with PKCE, client secret by %s', async (methodId, clientId) => {
    const id = await authenticate(methodId, clientId);
    const credential = await vault.get(id);
    expect(credential).toMatchObject({ status: 'authenticated', statusReason: null, isUsable: true });
    expect(credential.accessTokenExpiresAt?.getTime()).toBeGreaterThan(clock.now().getTime() + 3_500_000);
  });

  it('refreshes again and again while the refresh token rotates', async () => {
    const id = await authenticate('post', 'post-client');
    for (let round = 0; round < 4; round += 1) {
      const before = tokenRequests.length;
      // The provider has its own clock, so only Muster thinks that the token is nearly over.
      clock.advance(3_400_000);
      expect(await call(id)).toBe(200);
      expect(tokenRequests.length).toBe(before + 1);
      expect((await vault.get(id)).status).toBe('authenticated');
    }
    const { rows } = await testDb.db.query<{ seal_version: number }>(
      'SELECT seal_version FROM credentials WHERE id = $1',
      [id],
    );
    expect(rows[0]?.seal_version).toBe(6);
  });

  it('32 requests at once refresh once; a second refresh would revoke the grant here', async () => {
    const id = await authenticate('post', 'post-client');
    clock.advance(3_700_000);
    const before = tokenRequests.length;
    const ports = Array.from({ length: 32 }, () =>
      vault.makeSendPort({ credentialId: id, definition, log: opened.log }),
    );
    await Promise.all(
      ports.map((port) => port.send({ method: 'GET', path: '/jwks', query: {}, headers: {} })),
    );
    expect(tokenRequests.length - before).toBe(1);
    clock.advance(3_700_000);
    await ports[0]?.send({ method: 'GET', path: '/jwks', query: {}, headers: {} });
    expect((await vault.get(id)).status).toBe('authenticated');
  });

  it('client credentials: fetched at the first use, without a person', async () => {
    const id = await createCredential('client', 'post-client');
    expect((await vault.get(id)).isUsable).toBe(true);
    const port = vault.makeSendPort({ credentialId: id, definition, log: opened.log });
    expect((await port.send({ method: 'GET', path: '/jwks', query: {}, headers: {} })).status).toBe(200);
    expect(await vault.get(id)).toMatchObject({ status: 'authenticated' });
    await expect(vault.authorize(testActor, id)).rejects.toMatchObject({
      code: 'VAULT_AUTHORIZE_NOT_NEEDED',
    });
  });

  it('consent refused: says so and keeps the credential unauthenticated', async () => {
    const id = await createCredential('post', 'post-client');
    const { authorizeUrl } = await vault.authorize(testActor, id);
    const back = await walkThrough(authorizeUrl, false);
    expect(back.error).toBe('access_denied');
    await expect(vault.completeRedirect(testActor, back)).rejects.toMatchObject({
      code: 'VAULT_CONSENT_REFUSED',
    });
    expect(await vault.get(id)).toMatchObject({ status: 'not_authenticated', isUsable: false });
  });

  it('a refresh token revoked at the vendor: needs re-authentication, then authenticating heals it', async () => {
    const id = await authenticate('post', 'post-client');
    const used = await stealRefreshToken(id);
    const reuse = {
      grant_type: 'refresh_token',
      refresh_token: used,
      client_id: 'post-client',
      client_secret: 'p+ss/w=rd with space',
    };
    for (let time = 0; time < 2; time += 1) {
      await fetch(`${provider.url}/token`, { method: 'POST', body: new URLSearchParams(reuse) });
    }
    clock.advance(3_700_000);
    await expect(call(id)).rejects.toMatchObject({
      code: 'VAULT_NEEDS_REAUTHENTICATION',
      recovery: 'reauthorize',
    });
    expect(await vault.get(id)).toMatchObject({ status: 'needs_reauthentication', isUsable: false });
    expect((await vault.get(id)).statusReason).toContain('invalid_grant');

    const before = tokenRequests.length;
    await expect(call(id)).rejects.toMatchObject({ code: 'VAULT_NEEDS_REAUTHENTICATION' });
    expect(tokenRequests.length).toBe(before);

    const { authorizeUrl } = await vault.authorize(testActor, id);
    await vault.completeRedirect(testActor, await walkThrough(authorizeUrl));
    expect(await vault.get(id)).toMatchObject({
      status: 'authenticated',
      statusReason: null,
      isUsable: true,
    });
  });

  it("a wrong client secret: the vendor's words, without the secret", async () => {
    const id = await createCredential('post', 'post-client');
    await vault.update(testActor, id, { fields: { clientSecret: 'not-the-secret' } });
    const { authorizeUrl } = await vault.authorize(testActor, id);
    const back = await walkThrough(authorizeUrl);
    const attempt = vault.completeRedirect(testActor, back);
    await expect(attempt).rejects.toMatchObject({ code: 'VAULT_TOKEN_REFUSED' });
    await expect(attempt).rejects.toThrow('invalid_client');
    await expect(attempt).rejects.not.toThrow('not-the-secret');
  });
});

/** Reads a refresh token as an attacker with the database and the master key would. */
async function stealRefreshToken(id: number): Promise<string> {
  const { makeEnvelope } = await import('../seal/envelope.ts');
  const { openMasterKeyring } = await import('../seal/master-key.ts');
  const { testMasterKey } = await import('../../../test/helpers/with-vault.ts');
  const keyring = await openMasterKeyring({
    setting: { from: 'value', base64: testMasterKey },
    clock,
    log: opened.log,
    beforeCreate: async () => undefined,
  });
  const { rows } = await testDb.db.query<{
    sealed: Buffer;
    wrapped_key: Buffer;
    master_key_id: string;
    seal_version: number;
  }>('SELECT sealed, wrapped_key, master_key_id, seal_version FROM credentials WHERE id = $1', [id]);
  const row = rows[0] as NonNullable<(typeof rows)[0]>;
  const secrets = await makeEnvelope(keyring).open<{ tokens: { refreshToken: string } }>(
    { kind: 'credential', id, version: row.seal_version, what: 'test' },
    { sealed: row.sealed, wrappedKey: row.wrapped_key, masterKeyId: row.master_key_id },
  );
  return secrets.tokens.refreshToken;
}
