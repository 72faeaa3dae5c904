/** Logging in at run time, through the real vault and egress: at a server of its own, and by way of a cloud's token. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { citrixEndpointManagement as definition } from '../../connectors/citrix-endpoint-management/definition.ts';
import { makeSimulator } from '../../connectors/citrix-endpoint-management/simulator.ts';
import type { RequestDefinition } from '../../src/connector-kit/index.ts';
import { makeTestAuthority } from '../helpers/make-certificates.ts';
import { makeTestDb, type TestDb } from '../helpers/with-db.ts';
import { makeTestVault, testActor } from '../helpers/with-vault.ts';

const simulator = makeSimulator();
const { control } = simulator;
let world: TestDb;
let made: Awaited<ReturnType<typeof makeTestVault>>;
beforeAll(async () => {
  await simulator.start();
  world = await makeTestDb();
  made = await makeTestVault({ db: world.db, definitions: [definition] });
});
afterAll(async () => {
  await made.close();
  await world.drop();
  await simulator.stop();
});
beforeEach(async () => {
  control.clearFaults();
  await world.db.query('DELETE FROM credentials; DELETE FROM global_variables');
});

let number = 0;
function create(methodId: string, change: Record<string, string> = {}) {
  const all = { ...control.formValues().fields, ...change };
  const form = definition.auth.find(({ id }) => id === methodId)?.fields ?? [];
  number += 1;
  return made.vault.create(testActor, {
    connectorId: definition.id,
    methodId,
    name: `Login ${number}`,
    fields: Object.fromEntries(form.flatMap(({ key }) => (all[key] ? [[key, all[key]]] : []))),
  });
}
const loginCount = () => control.requests.get('POST /xenmobile/api/v1/authentication/login') ?? 0;
const listDevices = (credentialId: number) =>
  made.vault.makeSendPort({ credentialId, definition, log: made.log }).send({
    ...(definition.check as RequestDefinition),
    query: {},
    headers: {},
    body: { kind: 'json', value: { start: '0', limit: '1' } },
  });

describe('a local administrator', () => {
  test('logs in once for many requests at once, and again when the session has ended', async () => {
    const { id } = await create('local-administrator');
    const before = loginCount();
    const answers = await Promise.all(Array.from({ length: 16 }, () => listDevices(id)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(loginCount() - before).toBe(1);
    control.setFault('session-ended', { times: 1 });
    expect((await listDevices(id)).status).toBe(200);
    expect(loginCount() - before).toBe(2);
  });

  test('a wrong password is refused in words, without the password', async () => {
    const { id } = await create('local-administrator', { password: 'planted-wrong-password' });
    const result = await made.vault.testCredential(id);
    expect(result.ok).toBe(false);
    expect(result.message).toMatch(/Check Login and Password/);
    expect(`${JSON.stringify(result)} ${JSON.stringify(made.log.lines)}`).not.toContain(
      'planted-wrong-password',
    );
  });

  test('server and port come from the global variables when the form leaves them empty', async () => {
    const { hostname = '', port = '' } = control.formValues().fields;
    await made.globalVariables.create(testActor, {
      key: 'Citrix.Hostname',
      value: hostname,
      isSecret: false,
    });
    await made.globalVariables.create(testActor, { key: 'Citrix.Port', value: port, isSecret: false });
    const { id } = await create('local-administrator', { hostname: '', port: '' });
    expect(await made.vault.testCredential(id)).toMatchObject({ ok: true });
  });

  test('an integration may not send the login to another server', async () => {
    const { id } = await create('local-administrator');
    const result = await made.vault.testCredential(id, { settings: { hostname: 'evil.example' } });
    expect(result.ok).toBe(false);
    expect(result.message).toContain('evil.example');
  });
});

describe('a secure client of the cloud', () => {
  test('gets a token there first, then a session here', async () => {
    const { id } = await create('citrix-cloud');
    expect(await made.vault.testCredential(id)).toMatchObject({ ok: true });
  });

  test('unknown there, it names the Customer ID and the URL Domain', async () => {
    const { id } = await create('citrix-cloud', { customerId: 'somebodyelse' });
    const result = await made.vault.testCredential(id);
    expect(result).toMatchObject({
      ok: false,
      message: expect.stringMatching(/Customer ID at this URL Domain/),
    });
  });

  test('refused there, it says so and does not come here', async () => {
    control.setFault('trust-refused');
    const before = control.requests.get('POST /xenmobile/api/v1/authentication/login/cloud') ?? 0;
    const { id } = await create('citrix-cloud');
    const result = await made.vault.testCredential(id);
    expect(result.ok).toBe(false);
    expect(result.message).toMatch(/Citrix Cloud refused the Client ID and Secret/);
    expect(control.requests.get('POST /xenmobile/api/v1/authentication/login/cloud') ?? 0).toBe(before);
  });
});

test('a certificate of its own is refused with the advice to add the CA, and works with it', async () => {
  const authority = await makeTestAuthority('Own CA');
  const server = await authority.issue(['127.0.0.1']);
  const own = makeSimulator({ devices: 3, tls: { key: server.privateKeyPem, cert: server.certificatePem } });
  const { url } = await own.start();
  try {
    const host = url.replace('https://', '');
    const { id } = await create('local-administrator', { hostname: host, port: new URL(url).port });
    const refused = await made.vault.testCredential(id);
    expect(refused.ok).toBe(false);
    expect(refused.message).toMatch(/CA/);
    expect(await made.vault.testCredential(id, { caBundlePem: authority.certificatePem })).toMatchObject({
      ok: true,
    });
  } finally {
    await own.stop();
  }
});
