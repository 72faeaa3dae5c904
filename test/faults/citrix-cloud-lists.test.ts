/** Citrix Cloud through vault, egress and engine: throttling, paging, and records that are not as they should be. */
import { afterEach, describe, expect, test } from 'vitest';
import type { CitrixFault } from '../../connectors/citrix-cloud/simulator.ts';
import { firstPageAt, machineCount, openCitrixSite, pageSize } from '../helpers/citrix-site.ts';

let site: Awaited<ReturnType<typeof openCitrixSite>>;
afterEach(async () => {
  await site.world.expectNoSecret();
  await site.world.close();
});

describe('lists', () => {
  test('a 429 without Retry-After is waited out for 15 seconds, doubling, and the page comes once', async () => {
    site = await openCitrixSite();
    const { world, machines, setFault } = site;
    setFault('throttle-silent', { times: 3, skip: firstPageAt + 1 });
    expect(await machines.run()).toMatchObject({
      status: 'succeeded',
      counts: { unchanged: machineCount, pages: 4 },
    });
    expect(world.pausesMs).toEqual([15_000, 30_000, 60_000]);
  });

  test('a 429 that does not end fails the session after these waits; nothing is taken for gone', async () => {
    site = await openCitrixSite();
    const { world, machines, setFault } = site;
    setFault('throttle-silent', { skip: firstPageAt + 1 });
    const session = await machines.run();
    expect(session).toMatchObject({
      status: 'failed',
      errorCode: 'CONNECTOR_THROTTLED',
      counts: { read: pageSize },
    });
    expect(session.errorMessage).toMatch(
      /slow down at stream "Citrix DaaS machines", page 2 .*Run again later/,
    );
    expect(world.pausesMs).toEqual([15_000, 30_000, 60_000]);
    await world.expectAssets(machineCount);
  });

  test('a continuation token that expires half-way starts the list again; every machine is counted once', async () => {
    site = await openCitrixSite();
    const { world, control, machines, setFault } = site;
    control.edit({ machineCount: machineCount + 30, hasChanged: true });
    setFault('token-expired', { times: 1, skip: 2 });
    const session = await machines.run();
    expect(session).toMatchObject({
      status: 'succeeded',
      counts: { read: machineCount + 30, created: 30, updated: 59, unchanged: 11, retired: 0 },
    });
    expect(await machines.log(session)).toMatch(/cursor expire.*started again.*not counted twice/);
    await world.expectAssets(machineCount + 30);
  });

  test.each(['archive', 'keep'])(
    'a page left out in the middle, policy %s: the session says so, nothing is taken for deleted',
    async (absencePolicy) => {
      site = await openCitrixSite({ absencePolicy, retireLimitPercent: 20 });
      const { world, machines, setFault } = site;
      const before = await world.listAssets();
      setFault('page-gap', { times: 1 });
      const session = await machines.run();
      expect(session).toMatchObject({ status: 'succeeded', counts: { read: 50, updated: 0, retired: 0 } });
      expect(await machines.log(session)).toMatch(
        /list was not complete: it lacked 20 records that are there when asked for one by one/,
      );
      expect(await world.listAssets()).toEqual(before);
      expect(await world.count('source_records WHERE missing_since IS NOT NULL')).toBe(0);
      await world.expectAssets(machineCount);
    },
  );

  test('machines that are gone, more than the limit: each was asked for once more, and the session stops and asks', async () => {
    site = await openCitrixSite({ retireLimitPercent: 20 });
    const { world, machines, control } = site;
    const before = await world.listAssets();
    control.edit({ machineCount: 50 });
    const session = await machines.run();
    expect(session).toMatchObject({
      status: 'failed',
      errorCode: 'SYNC_RETIRE_LIMIT',
      counts: { read: 50, retired: 0 },
    });
    expect(session.errorMessage).toMatch(
      /retire 20 of 70 records.*limit of 20 %. Nothing was retired. Check the source/,
    );
    expect(await world.listAssets()).toEqual(before);
  });

  test('machines that are gone, kept: marked, and the mark is taken back when they come again', async () => {
    site = await openCitrixSite({ absencePolicy: 'keep' });
    const { world, machines, control } = site;
    const before = await world.listAssets();
    control.edit({ machineCount: 60 });
    const session = await machines.run();
    expect(session).toMatchObject({ status: 'succeeded', counts: { read: 60, updated: 0, retired: 0 } });
    expect(await machines.log(session)).toMatch(
      /10 records are no longer at the vendor: kept, marked as missing/,
    );
    expect(await world.listAssets()).toEqual(before);
    control.edit({ machineCount: 70 });
    expect(await machines.run()).toMatchObject({ counts: { unchanged: machineCount, created: 0 } });
    expect(await world.listAssets()).toEqual(before);
  });

  test.each<[CitrixFault[], string, RegExp]>([
    [['no-site'], 'CONNECTOR_DISCOVERY_EMPTY', /no DaaS site.*Check the Customer ID/],
    [['no-permission'], 'CONNECTOR_FORBIDDEN', /administrator who made the secure client needs a DaaS role/],
    [['as-job', 'job-failed'], 'CONNECTOR_JOB_FAILED', /broker did not answer.*Run again/],
  ])('%j: the session says what to do and the machines stay as they are', async (faults, code, words) => {
    site = await openCitrixSite();
    const { world, machines, setFault } = site;
    const before = await world.listAssets();
    for (const fault of faults) setFault(fault);
    const session = await machines.run();
    expect(session).toMatchObject({ status: 'failed', errorCode: code, counts: { read: 0, retired: 0 } });
    expect(session.errorMessage).toMatch(words);
    expect(await world.listAssets()).toEqual(before);
    await world.expectAssets(machineCount);
  });
});

describe('records', () => {
  test('machines without a DNS name or with one name stay the machines they are', async () => {
    site = await openCitrixSite();
    const { world, machines, setFault } = site;
    setFault('machines-without-names');
    setFault('machines-same-names');
    const session = await machines.run();
    expect(session).toMatchObject({ status: 'succeeded', counts: { created: 0, ambiguous: 0, failed: 0 } });
    const [named] = await world.rows(
      `SELECT count(DISTINCT split_part(lower(device_name), '.', 1))::int AS names, count(device_name)::int AS all
         FROM assets`,
    );
    expect(named).toEqual({ names: machineCount - 14, all: machineCount });
    await world.expectAssets(machineCount);
  });

  test('assigned people nobody knows are named in warnings, not invented, and found once they are there', async () => {
    site = await openCitrixSite();
    const { world, credentialId, machines, setFault } = site;
    const session = await machines.run();
    expect(session.counts.warnings).toBe(46);
    const [warning] = await machines.outcomes(session, 'warning');
    expect(warning?.reason).toMatch(/Assigned To: nobody in People.*Sync people first/);
    expect(warning?.label).toBeTruthy();
    expect(await world.count('people')).toBe(0);

    const users = await world.integrate('users', credentialId);
    const { counts } = await users.run();
    expect(await world.count('people')).toBe(counts.created);
    expect(await machines.run()).toMatchObject({ counts: { updated: 46, warnings: 0 } });
    expect(await world.count('assets WHERE assigned_to IS NOT NULL')).toBe(46);

    // Somebody the directory has lost is not the former owner: nobody is, and the warning says whom it looked for.
    setFault('assigned-users-unknown');
    expect(await machines.run()).toMatchObject({ counts: { warnings: 23, created: 0 } });
    expect(await world.count('assets WHERE assigned_to IS NOT NULL')).toBe(46 - 23);
    expect(await world.count('people')).toBe(counts.created);
  });
});
