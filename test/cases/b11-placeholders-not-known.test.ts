/** What inventory products refuse as a serial number or BIOS UUID identifies nothing here either. */
import { describe, expect, test } from 'vitest';
import { literal, makeCaseConnector, peopleMapping, row } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { manage } from '../helpers/vendor-scripts.ts';
import devices from './fixtures/b11/assets.json' with { type: 'json' };
import persons from './fixtures/b11/people.json' with { type: 'json' };

const assets = makeCaseConnector('assets', { object: 'assets' });
const people = makeCaseConnector('people');
const world = useCaseWorld([assets, people, manage]);

const mapping = {
  rows: [
    row('serialNumber', 'serial', { syncKeyPriority: 1 }),
    row('externalId', 'uid', { syncKeyPriority: 2 }),
    row('imei'),
    row('macAddress', 'mac'),
  ],
};

async function load(list: readonly object[]) {
  world.vendor.on('GET /rows', list);
  return world.integrate(assets, 'rows', { mapping });
}

/** Values of the case that stand at more than one device: none of them tells devices apart. */
const shared = (key: 'serial' | 'uid') => {
  const values = devices.map((device) => device[key]);
  return new Set(values.filter((value, at) => values.indexOf(value) !== at));
};

describe('devices', () => {
  test('every one of the case is an asset, and no placeholder is written', async () => {
    const integration = await load(devices);
    const session = await integration.run();
    expect(brief(session)).toMatchObject({ status: 'succeeded', created: devices.length });
    const found = await world.list('assets');
    expect(
      found.map(({ serialNumber }) => serialNumber).filter((serial) => shared('serial').has(serial as never)),
    ).toEqual([]);
    expect(
      found.map(({ externalId }) => externalId).filter((uid) => shared('uid').has(uid as never)),
    ).toEqual([]);
    // The next session finds each of them again.
    expect(brief(await integration.run())).toMatchObject({ unchanged: devices.length });
  });

  test('by preview and test run as well', async () => {
    const integration = await load(devices);
    expect(brief(await integration.run('preview'))).toMatchObject({ created: devices.length });
    expect(brief(await integration.run('test-run'))).not.toHaveProperty('ambiguous');
  });

  /** From the lists that GLPI, OCS Inventory, Snipe-IT importers and Lansweeper refuse by default. */
  const known = [
    'To Be Filled By O.E.M.',
    'TO BE FILLED BY O.E.M',
    'Default string',
    'DEFAULT STRING ',
    'Not Specified',
    'Not Available',
    'System Serial Number',
    'Chassis Serial Number',
    'SerialNumber',
    'Serial',
    'SN',
    'S/N',
    'None',
    'none ',
    'Null',
    'N/A',
    'NA',
    'Unknown',
    'UNKNOW',
    'OEM',
    'O.E.M.',
    'INVALID',
    'Empty',
    'EVAL',
    'IATPASS',
    'MB-1234567890',
    'SYS-1234567890',
    'SN-12345',
    'BSN12345678901234567',
    'BSS-0123456789',
    '0123456789',
    '1234567890',
    '123456789',
    '00000000',
    '0000000000',
    '1111111111',
    'XXXXXXX',
    'xxxxxxxxxxx',
    'NNNNNNN',
    '...............',
    '.. .',
    '-',
    '--',
    '?',
    'FFFFFFFF',
    'ffffffffffffffff',
    'ÿÿÿÿÿÿÿÿ',
    'Undefined',
    'Not Applicable',
    'Default',
    'VMware',
    'Virtual Machine',
    'Dell System',
    'Type2 - Board Serial Number',
    'Base Board Serial Number',
    'Asset-1234567890',
    'No Asset Tag',
    'No Asset Information',
    'Asset Tag',
    'testserial',
    'test',
  ];
  test('none of them is a serial number', async () => {
    const integration = await load(
      known.flatMap((serial, at) => [
        { id: `${at}a`, serial, uid: `u${at}a` },
        { id: `${at}b`, serial, uid: `u${at}b` },
      ]),
    );
    const session = await integration.run();
    const found = await world.list('assets');
    expect(found.flatMap(({ serialNumber }) => serialNumber ?? [])).toEqual([]);
    expect(brief(session)).toMatchObject({ status: 'succeeded', created: known.length * 2 });
  });

  test('nor a BIOS UUID; the good serial number counts', async () => {
    const uuids = [
      '00000000-0000-0000-0000-000000000000',
      '00020003-0004-0005-0006-000700080009',
      '03000200-0400-0500-0006-000700080009',
      '12345678-1234-5678-90AB-CDDEEFAABBCC',
      'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
      'FFFFFF00-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
      '11111111-1111-1111-1111-111111111111',
      'FEFEFEFE-FEFE-FEFE-FEFE-FEFEFEFEFEFE',
      '{00000000-0000-0000-0000-000000000000}',
      '00000000000000000000000000000000',
    ];
    const integration = await load(
      uuids.flatMap((uid, at) => [
        { id: `${at}a`, serial: `GOOD-${at}A`, uid },
        { id: `${at}b`, serial: `GOOD-${at}B`, uid },
      ]),
    );
    const session = await integration.run();
    expect((await world.list('assets')).flatMap(({ externalId }) => externalId ?? [])).toEqual([]);
    expect(brief(session)).toMatchObject({ status: 'succeeded', created: uuids.length * 2 });
  });

  test('nor an IMEI', async () => {
    const imeis = [
      '000000000000000',
      '012345678912345',
      '123456789012345',
      '004999010640000',
      '111111111111111',
    ];
    const integration = await load(
      imeis.flatMap((imei, at) => [
        { id: `${at}a`, serial: `GOOD-${at}A`, imei },
        { id: `${at}b`, serial: `GOOD-${at}B`, imei },
      ]),
    );
    const session = await integration.run();
    expect((await world.list('assets')).flatMap(({ imei }) => imei ?? [])).toEqual([]);
    expect(brief(session)).toMatchObject({ status: 'succeeded', created: imeis.length * 2 });
  });

  test('serial numbers that only look like one are kept', async () => {
    const good = [
      '1234ABC',
      'SN98237465',
      '5CG1234XYZ',
      'VMware-56 4d 1a 2b 3c',
      'C02ABC',
      'TEST-PC-1',
      '12345678X',
    ];
    const integration = await load(good.map((serial, id) => ({ id, serial, uid: `u${id}` })));
    await integration.run();
    expect((await world.list('assets')).map(({ serialNumber }) => serialNumber)).toEqual(good);
  });

  test('what is stored with a placeholder from before does not stand in the way', async () => {
    const integration = await load([{ id: 1, serial: 'KEEP', uid: 'u1' }]);
    await integration.run();
    await world.rows(`UPDATE assets SET serial_number = 'SN-12345'`);
    world.vendor.on('GET /rows', [
      { id: 1, serial: 'SN-12345', uid: 'u1' },
      { id: 2, serial: 'SN-12345', uid: 'u2' },
    ]);
    await integration.run();
    expect(await world.list('assets')).toHaveLength(2);
  });

  test('a barcode that holds the name of its maker is no key', async () => {
    const asset = (id: string, tag: string) => ({
      id,
      name: `A${id}`,
      barcode: tag,
      serial_number: `S${id}`,
    });
    world.vendor.on('GET /api/v3/asset_assets', {
      asset_assets: [
        asset('1', 'Dell Inc.'),
        asset('2', 'Dell Inc.'),
        asset('3', 'No Asset Tag'),
        asset('4', 'No Asset Tag'),
      ],
      list_info: { has_more_rows: false, total_count: 4 },
    });
    const integration = await world.integrate(manage, 'assets');
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 4 });
  });
});

