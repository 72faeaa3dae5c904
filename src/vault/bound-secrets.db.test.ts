import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalServer, sendJson, startLocalServer } from '../../test/helpers/local-server.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeTestConnector, makeTestVault, testActor } from '../../test/helpers/with-vault.ts';
import type { ConnectorDefinition } from '../connector-kit/index.ts';
import { forgetPendingBindings } from './credentials/bindings.queries.ts';
import type { Vault } from './vault.ts';

/*
 * A secret goes nowhere but where it was entered for, whichever way its address changes.
 */

const planted = ['planted-client-secret', 'planted-api-key', 'planted-token', 'planted-variable'];

let testDb: TestDb;
let opened: Awaited<ReturnType<typeof makeTestVault>>;
let vault: Vault;
let own: LocalServer;
let other: LocalServer;
let count = 0;
/** Where the first server sends whoever asks for the list. */
let moved: { status: number; location: string } | undefined;

const url = { key: 'url', title: 'URL', help: '', type: 'url' as const, isRequired: true };
const definition: ConnectorDefinition = makeTestConnector({
  auth: makeTestConnector().auth.map((method) => ({
    ...method,
    fields: method.fields.map((field) =>
      field.key === 'url'
        ? { ...field, globalVariable: 'Acme.Url' }
        : field.key === 'apiKey'
          ? { ...field, globalVariable: 'Acme.Key', isRequired: false }
          : field,
    ),
  })),
  settings: [{ ...url, isRequired: false }],
});
const definitions = [definition];

beforeAll(async () => {
  testDb = await makeTestDb();
  const answer: Parameters<typeof startLocalServer>[0] = ({ url: path, body }, response) => {
    const isOwn = response.socket?.localPort === Number(new URL(own.url).port);
    if (moved && isOwn && path?.startsWith('/list')) {
      response.writeHead(moved.status, { location: moved.location }).end();
      return;
    }
    if (body.includes('wrong-secret')) {
      sendJson(response, 401, { error: 'invalid_client' });
      return;
    }
    const tokens = { access_token: 'planted-token', refresh_token: 'planted-refresh', expires_in: 3600 };
    sendJson(response, 200, path === '/token' ? tokens : { token: 'planted-token' });
  };
  own = await startLocalServer(answer);
  other = await startLocalServer(answer);
  opened = await makeTestVault({ db: testDb.db, definitions });
  vault = opened.vault;
});
beforeEach(() => {
  moved = undefined;
  own.seen.length = 0;
  other.seen.length = 0;
});
afterAll(async () => {
  await Promise.all([opened.close(), own.close(), other.close()]);
  await testDb.drop();
});

const secretsOf = {
  key: { apiKey: 'planted-api-key' },
  'key-query': { apiKey: 'planted-api-key' },
  basic: { username: 'ada', password: 'planted-client-secret' },
  client: { clientId: 'id', clientSecret: 'planted-client-secret' },
  session: { username: 'ada', password: 'planted-client-secret' },
} as const;
type Method = keyof typeof secretsOf;
const methods = Object.keys(secretsOf) as Method[];

const create = (methodId: Method | 'code', fields: Record<string, string>, more = {}) => {
  count += 1;
  const name = `Credential ${count}`;
  return vault.create(testActor, { connectorId: 'acme', methodId, name, fields, ...more });
};

/** Nothing planted has arrived there. */
function expectNothingAt(server: LocalServer) {
  const text = JSON.stringify(server.seen);
  for (const secret of planted) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(`ada:${secret}`).toString('base64'));
  }
}
const setVariable = async (key: string, value: string, isSecret = false) => {
  const found = (await opened.globalVariables.list()).find((one) => one.key === key);
  return found
    ? opened.globalVariables.update(testActor, found.id, { value, isSecret })
    : opened.globalVariables.create(testActor, { key, value, isSecret });
};
const hostOf = (server: LocalServer) => new URL(server.url).host;

