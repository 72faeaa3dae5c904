/** A key is only as wide as what makes it unique: two customers of one vendor number their devices from 1. */
import { describe, expect, test } from 'vitest';
import { makeCaseConnector, peopleMapping, row } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import type { ScriptVendor } from '../helpers/script-vendor.ts';
import {
  computerPage,
  manage,
  ninja,
  scriptComputers,
  scriptNinja,
  scriptXenmobile,
  xenmobile,
} from '../helpers/vendor-scripts.ts';
import tenantA from './fixtures/b01/tenant-a.json' with { type: 'json' };
import tenantB from './fixtures/b01/tenant-b.json' with { type: 'json' };
import serverA from './fixtures/b01/xenmobile-server-a.json' with { type: 'json' };
import serverB from './fixtures/b01/xenmobile-server-b.json' with { type: 'json' };

const custom = makeCaseConnector('custom', { object: 'assets' });
const accounts = makeCaseConnector('accounts', { object: 'people' });
const world = useCaseWorld([ninja, xenmobile, manage, custom, accounts]);

const serials = async () => (await world.list('assets')).map(({ serialNumber }) => serialNumber);

const vendors = {
  ninjaone: {
    definition: ninja,
    streamId: 'devices',
    script: (vendor: ScriptVendor, tenant: 'a' | 'b') =>
      scriptNinja(vendor, tenant === 'a' ? tenantA : tenantB),
    serials: ['TAG-A', 'TAG-B'],
  },
  xenmobile: {
    definition: xenmobile,
    streamId: 'devices',
    script: (vendor: ScriptVendor, tenant: 'a' | 'b') =>
      scriptXenmobile(vendor, tenant === 'a' ? serverA : serverB),
    serials: ['AAA111', 'BBB222'],
  },
  // On-premises servers number their computers small.
  'endpoint-central': {
    definition: manage,
    streamId: 'computers',
    script(vendor: ScriptVendor, tenant: 'a' | 'b') {
      const computer = {
        resource_id: 301,
        installation_status: 22,
        full_name: `pc of ${tenant}`,
        'managedcomputerextn.service_tag': `ME-${tenant}`,
      };
      scriptComputers(vendor, [computerPage(1, 1, [computer])]);
    },
    serials: ['ME-a', 'ME-b'],
  },
  'servicedesk-plus': {
    definition: manage,
    streamId: 'assets',
    script(vendor: ScriptVendor, tenant: 'a' | 'b') {
      const asset = { id: '301', name: `asset of ${tenant}`, serial_number: `SD-${tenant}` };
      vendor.on('GET /api/v3/asset_assets', {
        asset_assets: [asset],
        list_info: { has_more_rows: false, total_count: 1 },
      });
    },
    serials: ['SD-a', 'SD-b'],
  },
};

describe.each(Object.entries(vendors))('%s: one small id of two tenants', (_name, vendor) => {
  async function open() {
    vendor.script(world.vendor, 'a');
    vendor.script(world.otherVendor, 'b');
    const a = await world.integrate(vendor.definition, vendor.streamId);
    const b = await world.integrate(vendor.definition, vendor.streamId, { at: world.otherVendor });
    expect(brief(await a.run())).toMatchObject({ status: 'succeeded', created: 1 });
    return { a, b };
  }

  test('is two assets', async () => {
    const { a, b } = await open();
    expect(brief(await b.run())).toMatchObject({ status: 'succeeded', created: 1 });
    expect(await serials()).toEqual(vendor.serials);
    // And they stay apart, whoever runs next.
    for (const integration of [a, b, a])
      expect(brief(await integration.run())).toMatchObject({ unchanged: 1 });
    expect(await serials()).toEqual(vendor.serials);
  });

  test('is planned as a new asset and applied so', async () => {
    const { b } = await open();
    const { preview, applied } = await b.previewAndApply();
    expect(brief(preview)).toMatchObject({ created: 1 });
    expect(brief(applied)).toMatchObject({ created: 1 });
    expect(await serials()).toEqual(vendor.serials);
  });

  test('is shown as a new asset by a test run', async () => {
    const { b } = await open();
    expect(brief(await b.run('test-run'))).toMatchObject({ created: 1 });
  });

  test('is the same asset for a second integration with the same credential', async () => {
    vendor.script(world.vendor, 'a');
    const credentialId = await world.addCredential(vendor.definition);
    const first = await world.integrate(vendor.definition, vendor.streamId, { credentialId });
    await first.run();
    const second = await world.integrate(vendor.definition, vendor.streamId, {
      credentialId,
      change: { name: 'Once more' },
    });
    expect(brief(await second.run())).toMatchObject({ status: 'succeeded', unchanged: 1 });
    expect(await world.list('assets')).toHaveLength(1);
  });
});

