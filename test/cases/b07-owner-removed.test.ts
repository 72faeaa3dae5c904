/** No value, another value and an unknown value are three things: an owner that was taken away is nobody's. */
import { describe, expect, test } from 'vitest';
import { makeCaseConnector, peopleMapping, row } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import {
  citrix,
  computerPage,
  manage,
  ninja,
  scriptCitrix,
  scriptComputers,
  scriptNinja,
  scriptXenmobile,
  xenmobile,
} from '../helpers/vendor-scripts.ts';
import run1 from './fixtures/b07/run1.json' with { type: 'json' };
import run2 from './fixtures/b07/run2.json' with { type: 'json' };
import run3 from './fixtures/b07/run3.json' with { type: 'json' };
import users from './fixtures/b07/users.json' with { type: 'json' };

const staff = makeCaseConnector('staff', { request: { method: 'GET', path: '/staff' } });
const assets = makeCaseConnector('assets', { object: 'assets' });
const world = useCaseWorld([ninja, citrix, manage, xenmobile, staff, assets]);

async function addPeople(...emails: string[]) {
  world.vendor.on(
    'GET /staff',
    emails.map((email, at) => ({ id: at, email })),
  );
  const integration = await world.integrate(staff, 'rows', { mapping: peopleMapping });
  await integration.run();
}

async function owner(): Promise<unknown> {
  const [found] = await world.rows<{ email: string | null }>(
    'SELECT p.email FROM assets a LEFT JOIN people p ON p.id = a.assigned_to',
  );
  return found?.email;
}

describe('NinjaOne devices', () => {
  async function open() {
    await addPeople('o@x.org');
    scriptNinja(world.vendor, run1, { users });
    const integration = await world.integrate(ninja, 'devices');
    await integration.run();
    expect(await owner()).toBe('o@x.org');
    return integration;
  }

  test('taken away: nobody', async () => {
    const integration = await open();
    scriptNinja(world.vendor, run2, { users });
    expect(brief(await integration.run())).toMatchObject({ updated: 1 });
    expect(await owner()).toBeNull();
    expect(brief(await integration.run())).toMatchObject({ unchanged: 1 });
  });

  test('given to somebody Muster does not know yet: not the former owner, and a warning', async () => {
    const integration = await open();
    scriptNinja(world.vendor, run3, { users });
    const session = await integration.run();
    expect(session.counts.warnings).toBe(1);
    expect(await owner()).toBeNull();
    // Once the person is there the device is theirs.
    await addPeople('o@x.org', 'new@x.org');
    await integration.run();
    expect(await owner()).toBe('new@x.org');
  });

  test('the three runs of the case, one after the other', async () => {
    const integration = await open();
    scriptNinja(world.vendor, run2, { users });
    await integration.run();
    expect(await owner()).toBeNull();
    scriptNinja(world.vendor, run3, { users });
    expect((await integration.run()).counts.warnings).toBe(1);
    expect(await owner()).toBeNull();
  });

  test('an owner the list of users does not hold is unknown, too', async () => {
    const integration = await open();
    scriptNinja(world.vendor, [{ ...run1[0], assignedOwnerUid: 'own-9' }], { users });
    const session = await integration.run();
    expect(session.counts.warnings).toBe(1);
    expect(await owner()).toBeNull();
  });

  test('a device that says nothing about its owner keeps the one it has', async () => {
    const integration = await open();
    const { assignedOwnerUid: _, ...silent } = run1[0] as { assignedOwnerUid: string };
    scriptNinja(world.vendor, [{ ...silent, displayName: 'renamed' }], { users });
    await integration.run();
    expect(await owner()).toBe('o@x.org');
  });

  test('preview and apply clear it as well', async () => {
    const integration = await open();
    scriptNinja(world.vendor, run2, { users });
    const { preview } = await integration.previewAndApply();
    expect(await world.outcomes(preview, 'updated')).toMatchObject([
      { details: { assignedTo: [expect.anything(), null] } },
    ]);
    expect(await owner()).toBeNull();
  });

  test('a locked or "only if empty" owner stays', async () => {
    const integration = await open();
    const [asset] = await world.list('assets');
    await world.client.call('PATCH', `/api/records/assets/${asset?.id}`, {
      version: 1,
      lock: ['assignedTo'],
    });
    scriptNinja(world.vendor, run2, { users });
    await integration.run();
    expect(await owner()).toBe('o@x.org');
  });

  test('location and organisation that were taken away are empty; unknown ones are not the former ones', async () => {
    const device = { id: 1, uid: 'u1', nodeClass: 'MAC', organizationId: 1, locationId: 1 };
    scriptNinja(world.vendor, [device]);
    const integration = await world.integrate(ninja, 'devices');
    await integration.run();
    expect(await world.list('assets')).toMatchObject([{ location: 'Location 1', company: 'Org 1' }]);
    scriptNinja(world.vendor, [{ ...device, organizationId: 99, locationId: null }]);
    await integration.run();
    const [asset] = await world.list('assets');
    expect(asset).not.toHaveProperty('location');
    expect(asset?.['company']).not.toBe('Org 1');
  });
});