describe('the list of placeholders', () => {
  test('can be read, extended and asked what a change would do', async () => {
    const list = await world.client.call<{ items: { value: string }[] }>(
      'GET',
      '/api/placeholders?limit=500',
    );
    expect(list.items.map(({ value }) => value.toLowerCase())).toContain('default string');
    const integration = await load([
      { id: 1, serial: 'Schrank 7', uid: 'u1' },
      { id: 2, serial: 'S2', uid: 'u2' },
    ]);
    await integration.run();
    const effect = await world.client.call<object>('POST', '/api/placeholders/preview', {
      value: 'Schrank *',
      isPattern: true,
    });
    expect(JSON.stringify(effect)).toMatch(/Schrank 7/);
    await world.client.call('POST', '/api/placeholders', { value: 'Schrank *', isPattern: true });
    world.vendor.on('GET /rows', [
      { id: 1, serial: 'Schrank 7', uid: 'u1', mac: 'x' },
      { id: 3, serial: 'Schrank 7', uid: 'u3' },
    ]);
    expect(brief(await integration.run())).toMatchObject({ created: 1 });
  });
});

describe('people', () => {
  test('the four of the case', async () => {
    world.vendor.on('GET /rows', persons);
    const integration = await world.integrate(people, 'rows', { mapping: peopleMapping });
    const session = await integration.run();
    expect(brief(session)).toMatchObject({ created: 2 });
    expect(brief(session)).not.toHaveProperty('ambiguous');
    expect((await world.list('people')).map(({ email, username }) => [email, username])).toEqual([
      ['h@x.org', 'h@x.org'],
      ['jane@x.org', 'jane@x.org'],
    ]);
  });

  test('what says that there is no address is nobody’s', async () => {
    const none = [
      'no email',
      'noemail',
      'none@none.com',
      'n/a',
      'no-reply@example.com',
      'unknown',
      'test@test.com',
      'not an address',
    ];
    world.vendor.on(
      'GET /rows',
      none.flatMap((email, at) => [
        { id: `${at}a`, email, account: `one${at}` },
        { id: `${at}b`, email, account: `two${at}` },
      ]),
    );
    const integration = await world.integrate(people, 'rows', {
      mapping: {
        rows: [
          row('email', 'email', { syncKeyPriority: 1 }),
          row('username', 'account', { syncKeyPriority: 2 }),
          literal('role', 'Employee'),
        ],
      },
    });
    const session = await integration.run();
    expect((await world.list('people')).flatMap(({ email }) => email ?? [])).toEqual([]);
    expect(brief(session)).toMatchObject({ created: none.length * 2 });
  });

  test('an address is the same however it is written', async () => {
    world.vendor.on('GET /rows', [{ id: 1, email: 'jane@x.org' }]);
    const first = await world.integrate(people, 'rows', { mapping: peopleMapping });
    await first.run();
    world.otherVendor.on('GET /rows', [{ id: 9, email: '"Doe, Jane" <MAILTO:Jane@X.org>' }]);
    const second = await world.integrate(people, 'rows', { mapping: peopleMapping, at: world.otherVendor });
    expect(brief(await second.run())).not.toHaveProperty('created');
    expect(await world.list('people')).toHaveLength(1);
  });
});