test('devices without any serial number are two assets all the same', async () => {
  const device = { ...tenantA[0], serviceTag: undefined };
  scriptNinja(world.vendor, [device]);
  scriptNinja(world.otherVendor, [{ ...device, displayName: 'host of tenant B' }]);
  const a = await world.integrate(ninja, 'devices');
  const b = await world.integrate(ninja, 'devices', { at: world.otherVendor });
  await a.run();
  await b.run();
  expect((await world.list('assets')).map(({ deviceName }) => deviceName)).toEqual([
    'host of tenant A',
    'host of tenant B',
  ]);
});

describe('a custom connector whose key is made of the id', () => {
  const mapping = {
    rows: [
      row('serialNumber', 'serial', { syncKeyPriority: 1 }),
      row('externalId', 'vendor-{{ id }}', { syncKeyPriority: 2 }),
      row('deviceName', 'name'),
    ],
  };
  const open = async (second: object) => {
    world.vendor.on('GET /rows', [{ id: 7, serial: 'SN-A1', name: 'a' }]);
    world.otherVendor.on('GET /rows', [second]);
    const a = await world.integrate(custom, 'rows', { mapping });
    const b = await world.integrate(custom, 'rows', { mapping, at: world.otherVendor });
    await a.run();
    return b;
  };

  test('does not join a record whose serial number says otherwise: it is parked', async () => {
    const b = await open({ id: 7, serial: 'SN-B1', name: 'b' });
    const session = await b.run();
    expect(brief(session)).toMatchObject({ status: 'succeeded_with_errors', ambiguous: 1 });
    const [parked] = await world.outcomes(session, 'ambiguous');
    expect(parked?.reason).toMatch(/Serial Number/);
    expect(parked?.reasonCode).toBe('KEYS_DISAGREE');
    expect(await world.list('assets')).toMatchObject([{ serialNumber: 'SN-A1', deviceName: 'a' }]);
  });

  test('is parked by preview and test run too', async () => {
    const b = await open({ id: 7, serial: 'SN-B1', name: 'b' });
    expect(brief(await b.run('preview'))).toMatchObject({ ambiguous: 1 });
    expect(brief(await b.run('test-run'))).toMatchObject({ ambiguous: 1 });
  });

  test('still joins where the higher key is empty on one side', async () => {
    const b = await open({ id: 7, name: 'b' });
    expect(brief(await b.run())).toMatchObject({ updated: 1 });
    expect(await world.list('assets')).toMatchObject([{ serialNumber: 'SN-A1', deviceName: 'b' }]);
  });
});

test('people: account names of two customers are no key where the e-mail addresses disagree', async () => {
  const mapping = {
    rows: [
      row('email', 'email', { syncKeyPriority: 1 }),
      row('username', 'account', { syncKeyPriority: 2 }),
      ...peopleMapping.rows.slice(2),
    ],
  };
  world.vendor.on('GET /rows', [{ id: 1, email: 'john@a.org', account: 'jdoe', firstName: 'John' }]);
  world.otherVendor.on('GET /rows', [{ id: 1, email: 'jane@b.org', account: 'jdoe', firstName: 'Jane' }]);
  const a = await world.integrate(accounts, 'rows', { mapping });
  const b = await world.integrate(accounts, 'rows', { mapping, at: world.otherVendor });
  await a.run();
  expect(brief(await b.run())).toMatchObject({ ambiguous: 1 });
  expect(await world.list('people')).toMatchObject([{ email: 'john@a.org', firstName: 'John' }]);
});
