/** Citrix Cloud through vault, egress and engine: credentials and frozen sites. */
import { afterEach, describe, expect, test } from 'vitest';
import { makeSimulator } from '../../connectors/citrix-cloud/simulator.ts';
import { firstPageAt, machineCount, openCitrixSite, pageSize } from '../helpers/citrix-site.ts';

const activation = 'POST /resourceprovider/acmecorp1a2b/site/activation';
let site: Awaited<ReturnType<typeof openCitrixSite>>;
afterEach(async () => {
  await site.world.expectNoSecret();
  await site.world.close();
});

describe('the credential', () => {
  test('a wrong customer id: the message names Customer ID and URL Domain, the machines stay, the right one repairs it', async () => {
    site = await openCitrixSite();
    const { world, credentialId, machines, patchFields } = site;
    const before = await world.listAssets();
    await patchFields({ customerId: 'somebodyelse' });
    const session = await machines.run();
    expect(session).toMatchObject({
      status: 'failed',
      errorCode: 'VAULT_TOKEN_REFUSED',
      counts: { read: 0 },
    });
    expect(session.errorMessage).toMatch(/"Vendor 1".*Customer ID at this URL Domain.*API Access.*region/);
    expect(await world.credential(credentialId)).toMatchObject({
      status: 'not_authenticated',
      statusReason: expect.stringContaining('Customer ID'),
    });
    expect(await world.listAssets()).toEqual(before);
    await patchFields({ customerId: 'acmecorp1a2b' });
    expect(await machines.run()).toMatchObject({ status: 'succeeded', counts: { unchanged: machineCount } });
    await world.expectAssets(machineCount);
  });

  test('another region: refused with the same advice, and no token of the first region goes there', async () => {
    site = await openCitrixSite();
    const { world, machines, patchFields } = site;
    const elsewhere = makeSimulator({ machines: 5 });
    const { url } = await elsewhere.start();
    try {
      // That region has never heard of this customer.
      elsewhere.control.setFault('wrong-customer');
      await patchFields({ urlDomain: url });
      const session = await machines.run();
      expect(session).toMatchObject({ status: 'failed', errorCode: 'VAULT_TOKEN_REFUSED' });
      expect(session.errorMessage).toMatch(/URL Domain.*choose the region the account was created in/);
      expect([...elsewhere.control.requests.keys()]).toEqual([
        'POST /cctrustoauth2/acmecorp1a2b/tokens/clients',
      ]);
    } finally {
      await elsewhere.stop();
    }
    await world.expectAssets(machineCount);
  });

  test('an expired secret: needs re-authentication with the page to go to; the new secret and Authenticate repair it', async () => {
    site = await openCitrixSite();
    const { world, control, credentialId, machines, setFault, patchFields } = site;
    const before = await world.listAssets();
    // The token that was fetched before ends, and there is no other one.
    setFault('not-authenticated', { times: 1 });
    setFault('expired-secret');
    const session = await machines.run();
    expect(session).toMatchObject({ status: 'failed', errorCode: 'VAULT_NEEDS_REAUTHENTICATION' });
    expect(session.errorMessage).toMatch(/Client ID and Secret.*may have expired.*API Access.*Credentials/);
    await expect(machines.run()).rejects.toThrow(/INTEGRATION_NOT_READY.*re-authentication/);
    expect(await world.listAssets()).toEqual(before);
    control.clearFaults();
    await patchFields({ clientSecret: String(control.formValues().fields['clientSecret']) });
    expect(await world.testCredential(credentialId)).toMatchObject({ ok: true });
    expect(await machines.run()).toMatchObject({ status: 'succeeded', counts: { read: machineCount } });
    await world.expectAssets(machineCount);
  });

  test('a secure client deleted in the middle: what was applied stays, the rest follows once, nothing is taken for gone', async () => {
    site = await openCitrixSite();
    const { world, control, credentialId, machines, setFault } = site;
    control.edit({ hasChanged: true });
    setFault('not-authenticated', { skip: firstPageAt + 1 });
    setFault('client-deleted');
    const session = await machines.run();
    expect(session).toMatchObject({
      status: 'failed',
      errorCode: 'VAULT_NEEDS_REAUTHENTICATION',
      counts: { read: pageSize, updated: 17, retired: 0 },
    });
    expect(session.errorMessage).toMatch(/secure client was deleted together with the administrator/);
    await world.expectAssets(machineCount);
    control.clearFaults();
    expect(await world.testCredential(credentialId)).toMatchObject({ ok: true });
    expect(await machines.run()).toMatchObject({ status: 'succeeded', counts: { updated: 42, created: 0 } });
    const twice = `record_changes WHERE kind = 'updated' GROUP BY record_id HAVING count(*) > 1`;
    expect(await world.rows(`SELECT record_id FROM ${twice}`)).toEqual([]);
    expect(await world.count(`record_changes WHERE kind = 'updated'`)).toBe(59);
    await world.expectAssets(machineCount);
  });
});

describe('a frozen site', () => {
  test('is activated once, asked every half minute and read then', async () => {
    site = await openCitrixSite();
    const { world, control, machines, setFault } = site;
    setFault('frozen-site');
    expect(await machines.run()).toMatchObject({ status: 'succeeded', counts: { unchanged: machineCount } });
    expect(world.pausesMs).toEqual([30_000, 30_000]);
    expect(control.requests.get(activation)).toBe(1);
  });

  test('that freezes in the middle goes on with the page it stopped at', async () => {
    site = await openCitrixSite();
    const { world, control, machines, setFault } = site;
    control.edit({ machineCount: machineCount + 30 });
    let pages = 0;
    world.wire.before = ({ url }) => {
      if (!url.endsWith('/cvad/manage/Machines')) return;
      pages += 1;
      if (pages === 3) setFault('frozen-site');
    };
    expect(await machines.run()).toMatchObject({
      status: 'succeeded',
      counts: { read: machineCount + 30, created: 30, unchanged: machineCount, pages: 5 },
    });
    expect(control.requests.get(activation)).toBe(1);
    await world.expectAssets(machineCount + 30);
  });

  test('that does not wake within 20 minutes fails the session and says what to do', async () => {
    site = await openCitrixSite();
    const { world, machines, setFault } = site;
    const before = await world.listAssets();
    // Frozen again before every question.
    world.wire.before = () => setFault('frozen-site');
    const session = await machines.run();
    expect(session).toMatchObject({ status: 'failed', errorCode: 'CONNECTOR_ASLEEP', counts: { read: 0 } });
    expect(session.errorMessage).toMatch(
      /put this tenant to sleep.*HTTP 530.*console once, or run again later/,
    );
    expect(world.pausesMs).toEqual(Array.from({ length: 40 }, () => 30_000));
    expect(await world.listAssets()).toEqual(before);
  });
});
