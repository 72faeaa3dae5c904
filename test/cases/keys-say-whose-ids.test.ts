/** What was loaded while keys did not say whose ids they are: nothing is doubled by the upgrade, and what was merged parts. */
import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ConnectorDefinition } from '../../src/connector-kit/index.ts';
import type { Mapping } from '../../src/mapping/mapping-types.ts';
import { proposedMapping } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import type { ScriptVendor, VendorCall } from '../helpers/script-vendor.ts';
import { citrix, manage, ninja, scriptNinja, scriptXenmobile, xenmobile } from '../helpers/vendor-scripts.ts';

const world = useCaseWorld([xenmobile, ninja, manage, citrix]);
const migration = await readFile(
  new URL('../../src/db/migrations/0010_keys_say_whose_ids.sql', import.meta.url),
  'utf8',
);
const upgrade = () => world.rows(migration);

/** What the connectors proposed before, by target; the key is exchanged in every mapping. */
const formerKeys: Record<string, string> = {
  xenmobile: 'xenmobile-{{ id }}',
  ninja: "{{ uid | first_of('ninjaone-' ~ organizationId ~ '-' ~ id) }}",
};

function formerMapping(definition: ConnectorDefinition, key: string, streamId = 'devices'): Mapping {
  const stream = definition.streams.find(({ id }) => id === streamId);
  if (!stream) throw new Error(`no stream ${streamId}`);
  const mapping = proposedMapping(stream);
  return {
    ...mapping,
    rows: mapping.rows.map((row) =>
      row.target === 'externalId' ? { ...row, source: { kind: 'path', path: key } } : row,
    ),
  };
}

interface Tablet {
  serialNumber?: string;
  deviceName: string;
  id?: number;
}
const serve = (vendor: ScriptVendor, ...tablets: Tablet[]) =>
  scriptXenmobile(vendor, {
    status: 0,
    matchedRecords: tablets.length,
    filteredDevicesDataList: tablets.map((tablet) => ({ id: 1, ...tablet })),
  });
const mapping = formerMapping(xenmobile, formerKeys['xenmobile'] ?? '');
const assets = async () =>
  (await world.list('assets')).map(({ serialNumber, deviceName }) => ({ serialNumber, deviceName }));
const keys = async () => (await world.list('assets')).map(({ externalId }) => externalId);

