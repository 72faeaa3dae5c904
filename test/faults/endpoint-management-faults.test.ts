/** Citrix Endpoint Management through vault, egress and engine: the way in, and answers that are errors. */
import { afterEach, describe, expect, test } from 'vitest';
import { listen } from '../helpers/local-server.ts';
import { makeTestAuthority } from '../helpers/make-certificates.ts';
import {
  deviceCount,
  installCount,
  openLoadedXenMobile,
  openXenMobile,
} from '../helpers/xenmobile-server.ts';

let server: Awaited<ReturnType<typeof openXenMobile>>;
afterEach(async () => {
  await server.world.expectNoSecret();
  await server.world.close();
});

describe('the address', () => {
  test('a port where nobody listens: the message names host and port, the devices stay, the right port repairs it', async () => {
    server = await openLoadedXenMobile();
    const { world, devices, control, patchFields } = server;
    const before = await world.listAssets();
    const closed = await listen(() => undefined);
    await closed.close();
    const { port } = new URL(closed.url);
    await patchFields({ hostname: 'http://127.0.0.1', port });
    const session = await devices.run();
    expect(session).toMatchObject({
      status: 'failed',
      errorCode: 'VAULT_TOKEN_UNAVAILABLE',
      counts: { read: 0 },
    });
    expect(session.errorMessage).toContain(`127.0.0.1:${port}`);
    expect(session.errorMessage).toMatch(/ECONNREFUSED.*Check the host name, the port/);
    expect(await world.listAssets()).toEqual(before);
    await patchFields({ port: String(control.formValues().fields['port']) });
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { unchanged: deviceCount } });
    await world.expectAssets(deviceCount);
  });

  test('a port without TLS: the message says to check the port', async () => {
    server = await openXenMobile();
    const { world, devices, control, patchFields } = server;
    await patchFields({ hostname: '127.0.0.1', port: String(control.formValues().fields['port']) });
    const session = await devices.run();
    expect(session).toMatchObject({ status: 'failed', errorCode: 'EGRESS_TLS_FAILED' });
    expect(session.errorMessage).toMatch(/127\.0\.0\.1:\d+ failed \(no TLS is spoken there; check the port/);
    expect(await world.count('assets')).toBe(0);
  });

  test('the port of the console: its web page is no refusal of the login, and the credential is not marked as refused', async () => {
    server = await openLoadedXenMobile();
    const { world, devices, credentialId, control, patchFields } = server;
    const pages: [number, string][] = [
      [200, '<!doctype html><html><body>Sign in</body></html>'],
      [404, '<html><body>Not Found</body></html>'],
    ];
    for (const [status, html] of pages) {
      const site = await listen((_request, response) => {
        response.writeHead(status, { 'content-type': 'text/html' }).end(html);
      });
      await patchFields({ hostname: site.url, port: new URL(site.url).port });
      const session = await devices.run();
      await site.close();
      expect(session).toMatchObject({ status: 'failed', errorCode: 'VAULT_TOKEN_ANSWER_INVALID' });
      expect(session.errorMessage).toContain(`an HTML page instead of`);
      expect(session.errorMessage).toContain(`HTTP ${status} from ${new URL(site.url).host}`);
      expect(session.errorMessage).toContain('Check the address in the credential "Vendor 1"');
      expect((await world.credential(credentialId)).status).not.toBe('needs_reauthentication');
    }
    const { hostname = '', port = '' } = control.formValues().fields;
    await patchFields({ hostname, port });
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { unchanged: deviceCount } });
    await world.expectAssets(deviceCount);
  });

  test('a certificate of its own: no session goes through before the CA is added to the integration, and then it does', async () => {
    const authority = await makeTestAuthority('Own CA');
    const { privateKeyPem, certificatePem } = await authority.issue(['127.0.0.1']);
    server = await openXenMobile({ tls: { key: privateKeyPem, cert: certificatePem } });
    const { world, devices, control } = server;
    const session = await devices.run();
    expect(session).toMatchObject({
      status: 'failed',
      errorCode: 'EGRESS_TLS_UNTRUSTED',
      counts: { read: 0 },
    });
    expect(session.errorMessage).toMatch(
      /127\.0\.0\.1:\d+ is not signed by a known authority.*add your CA certificate \(PEM\) to this integration/,
    );
    // The password was not sent to a server nobody vouches for.
    expect([...control.requests.keys()]).toEqual([]);
    await devices.change({ caBundlePem: (await makeTestAuthority('Another CA')).certificatePem });
    expect(await devices.run()).toMatchObject({ status: 'failed', errorCode: 'EGRESS_TLS_UNTRUSTED' });
    await devices.change({ caBundlePem: authority.certificatePem });
    expect(await devices.run()).toMatchObject({
      status: 'succeeded',
      counts: { created: deviceCount, installsRead: installCount },
    });
    await world.expectAssets(deviceCount);
  });
});

