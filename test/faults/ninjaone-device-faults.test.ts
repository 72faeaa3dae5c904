/** NinjaOne's devices and their software through vault, egress and engine. */
import { afterEach, describe, expect, test } from 'vitest';
import {
  assetCount,
  installCount,
  openLoadedNinjaOne,
  openNinjaOne,
  perDevice,
  softwareCount,
} from '../helpers/ninjaone-tenant.ts';

let tenant: Awaited<ReturnType<typeof openNinjaOne>>;
afterEach(async () => {
  await tenant.world.expectNoSecret();
  await tenant.world.close();
});

describe('installed software', () => {
  test('an unchanged fleet costs no write: not of an asset, a set, a release or a product, and no history', async () => {
    tenant = await openNinjaOne();
    const { world, devices, credentialId } = tenant;
    // With everybody known every record is recognised as it is.
    await (await world.integrate('users', credentialId)).run();
    await devices.run();
    const tables = [
      'assets',
      'software_installs',
      'software_releases',
      'software',
      'record_changes',
      'source_records',
    ];
    const read = async () =>
      Promise.all(
        tables.map((table) => world.rows(`SELECT *, xmin::text, ctid::text FROM ${table} ORDER BY 1, 2`)),
      );
    const before = await read();
    expect(before.slice(0, 4).map((rows) => rows.length > 0)).not.toContain(false);
    expect(await devices.run()).toMatchObject({
      status: 'succeeded',
      counts: {
        unchanged: assetCount,
        updated: 0,
        warnings: 0,
        installsRead: installCount,
        installsChanged: 0,
      },
    });
    expect(await read()).toEqual(before);
  });

  test('a cursor that expires half-way: the report starts again, every install is counted and stored once', async () => {
    tenant = await openLoadedNinjaOne();
    const { world, control, devices, expectInstalls } = tenant;
    control.editDevices({ changePercent: 100 });
    control.setFault('cursor-expired', { times: 1, skip: 3 });
    const session = await devices.run();
    expect(session).toMatchObject({
      status: 'succeeded',
      counts: { updated: assetCount, created: 0, installsRead: installCount, installsChanged: softwareCount },
    });
    expect(await devices.log(session)).toMatch(/cursor expire.*started again.*not counted twice/);
    await expectInstalls();
    await world.expectAssets(assetCount);
    const changes = "(SELECT record_id FROM record_changes WHERE kind = 'software'";
    expect(await world.count(`${changes}) found`)).toBe(softwareCount);
    expect(await world.count(`${changes} GROUP BY record_id) found`)).toBe(softwareCount);
    expect(await devices.run()).toMatchObject({ counts: { unchanged: assetCount, installsChanged: 0 } });
  });

  test('a report that breaks off: every device keeps its former software, and the next session brings all of it', async () => {
    tenant = await openLoadedNinjaOne();
    const { world, control, devices, listSets, expectInstalls } = tenant;
    const before = await listSets();
    control.editDevices({ changePercent: 100 });
    let pages = 0;
    world.wire.before = ({ url }) => {
      if (!url.endsWith('/v2/queries/software')) return;
      pages += 1;
      if (pages === 4) control.setFault('server-error');
    };
    const session = await devices.run();
    expect(session).toMatchObject({
      status: 'failed',
      errorCode: 'CONNECTOR_VENDOR_FAILED',
      counts: { installsChanged: 0, retired: 0 },
    });
    expect(session.errorMessage).toMatch(
      /"NinjaOne devices: software", page 4 \(HTTP 500\).*Run again later/,
    );
    const after = await listSets();
    expect(after.filter((set, index) => set['xmin'] === before[index]?.['xmin'])).toHaveLength(softwareCount);
    expect(after.every((set) => (set['release_ids'] as number[]).length === perDevice)).toBe(true);
    world.wire.before = undefined;
    control.clearFaults();
    expect(await devices.run()).toMatchObject({
      status: 'succeeded',
      counts: { installsChanged: softwareCount },
    });
    await expectInstalls();
    await world.expectAssets(assetCount);
  });

  test('a device the report leaves out keeps its software when too many are left out with it', async () => {
    tenant = await openLoadedNinjaOne({ retireLimitPercent: 20 });
    const { control, devices, listSets, expectInstalls } = tenant;
    const before = await listSets();
    control.editDevices({ withoutSoftware: Array.from({ length: 40 }, (_item, index) => index) });
    const session = await devices.run();
    expect(session).toMatchObject({ status: 'succeeded', counts: { installsChanged: 0 } });
    expect(await devices.log(session)).toMatch(
      /no software for \d+ of 139 assets.*limit is 20 %.*kept.*Check the permissions/,
    );
    expect(await listSets()).toEqual(before);
    control.editDevices({ withoutSoftware: [] });
    await expectInstalls();
  });
});