describe('one account', () => {
  test('keeps its records, their keys and their history; the mapping gets a new version', async () => {
    serve(world.vendor, { deviceName: 'tablet' });
    const integration = await world.integrate(xenmobile, 'devices', { mapping });
    await integration.run();
    expect(await keys()).toEqual(['xenmobile-1']);
    await upgrade();
    const [key] = await keys();
    expect(key).toMatch(/^xenmobile-c\d+-1$/);
    const path = `/api/integrations/${integration.id}/mapping`;
    const stored = await world.client.call<{ mapping: Mapping }>('GET', path);
    const proposal = xenmobile.streams.find(({ id }) => id === 'devices')?.suggestedMapping;
    for (const { source, target } of proposal ?? [])
      expect(stored.mapping.rows.find((row) => row.target === target)?.source).toEqual({
        kind: 'path',
        path: source,
      });
    expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 1, unchanged: 1 });
    expect(await keys()).toEqual([key]);
    const [asset] = await world.list('assets');
    expect(JSON.stringify(await world.history('assets', asset?.id ?? 0))).toContain('xenmobile-1');
    // A second time there is nothing to do.
    await upgrade();
    expect(await keys()).toEqual([key]);
  });

  test('gets the rules of today for addresses, states and classes, where it had those of before', async () => {
    scriptNinja(world.vendor, [{ id: 1, uid: 'u1', nodeClass: 'MAC', offline: false }]);
    const today = formerMapping(ninja, formerKeys['ninja'] ?? '');
    const before: Record<string, string> = {
      status: "{{ offline | map_values('true', 'Offline', 'false', 'Online') }}",
      ipAddress: 'ipAddresses[0]',
      macAddress: '{{ macAddresses[0] | upper }}',
      cpu: '{{ processors[0].name | first_of(cpuModel) }}',
      deviceName: '{{ displayName | first_of(systemName) }}',
    };
    const rows = today.rows.map((row) => ({
      ...row,
      source: { kind: 'path' as const, path: before[row.target] ?? (row.source as { path: string }).path },
    }));
    const integration = await world.integrate(ninja, 'devices', { mapping: { ...today, rows } });
    await upgrade();
    const path = `/api/integrations/${integration.id}/mapping`;
    const stored = await world.client.call<{ version: number; mapping: Mapping }>('GET', path);
    const proposal = ninja.streams.find(({ id }) => id === 'devices')?.suggestedMapping ?? [];
    for (const { source, target } of proposal)
      expect(stored.mapping.rows.find((row) => row.target === target)?.source).toEqual({
        kind: 'path',
        // A person's own stays.
        path: target === 'deviceName' ? before['deviceName'] : source,
      });
    expect(brief(await integration.run())).toMatchObject({ created: 1 });
  });

  test('with two integrations of its credential: both stand for the same record before and after', async () => {
    serve(world.vendor, { deviceName: 'tablet' });
    const credentialId = await world.addCredential(xenmobile);
    const first = await world.integrate(xenmobile, 'devices', { mapping, credentialId });
    const second = await world.integrate(xenmobile, 'devices', {
      mapping,
      credentialId,
      change: { name: 'Once more' },
    });
    await first.run();
    await second.run();
    await upgrade();
    for (const integration of [second, first])
      expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 1, unchanged: 1 });
    expect(await assets()).toHaveLength(1);
    const third = await world.integrate(xenmobile, 'devices', { credentialId, change: { name: 'Third' } });
    expect(brief(await third.run())).toMatchObject({ unchanged: 1 });
    expect(await assets()).toHaveLength(1);
  });

  test('whose integration was deleted and made again finds its records', async () => {
    serve(world.vendor, { deviceName: 'tablet' });
    const credentialId = await world.addCredential(xenmobile);
    const old = await world.integrate(xenmobile, 'devices', { mapping, credentialId });
    await old.run();
    await world.rows('DELETE FROM source_records WHERE integration_id = $1', [old.id]);
    await world.rows('DELETE FROM integrations WHERE id = $1', [old.id]);
    await upgrade();
    serve(world.vendor, { deviceName: 'tablet, renamed' });
    const again = await world.integrate(xenmobile, 'devices', { credentialId });
    expect(brief(await again.run())).toMatchObject({ updated: 1 });
    expect(await assets()).toEqual([{ deviceName: 'tablet, renamed' }]);
  });

  test('a key a person wrote and a locked one stay', async () => {
    serve(world.vendor, { deviceName: 'tablet' });
    const own = formerMapping(xenmobile, 'xenmobile-{{ id | string }}');
    const integration = await world.integrate(xenmobile, 'devices', { mapping: own });
    await integration.run();
    await upgrade();
    expect(await keys()).toEqual(['xenmobile-1']);
    await integration.setMapping(mapping);
    await world.rows(`UPDATE assets SET locked_fields = '{externalId}'`);
    await upgrade();
    expect(await keys()).toEqual(['xenmobile-1']);
    expect(brief(await integration.run())).toMatchObject({ unchanged: 1 });
  });

  test('NinjaOne: a device that has changed its organisation since', async () => {
    const device = { id: 7, organizationId: 1, nodeClass: 'VMWARE_VM_HOST', displayName: 'host' };
    scriptNinja(world.vendor, [device]);
    const integration = await world.integrate(ninja, 'devices', {
      mapping: formerMapping(ninja, formerKeys['ninja'] ?? ''),
    });
    await integration.run();
    scriptNinja(world.vendor, [{ ...device, organizationId: 2 }]);
    await integration.run();
    expect(await keys()).toEqual(['ninjaone-1-7']);
    await upgrade();
    expect(await keys()).toEqual([expect.stringMatching(/^ninjaone-c\d+-7$/)]);
    expect(brief(await integration.run())).toMatchObject({ unchanged: 1 });
  });
});

