/** Citrix Endpoint Management at more than one server: which ones an integration may use, and whose devices come. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSimulator } from '../../connectors/citrix-endpoint-management/simulator.ts';
import { openXenMobile } from '../helpers/xenmobile-server.ts';

const ownCount = 12;
const otherCount = 5;
const listDevices = 'POST /xenmobile/api/v1/device/filter';
let server: Awaited<ReturnType<typeof openXenMobile>>;
let other: ReturnType<typeof makeSimulator>;
beforeEach(async () => {
  other = makeSimulator({ devices: otherCount });
  await other.start();
});
afterEach(async () => {
  await server.world.expectNoSecret();
  await server.world.close();
  await other.stop();
});

const addressOf = ({ control }: Pick<typeof other, 'control'>) => {
  const { hostname = '', port = '' } = control.formValues().fields;
  return { hostname, port, host: new URL(hostname).host };
};
const settingsOf = (simulator: Pick<typeof other, 'control'>) => {
  const { hostname, port } = addressOf(simulator);
  return { hostname, port };
};
const listServers = (otherServers: string[], methodId = 'local-administrator') =>
  server.world.call('PATCH', `/api/credentials/${server.credentialId}`, {
    otherServers,
    fields: server.world.secretsOf(methodId),
  });
const requestsAt = (simulator: Pick<typeof other, 'control'>) =>
  [...simulator.control.requests.values()].reduce((sum, count) => sum + count, 0);
const logins = (simulator: Pick<typeof other, 'control'>) =>
  simulator.control.requests.get('POST /xenmobile/api/v1/authentication/login') ?? 0;

describe.each(['local-administrator', 'citrix-cloud'])('%s', (methodId) => {
  test('another host is refused with what to do, and works after it was added under Other servers', async () => {
    server = await openXenMobile({ methodId, devices: ownCount });
    const { world, devices, patchFields } = server;
    const { hostname, host } = addressOf(other);
    // The cloud whose tokens the other server knows.
    if (methodId === 'citrix-cloud') await patchFields({ urlDomain: hostname });
    const refused = devices.change({ settings: settingsOf(other) });
    await expect(refused).rejects.toThrow(/INTEGRATION_NOT_READY/);
    await expect(refused).rejects.toThrow(`adds ${host} under`);
    await expect(refused).rejects.toThrow('Other servers');
    await expect(refused).rejects.toThrow('Vendor 1');
    expect(requestsAt(other)).toBe(0);

    await listServers([host], methodId);
    await devices.change({ settings: settingsOf(other) });
    const own = requestsAt(server);
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { created: otherCount } });
    expect(await world.count('assets')).toBe(otherCount);
    expect(other.control.requests.get(listDevices)).toBeGreaterThan(0);
    expect(requestsAt(server)).toBe(own);
  });
});

describe('two integrations of one credential', () => {
  test('each server gets its own login, and neither the session of the other', async () => {
    server = await openXenMobile({ devices: ownCount });
    const { world, devices, credentialId } = server;
    await listServers([addressOf(other).host]);
    const branch = await world.integrate('devices', credentialId, { settings: settingsOf(other) });
    for (const _ of [1, 2]) {
      expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { read: ownCount } });
      expect(await branch.run()).toMatchObject({ status: 'succeeded', counts: { read: otherCount } });
    }
    // A session of the other server would have been refused, and followed by one login more.
    expect([logins(server), logins(other)]).toEqual([1, 1]);
  });

  test('a server that does not answer leaves the credential good for its own one', async () => {
    server = await openXenMobile({ devices: ownCount });
    const { world, devices, credentialId } = server;
    const { host } = addressOf(other);
    await listServers([host]);
    const branch = await world.integrate('devices', credentialId, { settings: settingsOf(other) });
    await devices.run();
    await other.stop();
    const stopped = await branch.run();
    expect(stopped).toMatchObject({ status: 'failed', counts: { read: 0 } });
    expect(stopped.errorMessage).toContain(host);
    expect(await world.credential(credentialId)).toMatchObject({
      status: 'authenticated',
      statusReason: null,
    });
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { unchanged: ownCount } });
  });
});

describe('a server that is allowed no longer', () => {
  test('a run that was planned is refused before anything is sent', async () => {
    server = await openXenMobile({ devices: ownCount });
    const { world, devices } = server;
    const { host } = addressOf(other);
    await listServers([host]);
    await devices.change({ settings: settingsOf(other) });
    await listServers([]);
    const [integration] = await world.rows<{ id: number }>('SELECT id FROM integrations');
    const { missing } = await world.call<{ missing: { section: string; field: string; message: string }[] }>(
      'GET',
      `/api/integrations/${integration?.id}`,
    );
    expect(missing).toEqual([
      { section: 'credentials', field: 'otherServers', message: expect.stringContaining(host) },
    ]);
    await expect(devices.run()).rejects.toThrow(/INTEGRATION_NOT_READY/);
    expect(requestsAt(other)).toBe(0);
  });
});

describe('global variables', () => {
  test('never override the host and port that were entered in the credential; named in a setting, they lead where the credential allows', async () => {
    server = await openXenMobile({ devices: ownCount });
    const { world, devices, credentialId } = server;
    const { hostname, port, host } = addressOf(other);
    await world.call('POST', '/api/global-variables', { key: 'Citrix.Hostname', value: hostname });
    await world.call('POST', '/api/global-variables', { key: 'Citrix.Port', value: port });
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { created: ownCount } });
    expect(await world.testCredential(credentialId)).toMatchObject({ ok: true });
    expect(requestsAt(other)).toBe(0);
    const named = { settings: { hostname: '{{ Citrix.Hostname }}', port: '{{ Citrix.Port }}' } };
    await expect(devices.change(named)).rejects.toThrow(`adds ${host} under`);
    await listServers([host]);
    await devices.change(named);
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { read: otherCount } });
  });
});