describe('the login', () => {
  test('an administrator without API access: the permission is named, the credential stays, granting it is enough', async () => {
    server = await openLoadedXenMobile();
    const { world, devices, credentialId, control, setFault } = server;
    const before = await world.listAssets();
    setFault('no-permission');
    const session = await devices.run();
    expect(session).toMatchObject({
      status: 'failed',
      errorCode: 'CONNECTOR_FORBIDDEN',
      counts: { read: 0, retired: 0 },
    });
    expect(session.errorMessage).toMatch(
      /role the permission Public API access and the right to read devices/,
    );
    expect(await world.testCredential(credentialId)).toMatchObject({
      ok: false,
      message: expect.stringContaining('Public API access'),
    });
    expect(await world.credential(credentialId)).toMatchObject({ status: 'authenticated' });
    expect(await world.listAssets()).toEqual(before);
    control.clearFaults();
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { unchanged: deviceCount } });
  });

  test('a session that ends in the middle of the reading is renewed by one login, and nothing is missed or doubled', async () => {
    server = await openLoadedXenMobile();
    const { world, devices, setFault, logins } = server;
    const before = logins();
    // Four requests for apps are under way at that moment.
    setFault('session-ended', { times: 1, skip: 50 });
    expect(await devices.run()).toMatchObject({
      status: 'succeeded',
      counts: { read: deviceCount, unchanged: deviceCount, installsRead: installCount, installsChanged: 0 },
    });
    expect(logins() - before).toBe(1);
    setFault('session-ended', { times: 1, skip: 103 });
    expect(await devices.run()).toMatchObject({
      status: 'succeeded',
      counts: { installsRead: installCount },
    });
    expect(logins() - before).toBe(2);
    await world.expectAssets(deviceCount);
  });

  test('a secure client deleted in the middle: the refusing server is named, what was read stays, nothing is taken for gone', async () => {
    server = await openLoadedXenMobile({ methodId: 'citrix-cloud' });
    const { world, devices, credentialId, control, setFault, logins } = server;
    const before = await world.listAssets();
    setFault('session-ended', { times: 1, skip: 103 });
    setFault('trust-refused');
    const session = await devices.run();
    expect(session).toMatchObject({
      status: 'failed',
      errorCode: 'VAULT_LOGIN_REFUSED',
      counts: { read: 100, retired: 0 },
    });
    expect(session.errorMessage).toContain(
      `"Vendor 1" at ${new URL(String(control.formValues().fields['urlDomain'])).host}`,
    );
    expect(session.errorMessage).toMatch(/HTTP 401\).*Citrix Cloud refused the Client ID and Secret/);
    expect(await world.credential(credentialId)).toMatchObject({ status: 'needs_reauthentication' });
    expect(await world.listAssets()).toEqual(before);
    await world.expectAssets(deviceCount);
    expect(logins('/cloud')).toBe(1);
    control.clearFaults();
    expect(await world.testCredential(credentialId)).toMatchObject({ ok: true });
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { unchanged: deviceCount } });
  });
});

describe('errors inside HTTP 200', () => {
  test('on the second page: it is no end of the list, what was read stays, nothing is taken for gone', async () => {
    server = await openLoadedXenMobile();
    const { world, devices, control, setFault } = server;
    const before = await world.listAssets();
    setFault('error-inside-200', { skip: 101 });
    const session = await devices.run();
    expect(session).toMatchObject({
      status: 'failed',
      errorCode: 'CONNECTOR_REFUSED',
      counts: { read: 100, retired: 0 },
    });
    expect(session.errorMessage).toMatch(
      /"Citrix Endpoint Management devices", page 2 \(HTTP 200\).*its log names the reason/,
    );
    expect(await world.listAssets()).toEqual(before);
    control.clearFaults();
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { unchanged: deviceCount } });
    await world.expectAssets(deviceCount);
  });

  test("in a device's list of apps: the session fails, and no device loses its installs", async () => {
    server = await openLoadedXenMobile();
    const { world, devices, setFault } = server;
    const before = await world.rows('SELECT *, xmin::text FROM software_installs ORDER BY asset_id');
    setFault('error-inside-200', { times: 1, skip: 50 });
    const session = await devices.run();
    expect(session).toMatchObject({
      status: 'failed',
      errorCode: 'CONNECTOR_REFUSED',
      counts: { installsChanged: 0 },
    });
    expect(session.errorMessage).toMatch(
      /details of a record of stream "Citrix Endpoint Management devices"/,
    );
    expect(await world.rows('SELECT *, xmin::text FROM software_installs ORDER BY asset_id')).toEqual(before);
    await world.expectAssets(deviceCount);
  });
});
