/** Citrix Endpoint Management through vault, egress and engine: lists with gaps, and devices that are not as they should be. */
import { afterEach, describe, expect, test } from 'vitest';
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
const listInstalls = () => server.world.rows('SELECT *, xmin::text FROM software_installs ORDER BY asset_id');

describe('lists', () => {
  test('a page missing in the middle: the session says so, nothing is taken for deleted, no install is lost', async () => {
    server = await openLoadedXenMobile();
    const { world, devices, setFault } = server;
    const [assets, installs] = [await world.listAssets(), await listInstalls()];
    setFault('page-gap', { times: 1 });
    const session = await devices.run();
    expect(session).toMatchObject({
      status: 'succeeded',
      counts: { read: 100, retired: 0, expected: deviceCount },
    });
    expect(await devices.log(session)).toMatch(
      /announced 130 records and sent 100. Nothing is taken for deleted/,
    );
    expect(await world.listAssets()).toEqual(assets);
    expect(await listInstalls()).toEqual(installs);
    await world.expectAssets(deviceCount);
    expect(await devices.run()).toMatchObject({ counts: { unchanged: deviceCount, installsChanged: 0 } });
  });

  test('a device gone between the list and its apps keeps what was installed', async () => {
    server = await openLoadedXenMobile();
    const { world, devices, setFault } = server;
    const installs = await listInstalls();
    setFault('device-gone', { times: 3, skip: 10 });
    const session = await devices.run();
    expect(session).toMatchObject({ status: 'succeeded', counts: { read: deviceCount, installsChanged: 0 } });
    expect(session.counts.installsRead).toBeLessThan(installCount);
    expect(await listInstalls()).toEqual(installs);
    await world.expectAssets(deviceCount);
  });
});

describe('devices', () => {
  test('without a serial number: known by their id, and the same assets when the number comes', async () => {
    server = await openXenMobile();
    const { world, devices, control, setFault } = server;
    setFault('devices-without-serial');
    expect(await devices.run()).toMatchObject({
      status: 'succeeded',
      counts: { created: deviceCount, skipped: 0, ambiguous: 0, failed: 0, installsRead: installCount },
    });
    expect(await world.count('assets WHERE serial_number IS NULL')).toBe(13);
    expect(await world.count('assets WHERE external_id IS NULL')).toBe(0);
    control.clearFaults();
    expect(await devices.run()).toMatchObject({ status: 'succeeded', counts: { updated: 13, created: 0 } });
    expect(await world.count('assets WHERE serial_number IS NULL')).toBe(0);
    await world.expectAssets(deviceCount);
  });

  test('two with one serial number: the second is ambiguous and names the first; it comes once the number is right', async () => {
    server = await openXenMobile();
    const { world, devices, control, setFault } = server;
    setFault('devices-same-serial');
    for (const seen of ['created', 'unchanged']) {
      const session = await devices.run();
      expect(session).toMatchObject({
        status: 'succeeded_with_errors',
        counts: { [seen]: 104, ambiguous: 26, updated: 0 },
      });
      const [second] = await devices.outcomes(session, 'ambiguous');
      expect(second).toMatchObject({ nativeId: '103', label: 'iPhone of user1' });
      expect(second?.reason).toMatch(/source record 100\b/i);
      expect(second?.reason).toMatch(/Remove the duplicate at the source/);
      await world.expectAssets(104);
    }
    control.clearFaults();
    expect(await devices.run()).toMatchObject({
      status: 'succeeded',
      counts: { created: 26, unchanged: 104 },
    });
    await world.expectAssets(deviceCount);
    expect(await world.count('software_installs')).toBe(deviceCount);
  });

  test('a known device that takes over the serial number of another is not written over it', async () => {
    server = await openLoadedXenMobile();
    const { world, devices, setFault } = server;
    const before = await world.listAssets();
    setFault('devices-same-serial');
    const session = await devices.run();
    expect(session).toMatchObject({ status: 'succeeded_with_errors', counts: { ambiguous: 26, updated: 0 } });
    const [second] = await devices.outcomes(session, 'ambiguous');
    expect(second?.reason).toMatch(
      /Serial Number is unique and record \d+ already has this value. Correct one/,
    );
    expect(await world.listAssets()).toEqual(before);
    await world.expectAssets(deviceCount);
  });

  test('users nobody knows are named in warnings, not invented, and found once the local users are there', async () => {
    server = await openLoadedXenMobile();
    const { world, devices, credentialId } = server;
    const session = await devices.run();
    expect(session.counts.warnings).toBe(deviceCount);
    const [warning] = await devices.outcomes(session, 'warning');
    expect(warning).toMatchObject({ nativeId: '100', label: 'iPhone of user0' });
    expect(warning?.reason).toMatch(/Assigned To: nobody in People.*Sync people first/);
    expect(await world.count('people')).toBe(0);
    const users = await world.integrate('local-users', credentialId);
    expect(await users.run()).toMatchObject({ status: 'succeeded', counts: { created: 20 } });
    expect(await devices.run()).toMatchObject({ counts: { updated: deviceCount, warnings: 0 } });
    expect(
      await world.count('assets a JOIN people p ON p.id = a.assigned_to AND p.email = a.current_user_name'),
    ).toBe(deviceCount);
    expect(await devices.run()).toMatchObject({ counts: { unchanged: deviceCount, warnings: 0 } });
    expect(await world.count('people')).toBe(20);
  });
});
