/** The first of a list is not the main one. */
import { describe, expect, test } from 'vitest';
import { useCaseWorld } from '../helpers/case-world.ts';
import {
  citrix,
  computerPage,
  manage,
  ninja,
  scriptCitrix,
  scriptComputers,
  scriptNinja,
} from '../helpers/vendor-scripts.ts';
import computer from './fixtures/b17/computer.json' with { type: 'json' };

const world = useCaseWorld([manage, ninja, citrix]);

async function loadComputer(more: object = {}) {
  scriptComputers(world.vendor, [computerPage(1, 1, [{ ...computer, ...more }])]);
  const integration = await world.integrate(manage, 'computers');
  const session = await integration.run();
  const [asset] = await world.list('assets');
  return { asset, session, integration };
}

test('Endpoint Central: the network card, not the bridge of the containers', async () => {
  const { asset } = await loadComputer();
  expect(asset).toMatchObject({ ipAddress: '192.168.0.23', macAddress: '24:4B:FE:12:22:32' });
});

test('another order of the bridges is no change', async () => {
  const { integration } = await loadComputer();
  scriptComputers(world.vendor, [
    computerPage(1, 1, [
      {
        ...computer,
        ip_address: '172.19.0.1,192.168.122.1,172.17.0.1,172.18.0.1,192.168.0.23',
        mac_address: '52:54:00:13:23:33,02:42:ff:00:00:01,02:42:78:10:20:30,24:4b:fe:12:22:32',
      },
    ]),
  ]);
  await integration.run();
  const [asset] = await world.list('assets');
  expect(asset).toMatchObject({ ipAddress: '192.168.0.23', macAddress: '24:4B:FE:12:22:32' });
  expect(JSON.stringify(await world.history('assets', asset?.id ?? 0))).not.toMatch(/ipAddress|macAddress/);
});

test('the whole list is kept', async () => {
  await loadComputer();
  const [stored] = await world.rows<{ text: string }>('SELECT payload::text AS text FROM source_records');
  expect(stored?.text).toContain('192.168.122.1');
});

describe('which address is the main one', () => {
  test.each([
    ['fe80::1,10.0.0.5', '10.0.0.5'],
    ['127.0.0.1,169.254.3.4,10.0.0.5', '10.0.0.5'],
    ['fe80::1%12,2001:db8::5', '2001:db8::5'],
    ['203.0.113.7,192.168.1.9', '192.168.1.9'],
    ['0.0.0.0,192.168.1.9', '192.168.1.9'],
    ['192.168.1.9', '192.168.1.9'],
    // A company may use 172.16/12 itself: it is taken where there is nothing else.
    ['172.20.5.6', '172.20.5.6'],
    ['172.17.0.1,172.20.5.6', '172.20.5.6'],
  ])('of %s it is %s', async (addresses, expected) => {
    const { asset } = await loadComputer({ ip_address: addresses, mac_address: '24:4b:fe:12:22:32' });
    expect(asset).toMatchObject({ ipAddress: expected });
  });

  test.each([
    ['02:42:78:10:20:30,24:4b:fe:12:22:32', '24:4B:FE:12:22:32'],
    ['52:54:00:13:23:33,24:4b:fe:12:22:32', '24:4B:FE:12:22:32'],
    ['00:00:00:00:00:00,24:4b:fe:12:22:32', '24:4B:FE:12:22:32'],
    ['ff:ff:ff:ff:ff:ff,24:4b:fe:12:22:32', '24:4B:FE:12:22:32'],
    ['da:a1:19:00:00:01,24:4b:fe:12:22:32', '24:4B:FE:12:22:32'],
    ['24-4b-fe-12-22-32', '24:4B:FE:12:22:32'],
    // A virtual machine has nothing but a locally administered one.
    ['52:54:00:13:23:33', '52:54:00:13:23:33'],
  ])('of %s it is %s', async (addresses, expected) => {
    const { asset } = await loadComputer({ mac_address: addresses, ip_address: '192.168.0.23' });
    expect(asset).toMatchObject({ macAddress: expected });
  });
});

test('NinjaOne lists addresses in any order', async () => {
  scriptNinja(world.vendor, [
    {
      id: 1,
      uid: 'u1',
      nodeClass: 'LINUX_WORKSTATION',
      ipAddresses: ['172.17.0.1', 'fe80::42:78ff:fe10:2030', '192.168.0.23'],
      macAddresses: ['02:42:78:10:20:30', '24:4b:fe:12:22:32'],
    },
  ]);
  const integration = await world.integrate(ninja, 'devices');
  await integration.run();
  expect(await world.list('assets')).toMatchObject([
    { ipAddress: '192.168.0.23', macAddress: '24:4B:FE:12:22:32' },
  ]);
});

test('ServiceDesk Plus lists network adapters in any order', async () => {
  world.vendor.on('GET /api/v3/asset_computers', {
    asset_computers: [
      {
        id: '1',
        name: 'PC-1',
        serial_number: 'S1',
        network_adapters: [
          { ip_address: '172.17.0.1', mac_address: '02:42:78:10:20:30' },
          { ip_address: '192.168.0.23', mac_address: '24:4b:fe:12:22:32' },
        ],
      },
    ],
    list_info: { has_more_rows: false, total_count: 1 },
  });
  const integration = await world.integrate(manage, 'workstations');
  await integration.run();
  expect(await world.list('assets')).toMatchObject([
    { ipAddress: '192.168.0.23', macAddress: '24:4B:FE:12:22:32' },
  ]);
});

test('people and numbers that come as lists: another order is no change', async () => {
  const mobile = (imei: string[]) => ({
    devices: [{ device_id: 1, serial_number: 'S1', imei, device_name: 'phone' }],
    metadata: { total_record_count: 1 },
  });
  world.vendor.on('GET /api/v1/mdm/devices', mobile(['356938035643809', '356938035643817']));
  world.vendor.on('GET /api/v1/mdm/devices/*', {});
  const phones = await world.integrate(manage, 'mobile-devices');
  await phones.run();
  world.vendor.on('GET /api/v1/mdm/devices', mobile(['356938035643817', '356938035643809']));
  await phones.run();
  const [phone] = await world.list('assets');
  expect(JSON.stringify(await world.history('assets', phone?.id ?? 0))).not.toContain('"imei":["');
});

test('Citrix: of several assigned people the same one is taken, whatever the order', async () => {
  const machine = (...names: string[]) => ({
    Items: [
      {
        Id: 'm1',
        Name: 'X\\m1',
        AssignedUsers: names.map((name) => ({ Mail: `${name}@x.org`, PrincipalName: `${name}@x.org` })),
      },
    ],
  });
  await world.rows(
    `INSERT INTO people (email, username, created_at, created_by, updated_at, updated_by)
     SELECT name || '@x.org', name, now(), 'x', now(), 'x' FROM unnest(ARRAY['ann', 'bob']) AS u (name)`,
  );
  const owner = async () =>
    (
      await world.rows<{ email: string }>(
        'SELECT p.email FROM assets a JOIN people p ON p.id = a.assigned_to',
      )
    )[0]?.email;
  scriptCitrix(world.vendor, { Machines: [machine('bob', 'ann')] });
  const integration = await world.integrate(citrix, 'machines');
  await integration.run();
  const first = await owner();
  scriptCitrix(world.vendor, { Machines: [machine('ann', 'bob')] });
  await integration.run();
  expect(await owner()).toBe(first);
});