describe('devices', () => {
  test.each([
    ['more than the limit', 20],
    ['less than the limit', 100],
  ])(
    'a page left out in the middle, %s: the session says so, nothing is taken for deleted or uninstalled',
    async (_case, retireLimitPercent) => {
      tenant = await openLoadedNinjaOne({ retireLimitPercent });
      const { world, control, devices, listSets } = tenant;
      const [assets, sets] = [await world.listAssets(), await listSets()];
      control.setFault('devices-gap', { times: 1 });
      const session = await devices.run();
      expect(session).toMatchObject({ status: 'succeeded', counts: { read: 110, retired: 0 } });
      expect(await devices.log(session)).toMatch(
        /list was not complete: it lacked 38 records that are there when asked for one by one \(\d+, \d+, \d+ and others\). They are not taken for deleted/,
      );
      expect(await world.listAssets()).toEqual(assets);
      expect(await listSets()).toEqual(sets);
      expect(await world.count('source_records WHERE missing_since IS NOT NULL')).toBe(0);
    },
  );

  test('a page left out while devices are gone: only what is gone is archived', async () => {
    tenant = await openLoadedNinjaOne();
    const { world, control, devices } = tenant;
    control.editDevices({ remove: [100, 102, 103] });
    control.setFault('devices-gap', { times: 1 });
    const session = await devices.run();
    expect(session).toMatchObject({ status: 'succeeded', counts: { retired: 3 } });
    expect(await devices.log(session)).toMatch(
      /lacked \d+ records that are there.*3 records are no longer at the vendor: 3 archived/s,
    );
    expect(await world.count('assets WHERE archived_at IS NOT NULL')).toBe(3);
    expect(await world.count('source_records WHERE missing_since IS NOT NULL')).toBe(3);
  });

  test('devices that cannot be asked for one by one: nothing is concluded', async () => {
    tenant = await openLoadedNinjaOne();
    const { world, control, devices } = tenant;
    control.editDevices({ remove: [10, 20] });
    world.wire.before = ({ url }) => {
      if (/\/v2\/device\/\d+$/.test(url)) control.setFault('server-error');
    };
    const session = await devices.run();
    expect(session).toMatchObject({ status: 'succeeded', counts: { retired: 0 } });
    expect(await devices.log(session)).toMatch(
      /2 of 145 records were not in the vendor's list, and asking for them one by one failed: .*HTTP 500.*Nothing is taken for deleted/,
    );
    expect(await world.count('assets WHERE archived_at IS NOT NULL')).toBe(0);
    delete world.wire.before;
    control.clearFaults();
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { retired: 2 } });
  });

  test('a page of the software report left out: devices that have software keep it', async () => {
    // Seventeen devices with six entries each: pages begin and end between two devices.
    tenant = await openLoadedNinjaOne({}, 17 * perDevice);
    const { control, devices, listSets, expectInstalls } = tenant;
    const sets = await listSets();
    control.setFault('software-gap', { times: 1, skip: 2 });
    const session = await devices.run();
    expect(session).toMatchObject({ status: 'succeeded', counts: { retired: 0, installsChanged: 0 } });
    expect(await devices.log(session)).toMatch(
      /list of software was not complete: it lacked 17 assets that have software when asked for one by one .*Their software was kept/,
    );
    expect(await listSets()).toEqual(sets);
    await expectInstalls();
  });

  test('without a serial number: known by their uid, and the same assets when the number comes', async () => {
    tenant = await openNinjaOne();
    const { world, control, devices, expectInstalls } = tenant;
    control.setFault('devices-without-serial');
    expect(await devices.run()).toMatchObject({
      status: 'succeeded',
      counts: { created: assetCount, ambiguous: 0, failed: 0, installsRead: installCount },
    });
    const withoutSerial = 'assets WHERE serial_number IS NULL';
    const missing = await world.count(withoutSerial);
    control.clearFaults();
    const { counts } = await devices.run();
    expect(counts).toMatchObject({ created: 0, ambiguous: 0 });
    expect(counts.updated).toBeGreaterThan(0);
    expect(await world.count(withoutSerial)).toBe(missing - counts.updated);
    await world.expectAssets(assetCount);
    await expectInstalls();
  });

  test('two with one serial number: the second is ambiguous and names the first, and its software is on neither', async () => {
    tenant = await openNinjaOne();
    const { world, control, devices, expectInstalls } = tenant;
    control.setFault('devices-same-serial');
    const session = await devices.run();
    expect(session).toMatchObject({
      status: 'succeeded_with_errors',
      counts: { created: assetCount - 9, ambiguous: 9 },
    });
    const [second] = await devices.outcomes(session, 'ambiguous');
    expect(second).toMatchObject({ nativeId: '45', label: 'PC-00002' });
    expect(second?.reason).toMatch(
      /Serial Number has the same value as source record 38.*Remove the duplicate/,
    );
    await world.expectAssets(assetCount - 9);
    const [largest] = await world.rows('SELECT max(cardinality(release_ids)) AS size FROM software_installs');
    expect(largest).toEqual({ size: perDevice });
    control.clearFaults();
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { created: 9, ambiguous: 0 } });
    await world.expectAssets(assetCount);
    await expectInstalls();
  });

  test('owners nobody knows are named in warnings, not invented, and found once the users are there', async () => {
    tenant = await openLoadedNinjaOne();
    const { world, devices, credentialId } = tenant;
    const session = await devices.run();
    const { warnings } = session.counts;
    expect(warnings).toBeGreaterThan(0);
    const [warning] = await devices.outcomes(session, 'warning');
    expect(warning).toMatchObject({ nativeId: '38' });
    expect(warning?.reason).toMatch(/Assigned To: nobody in People.*Sync people first/);
    expect(await world.count('people')).toBe(0);
    await (await world.integrate('users', credentialId)).run();
    const people = await world.count('people');
    expect(await devices.run()).toMatchObject({ counts: { updated: warnings, warnings: 0 } });
    expect(await world.count('assets a JOIN people p ON p.id = a.assigned_to')).toBe(warnings);
    expect(await world.count('people')).toBe(people);
  });
});