describe('two accounts that share a record through the key alone', () => {
  let a: Awaited<ReturnType<typeof world.integrate>>;
  let b: Awaited<ReturnType<typeof world.integrate>>;

  async function merge(ofA: Tablet, ofB: Tablet) {
    serve(world.vendor, { deviceName: ofA.deviceName });
    serve(world.otherVendor, { deviceName: ofB.deviceName });
    a = await world.integrate(xenmobile, 'devices', { mapping });
    b = await world.integrate(xenmobile, 'devices', { mapping, at: world.otherVendor });
    await a.run();
    await b.run();
    expect(await assets()).toHaveLength(1);
    // What the numbers of both were is seen only now, and the later one is written over the first.
    serve(world.vendor, ofA);
    serve(world.otherVendor, ofB);
    await a.run();
    await b.run();
    expect(await assets()).toHaveLength(1);
  }

  test('part; who has the serial number of the record keeps it', async () => {
    await merge(
      { serialNumber: 'AAA111', deviceName: 'tablet of a' },
      { serialNumber: 'BBB222', deviceName: 'tablet of b' },
    );
    await upgrade();
    for (const integration of [a, b]) await integration.run();
    const both = [
      { serialNumber: 'BBB222', deviceName: 'tablet of b' },
      { serialNumber: 'AAA111', deviceName: 'tablet of a' },
    ];
    expect(await assets()).toEqual(both);
    for (const integration of [b, a, b])
      expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 1, unchanged: 1 });
    expect(await assets()).toEqual(both);
    expect(new Set(await keys()).size).toBe(2);
  });

  test('part where nothing tells them apart: who was there first keeps it', async () => {
    await merge({ deviceName: 'tablet of a' }, { deviceName: 'tablet of b' });
    await upgrade();
    for (const integration of [b, a]) await integration.run();
    expect(await assets()).toEqual([{ deviceName: 'tablet of a' }, { deviceName: 'tablet of b' }]);
    const counts = await world.rows('SELECT live_source_count AS count FROM integrations ORDER BY id');
    expect(counts).toEqual([{ count: 1 }, { count: 1 }]);
  });

  test('stay together where the serial number is the same', async () => {
    await merge(
      { serialNumber: 'AAA111', deviceName: 'tablet' },
      { serialNumber: 'AAA111', deviceName: 'tablet' },
    );
    await upgrade();
    for (const integration of [a, b]) await integration.run();
    expect(await assets()).toEqual([{ serialNumber: 'AAA111', deviceName: 'tablet' }]);
  });
});

test('local users of two servers with one bare account name are not one', async () => {
  const users =
    (firstname: string) =>
    ({ body }: VendorCall) => {
      const attributes = { asuseremail: `${firstname}@x.org`, firstname, lastname: 'Admin' };
      const isFirst = (body as { start?: string }).start === '0';
      return { status: 0, userListing: isFirst ? [{ userid: 1, username: 'admin', attributes }] : [] };
    };
  world.vendor.on('POST /xenmobile/api/v1/localusersgroups/filter', users('ann'));
  world.otherVendor.on('POST /xenmobile/api/v1/localusersgroups/filter', users('bob'));
  const a = await world.integrate(xenmobile, 'local-users');
  const b = await world.integrate(xenmobile, 'local-users', { at: world.otherVendor });
  await a.run();
  const session = await b.run();
  expect(brief(session)).toMatchObject({ ambiguous: 1 });
  expect(await world.outcomes(session, 'ambiguous')).toMatchObject([{ reasonCode: 'UNIQUE_VALUE_TAKEN' }]);
  expect(await world.list('people')).toMatchObject([{ username: 'admin', email: 'ann@x.org' }]);
});

describe('whose ids they are', () => {
  beforeEach(() => serve(world.vendor, { deviceName: 'tablet' }));
  const tenantOf = async (settings: object) => {
    await world.rows('DELETE FROM source_records');
    await world.rows('DELETE FROM assets');
    const integration = await world.integrate(xenmobile, 'devices', {
      change: { name: `With ${JSON.stringify(settings)}` },
    });
    await world.rows('UPDATE integrations SET settings = $2 WHERE id = $1', [integration.id, settings]);
    await integration.run();
    const [key] = await keys();
    return String(key).replace(/^xenmobile-c\d+/, '');
  };

  test('a server named in the settings is another account, unless it is that of the credential', async () => {
    expect(await tenantOf({})).toBe('-1');
    expect(await tenantOf({ hostname: 'HTTP://127.0.0.1' })).toBe('-1');
    expect(await tenantOf({ port: String(world.vendor.port), hostname: '' })).toBe('-1');
    // Another way to write the same one is taken for another: nothing is joined by mistake.
    expect(await tenantOf({ hostname: 'http://127.0.0.1/' })).toMatch(/^\.[0-9a-f]{6}-1$/);
  });
});