describe.each(methods)('a secret of the method %s', (methodId) => {
  const secrets = secretsOf[methodId];
  const secretKey = methodId.startsWith('key')
    ? 'apiKey'
    : methodId === 'client'
      ? 'clientSecret'
      : 'password';

  it('is asked for again when only the address changes, and goes there when it is entered', async () => {
    const { id } = await create(methodId, { url: own.url, ...secrets });
    expect(await vault.testCredential(id)).toMatchObject({ ok: true });
    await expect(vault.update(testActor, id, { fields: { url: other.url } })).rejects.toMatchObject({
      code: 'VAULT_SECRET_NEEDED',
      field: `fields.${secretKey}`,
      message: expect.stringContaining(`needs the secret for ${hostOf(other)}`),
      details: { needs: [expect.objectContaining({ key: secretKey, hosts: [hostOf(other)] })] },
    });
    expect((await vault.get(id)).fields.url).toBe(own.url);
    expectNothingAt(other);
    const changed = { url: other.url, [secretKey]: secrets[secretKey as keyof typeof secrets] };
    await vault.update(testActor, id, { fields: changed });
    expect(await vault.testCredential(id)).toMatchObject({ ok: true });
    expect(other.seen.length).toBeGreaterThan(0);
  });

  it('does not go to the server a global variable names now; the credential says so, and is right again when it is back', async () => {
    await setVariable('Acme.Url', own.url);
    const { id } = await create(methodId, { ...secrets });
    expect(await vault.testCredential(id)).toMatchObject({ ok: true });
    await setVariable('Acme.Url', other.url);
    expect(await vault.get(id)).toMatchObject({
      status: 'needs_secret',
      isUsable: false,
      statusReason: expect.stringContaining(`needs the secret for ${hostOf(other)}`),
    });
    const tested = await vault.testCredential(id);
    expect(tested).toMatchObject({
      ok: false,
      message: expect.stringContaining(`needs the secret for ${hostOf(other)}`),
    });
    expectNothingAt(other);
    await vault.update(testActor, id, { name: `Renamed ${id}` });
    expect((await vault.get(id)).status).toBe('needs_secret');
    await setVariable('Acme.Url', own.url);
    expect((await vault.get(id)).isUsable).toBe(true);
    expect(await vault.testCredential(id)).toMatchObject({ ok: true });
    expect((await vault.get(id)).status).toBe('authenticated');
  });

  it('does not go where SQL or another definition lead', async () => {
    const { id } = await create(methodId, { url: own.url, ...secrets });
    await testDb.db.query(`UPDATE credentials SET fields = fields || $2 WHERE id = $1`, [
      id,
      JSON.stringify({ url: other.url }),
    ]);
    expect(await vault.testCredential(id)).toMatchObject({ ok: false });
    await testDb.db.query(`UPDATE credentials SET fields = fields || $2, other_servers = $3 WHERE id = $1`, [
      id,
      JSON.stringify({ url: own.url }),
      [hostOf(other)],
    ]);
    expect(await vault.testCredential(id, { settings: { url: other.url } })).toMatchObject({
      ok: false,
      message: expect.stringContaining('needs the secret for'),
    });
    await testDb.db.query(`UPDATE credentials SET other_servers = '{}' WHERE id = $1`, [id]);
    definitions[0] = {
      ...definition,
      client: { ...definition.client, baseUrl: other.url },
      auth: definition.auth.map((method) =>
        method.kind === 'oauth2'
          ? { ...method, tokenUrl: `${other.url}/token`, allowedTokenHosts: [other.url] }
          : method,
      ),
    };
    try {
      expect(await vault.testCredential(id)).toMatchObject({ ok: false });
      await vault.refreshBindings();
      expect((await vault.get(id)).status).toBe('needs_secret');
    } finally {
      definitions[0] = definition;
    }
    await vault.refreshBindings();
    expect((await vault.get(id)).status).not.toBe('needs_secret');
    expectNothingAt(other);
  });

  it('goes to another server only when that was entered together with it', async () => {
    const { id } = await create(methodId, { url: own.url, ...secrets });
    await expect(vault.update(testActor, id, { otherServers: [hostOf(other)] })).rejects.toMatchObject({
      code: 'VAULT_SECRET_NEEDED',
      field: `fields.${secretKey}`,
    });
    await vault.update(testActor, id, {
      otherServers: [hostOf(other)],
      fields: { [secretKey]: secrets[secretKey as keyof typeof secrets] },
    });
    expect(await vault.testCredential(id, { settings: { url: other.url } })).toMatchObject({ ok: true });
  });

  it('moved by a master key rotation it stays where it was entered for', async () => {
    const { id } = await create(methodId, { url: own.url, ...secrets });
    await vault.rotateMasterKey();
    await expect(vault.update(testActor, id, { fields: { url: other.url } })).rejects.toMatchObject({
      code: 'VAULT_SECRET_NEEDED',
    });
    expect(await vault.testCredential(id)).toMatchObject({ ok: true });
  });
});

