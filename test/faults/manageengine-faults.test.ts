/** ManageEngine through the real vault, egress and engine: one sign-in for three products, and what may go wrong with it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { manageengine as definition } from '../../connectors/manageengine/definition.ts';
import { makeSimulator } from '../../connectors/manageengine/simulator.ts';
import { makeVendorWorld, type VendorWorld } from '../helpers/vendor-world.ts';

let vendorNowMs = Date.now();
let simulator: ReturnType<typeof makeSimulator>;
let world: VendorWorld;
beforeEach(async () => {
  vendorNowMs = Date.now();
  simulator = makeSimulator({
    computers: 60,
    devices: 10,
    assets: 120,
    redirectUris: ['http://muster.test/oauth2/redirect'],
    nowMs: () => vendorNowMs,
  });
  world = await makeVendorWorld(definition, simulator);
});
afterEach(async () => {
  await world.expectNoSecret();
  await world.close();
});

const allow = (authorizeUrl: string) => simulator.control.answerConsent(authorizeUrl, 'allow');

async function connect(change: Record<string, string> = {}): Promise<number> {
  const id = await world.addCredential('zoho-oauth2', change);
  expect(await world.authenticate(id, allow)).toMatchObject({ isOk: true });
  return id;
}
const requestsTo = (path: string) => world.wire.sent.filter(({ url }) => new URL(url).pathname === path);

describe('one sign-in', () => {
  test('serves all products with one access token: computers, devices, assets and workstations', async () => {
    const id = await connect();
    const read: Record<string, number> = {};
    for (const streamId of ['computers', 'mobile-devices', 'assets', 'workstations']) {
      const integration = await world.integrate(streamId, id);
      const session = await integration.run();
      expect(session, session.errorMessage ?? '').toMatchObject({ status: 'succeeded' });
      read[streamId] = session.counts.read;
    }
    expect(read).toEqual({ computers: 60, 'mobile-devices': 10, assets: 120, workstations: 80 });
    expect(requestsTo('/oauth/v2/token')).toHaveLength(1);
    // Planned computers, without an agent yet, are left out: every twelfth.
    const [found] = await world.rows(
      `SELECT count(*) FILTER (WHERE external_id LIKE 'endpoint-central-%')::int AS computers,
              count(*) FILTER (WHERE asset_type = 'Mobile device')::int AS devices,
              count(*) FILTER (WHERE external_id LIKE 'servicedesk-%')::int AS desk FROM assets`,
    );
    expect(found).toEqual({ computers: 55, devices: 10, desk: 120 });
    const [installs] = await world.rows(
      `SELECT sum(cardinality(release_ids)) FILTER (WHERE a.asset_type <> 'Mobile device')::int AS software,
              count(*)::int AS assets FROM software_installs i JOIN assets a ON a.id = i.asset_id`,
    );
    // One device of ten has no details.
    expect(installs).toEqual({ software: simulator.control.softwareCount(), assets: 64 });
    // Ids whose last digits a number would lose.
    const [neighbour] = await world.rows(
      `SELECT count(*)::int AS count FROM assets WHERE external_id ~ '^endpoint-central-c[0-9]+-90071992547400002$'`,
    );
    expect(neighbour).toEqual({ count: 1 });
  });

  test('the portal of an integration stands in the path', async () => {
    const integration = await world.integrate('assets', await connect(), {
      settings: { serviceDeskPortal: 'itdesk' },
    });
    expect(await integration.run()).toMatchObject({ status: 'succeeded', counts: { read: 120 } });
    expect(requestsTo('/app/itdesk/api/v3/asset_assets')).toHaveLength(2);
  });

  test('secrets the vendor sends along are stored nowhere, not in a test payload either', async () => {
    const integration = await world.integrate('mobile-devices', await connect());
    await integration.run();
    expect((await integration.run('test-run')).status).toBe('succeeded');
    const [payloads] = await world.rows<{ text: string }>(
      `SELECT string_agg(test_payload::text, ' ') AS text FROM sessions`,
    );
    // The details that hold the secrets are there.
    expect(payloads?.text).toMatch(/MD01000000.*managed_status|managed_status.*MD01000000/s);
    const { rows: tables } = await world.db.query(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    let text = '';
    for (const { table_name } of tables as { table_name: string }[])
      text += JSON.stringify(await world.rows(`SELECT t.* FROM "${table_name}" t`));
    expect(text).toContain('MD01000000');
    expect(text).not.toMatch(/apn-secret-of-the-carrier|unlock-secret/);
  });
});

describe('signing in', () => {
  test('an accounts server that is not allowed gets no secret, whatever the redirect says', async () => {
    simulator.control.setFault('account-elsewhere');
    const id = await world.addCredential('zoho-oauth2');
    const { page } = await world.authenticate(id, allow);
    expect(page).toContain('VAULT_TOKEN_HOST_REFUSED');
    expect(page).toContain('accounts.attacker.example');
    expect(world.wire.sent.filter(({ url }) => url.includes('attacker'))).toEqual([]);
    expect((await world.credential(id)).status).toBe('not_authenticated');
  });

  test.each([
    ['client-not-in-region', /Settings tab.*enable the client/],
    ['other-secret-in-region', /Client secret.*Settings tab/],
  ] as const)('%s: said in words, with where to look', async (fault, words) => {
    simulator.control.setFault(fault);
    const id = await world.addCredential('zoho-oauth2');
    expect((await world.authenticate(id, allow)).page).toMatch(words);
    const { status, statusReason } = await world.credential(id);
    expect(status).toBe('not_authenticated');
    expect(statusReason).toMatch(words);
  });

  test('consent refused leaves the credential as it was, with help for multi-factor authentication', async () => {
    const id = await world.addCredential('zoho-oauth2');
    const refuse = (url: string) => simulator.control.answerConsent(url, 'refuse');
    expect(await world.authenticate(id, refuse)).toMatchObject({ isOk: false });
    const { status, signInHelp } = await world.credential(id);
    expect(status).toBe('not_authenticated');
    expect(signInHelp?.title).toMatch(/multi-factor/);
    const { customerDomain } = simulator.control.formValues().fields;
    expect(signInHelp?.signOutUrl).toBe(`${customerDomain}/logout`);
  });

  test('the misprint of a manual becomes the right accounts server', async () => {
    const id = await world.addCredential('zoho-oauth2', { customerDomain: 'acounts.zoho.com.au' });
    expect((await world.credential(id)).fields).toMatchObject({ customerDomain: 'accounts.zoho.com.au' });
    // Nothing was sent: there is a secret of the form to look for all the same.
    const { authorizeUrl } = await world.call<{ authorizeUrl: string }>(
      'POST',
      `/api/credentials/${id}/authorize`,
    );
    expect(authorizeUrl).toMatch(/^https:\/\/accounts\.zoho\.com\.au\/oauth\/v2\/auth\?/);
    expect(new URL(authorizeUrl).searchParams.get('scope')?.split(',')).toHaveLength(10);
    expect(authorizeUrl).toMatch(/access_type=offline/);
    expect(authorizeUrl).toMatch(/prompt=consent/);
  });

  test('the 21st sign-in drives out the first: that one asks for a person, and Re-authenticate repairs it', async () => {
    const first = await connect();
    const integration = await world.integrate('assets', first);
    await integration.run();
    for (let count = 0; count < 20; count += 1) {
      // Ten codes in ten minutes are all the vendor gives out.
      vendorNowMs += 70_000;
      await connect();
    }
    const session = await integration.run();
    expect(session.status).toBe('failed');
    expect(session.errorMessage).toMatch(/uthenticate/);
    expect((await world.credential(first)).status).toBe('needs_reauthentication');
    vendorNowMs += 700_000;
    expect(await world.authenticate(first, allow)).toMatchObject({ isOk: true });
    expect(await integration.run()).toMatchObject({ status: 'succeeded', counts: { read: 120 } });
  });
});

describe('the access', () => {
  test('taken away in mid-session: the session says so, and one Re-authenticate repairs every integration', async () => {
    const id = await connect();
    const assets = await world.integrate('assets', id);
    const devices = await world.integrate('mobile-devices', id);
    world.wire.before = ({ query }) => {
      if (query?.['input_data']?.includes('"page":2')) simulator.control.revokeEverything();
    };
    const failed = await assets.run();
    expect(failed).toMatchObject({ status: 'failed' });
    expect(failed.errorMessage).toMatch(/uthenticate/);
    expect((await world.credential(id)).status).toBe('needs_reauthentication');
    world.wire.before = undefined;
    await expect(devices.run()).rejects.toThrow(/INTEGRATION_NOT_READY.*authenticate it again/);
    expect(await world.authenticate(id, allow)).toMatchObject({ isOk: true });
    expect(await assets.run()).toMatchObject({ status: 'succeeded', counts: { read: 120 } });
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { read: 10 } });
    await world.expectAssets(130);
  });

  test('ended in mid-session is renewed once, and nobody notices', async () => {
    const integration = await world.integrate('assets', await connect());
    simulator.control.setFault('expire-mid-session', { times: 1, skip: 1 });
    expect(await integration.run()).toMatchObject({
      status: 'succeeded',
      counts: { read: 120, created: 120 },
    });
    expect(requestsTo('/oauth/v2/token')).toHaveLength(2);
  });

  test.each(['token-throttled', 'token-throttled-localised'] as const)(
    '%s is no revocation: the credential stays authenticated, and nobody asks again for a while',
    async (fault) => {
      const id = await connect();
      const integration = await world.integrate('assets', id);
      simulator.control.expireAccessTokens();
      simulator.control.setFault(fault);
      const before = requestsTo('/oauth/v2/token').length;
      const session = await integration.run();
      expect(session.status).toBe('failed');
      expect(session.errorMessage).toMatch(/ManageEngine/);
      expect((await world.credential(id)).status).toBe('authenticated');
      const asked = requestsTo('/oauth/v2/token').length - before;
      await integration.run();
      expect(requestsTo('/oauth/v2/token').length - before).toBe(asked);
    },
  );
});

describe('the lists', () => {
  test.each(['gateway-throttled', 'gateway-throttled-localised'] as const)(
    '%s: waits as long as the sentence says, then brings everything once',
    async (fault) => {
      const integration = await world.integrate('assets', await connect());
      simulator.control.setFault(fault, { times: 1, skip: 1, amount: 3 });
      expect(await integration.run()).toMatchObject({
        status: 'succeeded',
        counts: { read: 120, created: 120 },
      });
      expect(world.pausesMs).toContain(180_000);
      await world.expectAssets(120);
    },
  );

  test.each([
    ['computers', 2, 55],
    ['mobile-devices', 0, 10],
    ['assets', 0, 120],
  ])(
    'a page of %s missing in the middle: said, and nothing is taken for gone',
    async (streamId, skip, count) => {
      const integration = await world.integrate(streamId, await connect());
      await integration.run();
      await world.expectAssets(count);
      simulator.control.setFault('page-gap', { times: 1, skip });
      const session = await integration.run();
      expect(session.counts.retired).toBe(0);
      expect(await integration.log(session)).toContain('Nothing is taken for deleted');
      await world.expectAssets(count);
    },
  );

  test('devices without a serial number are told apart by their own id; two with one number are not merged', async () => {
    const integration = await world.integrate('assets', await connect());
    simulator.control.setFault('without-serial');
    expect((await integration.run()).counts).toMatchObject({ created: 120, failed: 0 });
    const other = await world.integrate('mobile-devices', await connect());
    simulator.control.setFault('same-serial');
    const session = await other.run();
    expect(session.counts).toMatchObject({ created: 9, ambiguous: 1 });
    const [first] = await other.outcomes(session, 'ambiguous');
    expect(JSON.stringify(first)).toMatch(/Serial Number/);
  });

  test('an owner nobody knows is reported, not invented', async () => {
    simulator.control.setFault('unknown-person');
    const integration = await world.integrate('assets', await connect());
    const session = await integration.run();
    expect(session.counts).toMatchObject({ created: 120 });
    expect(await world.count('people')).toBe(0);
    // Nobody is in People yet: every asset that has an owner says so, by name of the field.
    expect(session.counts.warnings).toBe(90);
    const [warning] = await integration.outcomes(session, 'warning');
    expect(warning?.reason).toMatch(/Assigned To: nobody in People/);
  });

  test('a computer whose details are gone keeps the software of before', async () => {
    const integration = await world.integrate('computers', await connect());
    await integration.run();
    const before = await world.count('software_installs');
    expect(before).toBe(55);
    simulator.control.setFault('details-gone');
    expect(await integration.run()).toMatchObject({ status: 'succeeded' });
    expect(await world.count('software_installs')).toBe(before);
  });

  test('an account without a portal is told so, and the credential stays good for the other products', async () => {
    const id = await connect();
    const assets = await world.integrate('assets', id);
    simulator.control.setFault('no-portal');
    const session = await assets.run();
    expect(session).toMatchObject({ status: 'failed', errorCode: 'CONNECTOR_FORBIDDEN' });
    expect(session.errorMessage).toMatch(/no ServiceDesk Plus portal/);
    expect((await world.credential(id)).status).toBe('authenticated');
    expect(await (await world.integrate('mobile-devices', id)).run()).toMatchObject({ status: 'succeeded' });
  });

  test('the test of a credential asks every product: one that answers is enough, the others are named', async () => {
    const id = await connect();
    expect(await world.testCredential(id)).toEqual({
      ok: true,
      message: 'The credential works for Endpoint Central, Mobile Device Manager, ServiceDesk Plus.',
    });
    simulator.control.setFault('old-modules-only');
    expect(await world.testCredential(id)).toMatchObject({ ok: true });
    simulator.control.setFault('no-portal');
    const { ok, message } = await world.testCredential(id);
    expect(ok).toBe(true);
    expect(message).toMatch(
      /works for Endpoint Central, Mobile Device Manager\. Not for the others, .*ServiceDesk Plus: .*no ServiceDesk Plus portal/,
    );
    expect((await world.credential(id)).status).toBe('authenticated');
  });

  test('a credential for ServiceDesk Plus alone passes its test; one for nothing is told about each product', async () => {
    const id = await world.addCredential('zoho-oauth2');
    await world.call('PATCH', `/api/credentials/${id}`, { scopes: ['SDPOnDemand.assets.READ'] });
    await world.authenticate(id, allow);
    const alone = await world.testCredential(id);
    expect(alone.ok, alone.message).toBe(true);
    expect(alone.message).toMatch(
      /works for ServiceDesk Plus\. .*Endpoint Central: .*Re-authenticate with the scopes/,
    );
    simulator.control.setFault('not-authenticated');
    const nothing = await world.testCredential(id);
    expect(nothing.ok).toBe(false);
    expect(nothing.message).toMatch(/^Endpoint Central: .*Mobile Device Manager: .*ServiceDesk Plus: /);
  });
});