describe('the owner other vendors name', () => {
  const cases = {
    'Endpoint Central writes --': {
      open: () => world.integrate(manage, 'computers'),
      script: (mail: string | null) =>
        scriptComputers(world.vendor, [
          computerPage(1, 1, [
            {
              resource_id_string: '1',
              full_name: 'PC-1',
              installation_status: 22,
              owner_email_id: mail ?? '--',
            },
          ]),
        ]),
    },
    'ServiceDesk Plus writes user: null': {
      open: () => world.integrate(manage, 'assets'),
      script: (mail: string | null) =>
        world.vendor.on('GET /api/v3/asset_assets', {
          asset_assets: [{ id: '1', name: 'A', user: mail === null ? null : { email_id: mail } }],
          list_info: { has_more_rows: false, total_count: 1 },
        }),
    },
    'Citrix empties the list': {
      open: () => world.integrate(citrix, 'machines'),
      script: (mail: string | null) =>
        scriptCitrix(world.vendor, {
          Machines: [
            {
              Items: [
                {
                  Id: 'm1',
                  Name: 'X\\m1',
                  AssignedUsers: mail === null ? [] : [{ Mail: mail, PrincipalName: mail }],
                },
              ],
            },
          ],
        }),
    },
    'Citrix writes null for the list': {
      open: () => world.integrate(citrix, 'machines'),
      script: (mail: string | null) =>
        scriptCitrix(world.vendor, {
          Machines: [
            { Items: [{ Id: 'm1', Name: 'X\\m1', AssignedUsers: mail === null ? null : [{ Mail: mail }] }] },
          ],
        }),
    },
    'XenMobile writes N/A': {
      open: () => world.integrate(xenmobile, 'devices'),
      script: (mail: string | null) =>
        scriptXenmobile(world.vendor, {
          status: 0,
          matchedRecords: 1,
          filteredDevicesDataList: [{ id: 1, serialNumber: 'S1', userName: mail ?? 'N/A' }],
        }),
    },
  };

  test.each(Object.entries(cases))('%s: nobody', async (_name, { open, script }) => {
    await addPeople('o@x.org');
    script('o@x.org');
    const integration = await open();
    await integration.run();
    expect(await owner()).toBe('o@x.org');
    script(null);
    await integration.run();
    expect(await owner()).toBeNull();
  });
});

describe('null survives templates', () => {
  const mapping = (source: string) => ({
    rows: [row('serialNumber', 'serial', { syncKeyPriority: 1 }), row('location', source)],
  });

  test.each([
    ['location', { location: null }],
    ['place.name', { place: null }],
    ['{{ location | first_of(site.name) }}', { location: null, site: null }],
    ['{{ location | first_of(site.name) }}', { location: '', site: { name: '' } }],
    ['{{ location | upper }}', { location: null }],
    ['{{ location | map_values("x", "y") }}', { location: null }],
    ['{{ places[0].name }}', { places: [] }],
    ['{{ places | pluck("name") | first }}', { places: [] }],
    ['{{ place.name if place else location }}', { place: null, location: null }],
  ])('%s of %j clears what was there', async (source, later) => {
    world.vendor.on('GET /rows', [
      { id: 1, serial: 'S1', location: 'Here', place: { name: 'Here' }, places: [{ name: 'Here' }] },
    ]);
    const integration = await world.integrate(assets, 'rows', { mapping: mapping(source) });
    await integration.run();
    expect((await world.list('assets'))[0]?.['location']?.toString().toLowerCase()).toBe('here');
    world.vendor.on('GET /rows', [{ id: 1, serial: 'S1', ...later }]);
    await integration.run();
    expect((await world.list('assets'))[0]).not.toHaveProperty('location');
  });

  test.each(['location', 'place.name', '{{ location | first_of(site.name) }}', '{{ places[0].name }}'])(
    '%s that is absent altogether leaves it',
    async (source) => {
      world.vendor.on('GET /rows', [
        { id: 1, serial: 'S1', location: 'Here', place: { name: 'Here' }, places: [{ name: 'Here' }] },
      ]);
      const integration = await world.integrate(assets, 'rows', { mapping: mapping(source) });
      await integration.run();
      world.vendor.on('GET /rows', [{ id: 1, serial: 'S1', other: 1 }]);
      await integration.run();
      expect((await world.list('assets'))[0]).toMatchObject({ location: 'Here' });
    },
  );
});