describe('a redirect', () => {
  const list = (id: number) =>
    vault.makeSendPort({ credentialId: id, definition, log: opened.log }).send({
      method: 'GET',
      path: '/list',
      query: {},
      headers: {},
    });
  const makeMoved = async (methodId: Method) => {
    const secrets = secretsOf[methodId];
    const otherServers = [hostOf(other)];
    return (await create(methodId, { url: own.url, ...secrets }, { otherServers })).id;
  };
  const redirect = (status: number, location: string) => {
    moved = { status, location };
  };

  it.each(['key', 'key-query', 'basic', 'client'] as const)(
    'to a server the secret was entered for is followed with it (%s), its next page too',
    async (methodId) => {
      const id = await makeMoved(methodId);
      redirect(307, `${other.url}/list`);
      const port = vault.makeSendPort({ credentialId: id, definition, log: opened.log });
      const asked = { method: 'GET' as const, query: {}, headers: {} };
      const first = await port.send({ ...asked, path: '/list' });
      expect(first).toMatchObject({ status: 200, url: `${other.url}/list` });
      const next = await port.send({ ...asked, path: `${other.url}/list?page=2` });
      expect(next.status).toBe(200);
      const secret = methodId === 'client' ? 'planted-token' : secretsOf[methodId];
      for (const seen of other.seen.slice(-2))
        expect(JSON.stringify(seen)).toContain(
          typeof secret === 'string'
            ? secret
            : 'apiKey' in secret
              ? secret.apiKey
              : Buffer.from('ada:planted-client-secret').toString('base64'),
        );
    },
  );

  it.each(methods)('to any other server is refused, and nothing arrives there (%s)', async (methodId) => {
    const { id } = await create(methodId, { url: own.url, ...secretsOf[methodId] });
    redirect(302, `${other.url}/list`);
    await expect(list(id)).rejects.toMatchObject({
      code: 'EGRESS_REDIRECT_REFUSED',
      message: expect.stringContaining('goes only where it was entered for'),
    });
    expect(other.seen).toEqual([]);
    expect((await vault.get(id)).status).not.toBe('needs_reauthentication');
  });

  it('with the session of one server does not lead to another', async () => {
    const id = await makeMoved('session');
    redirect(302, `${other.url}/list`);
    await expect(list(id)).rejects.toMatchObject({ code: 'EGRESS_REDIRECT_REFUSED' });
    expect(other.seen).toEqual([]);
  });
});

describe('a sign-in of a person', () => {
  const signIn = async (id: number) => {
    const { authorizeUrl } = await vault.authorize(testActor, id);
    const state = new URL(authorizeUrl).searchParams.get('state') as string;
    return vault.completeRedirect(testActor, { code: 'code', state });
  };
  const fields = () => ({ url: own.url, clientId: 'id', clientSecret: 'planted-client-secret' });

  it('neither the client secret nor tokens follow a changed address', async () => {
    const { id } = await create('code', fields());
    await signIn(id);
    expect(await vault.testCredential(id)).toMatchObject({ ok: true });
    await testDb.db.query(`UPDATE credentials SET fields = fields || $2 WHERE id = $1`, [
      id,
      JSON.stringify({ url: other.url }),
    ]);
    expect(await vault.testCredential(id)).toMatchObject({ ok: false });
    await expect(vault.authorize(testActor, id)).rejects.toMatchObject({ code: 'VAULT_SECRET_NEEDED' });
    expectNothingAt(other);
  });

  it('started before the address changed, it does not end at the new one', async () => {
    await setVariable('Acme.Url', own.url);
    const { id } = await create('code', { clientId: 'id', clientSecret: 'planted-client-secret' });
    const { authorizeUrl } = await vault.authorize(testActor, id);
    await setVariable('Acme.Url', other.url);
    const state = new URL(authorizeUrl).searchParams.get('state') as string;
    await expect(vault.completeRedirect(testActor, { code: 'code', state })).rejects.toMatchObject({
      code: 'VAULT_SECRET_NEEDED',
    });
    expectNothingAt(other);
    await setVariable('Acme.Url', own.url);
  });

  it('a wrong new client secret is not authenticated, and the test asks the vendor with it', async () => {
    const { id } = await create('code', fields());
    await signIn(id);
    expect(await vault.testCredential(id)).toMatchObject({ ok: true });
    const changed = await vault.update(testActor, id, { fields: { clientSecret: 'wrong-secret' } });
    expect(changed).toMatchObject({
      status: 'not_authenticated',
      statusReason: 'The client secret was changed; press Test to check it.',
    });
    own.seen.length = 0;
    expect(await vault.testCredential(id)).toMatchObject({ ok: false });
    expect(own.seen.map(({ url: path }) => path)).toEqual(['/token']);
    expect((await vault.get(id)).status).toBe('not_authenticated');
    await vault.update(testActor, id, { fields: { clientSecret: 'planted-client-secret' } });
    expect(await vault.testCredential(id)).toMatchObject({ ok: true });
    expect((await vault.get(id)).status).toBe('authenticated');
  });

  it('another server needs a new sign-in, not the secret', async () => {
    const { id } = await create('code', fields());
    await signIn(id);
    await vault.update(testActor, id, { otherServers: [hostOf(other)] });
    const leading = { settings: { url: other.url } };
    expect(await vault.testCredential(id, leading)).toMatchObject({
      ok: false,
      message: expect.stringContaining('re-authentication'),
    });
    expectNothingAt(other);
    await signIn(id);
    expect(await vault.testCredential(id, leading)).toMatchObject({ ok: true });
  });
});

describe('a secret global variable', () => {
  it('is bound to the servers of the credentials that use it when it is entered', async () => {
    await setVariable('Acme.Key', 'planted-variable', true);
    const { id } = await create('key', { url: own.url });
    expect(await vault.get(id)).toMatchObject({
      status: 'needs_secret',
      statusReason: expect.stringContaining('Acme.Key'),
    });
    expect(await vault.testCredential(id)).toMatchObject({ ok: false });
    expectNothingAt(own);
    await setVariable('Acme.Key', 'planted-variable', true);
    expect(await vault.testCredential(id)).toMatchObject({ ok: true });
    await vault.update(testActor, id, { fields: { url: other.url } });
    expect(await vault.testCredential(id)).toMatchObject({
      ok: false,
      message: expect.stringContaining('Acme.Key'),
    });
    expectNothingAt(other);
  });

  it('is not sent by a credential made for that', async () => {
    await testDb.db.query('DELETE FROM credentials');
    await setVariable('Acme.Key', 'planted-variable', true);
    const made = await create('basic', { url: other.url, username: '{{ Acme.Key }}', password: 'x' });
    expect(await vault.testCredential(made.id)).toMatchObject({ ok: false });
    const address = await create('basic', {
      url: `${other.url}/{{ Acme.Key }}`,
      username: 'x',
      password: 'x',
    });
    expect(await vault.testCredential(address.id)).toMatchObject({ ok: false });
    expectNothingAt(other);
  });
});

describe('what would change', () => {
  it('is told before a variable is saved', async () => {
    await setVariable('Acme.Url', own.url);
    const { id, name } = await create('key', { apiKey: 'planted-api-key' });
    const stops = await opened.globalVariables.findStops({ key: 'acme.url', value: other.url });
    expect(stops.filter((stop) => stop.id === id)).toEqual([
      { id, name, hosts: [hostOf(other)], integrations: [] },
    ]);
    expect(await opened.globalVariables.findStops({ key: 'Acme.Url', value: own.url })).toEqual([]);
  });
});

describe('secrets from before they were bound', () => {
  it('stay for nothing after a restore that nothing proves', async () => {
    const { id } = await create('key', { url: other.url, apiKey: 'planted-api-key' });
    await opened.sealWithoutBinding(id, { fields: { apiKey: 'planted-api-key' } });
    await testDb.db.query('UPDATE credentials SET is_binding_pending = true WHERE id = $1', [id]);
    await forgetPendingBindings(testDb.db);
    expect(await vault.bindOldSecrets()).toEqual({ credentialCount: 0 });
    await vault.refreshBindings();
    expect((await vault.get(id)).status).toBe('needs_secret');
    expect(await vault.testCredential(id)).toMatchObject({ ok: false });
    expectNothingAt(other);
  });

  it('are bound once to the addresses they have then; what says nothing proves is not', async () => {
    const { id } = await create('key', { url: own.url, apiKey: 'planted-api-key' });
    await opened.sealWithoutBinding(id, { fields: { apiKey: 'planted-api-key' } });
    expect(await vault.testCredential(id)).toMatchObject({ ok: false });
    await testDb.db.query('UPDATE credentials SET is_binding_pending = true WHERE id = $1', [id]);
    expect(await vault.bindOldSecrets()).toMatchObject({ credentialCount: 1 });
    expect(await vault.testCredential(id)).toMatchObject({ ok: true });
    await testDb.db.query(
      'UPDATE credentials SET is_binding_pending = true, fields = fields || $2 WHERE id = $1',
      [id, JSON.stringify({ url: other.url })],
    );
    await vault.bindOldSecrets();
    expect(await vault.testCredential(id)).toMatchObject({ ok: false });
    expectNothingAt(other);
  });
});
