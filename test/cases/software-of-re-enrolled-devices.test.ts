/**
 * What is put off until the reading is through takes its installed software along: it is stored in the same session, not
 * only by the next one.
 */
import { describe, expect, test } from 'vitest';
import { assetMapping, makeCaseConnector } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import type { VendorCall } from '../helpers/script-vendor.ts';

const paginator = { kind: 'cursor', param: 'cursor', cursorPath: 'next', canRepeat: false } as const;
const parts = { name: 'name', version: 'version' };
const inside = makeCaseConnector('inside', {
  object: 'assets',
  software: { from: 'record', path: 'apps', ...parts },
});
const apart = makeCaseConnector('apart', {
  object: 'assets',
  software: {
    from: 'query',
    request: { method: 'GET', path: '/software' },
    recordsPath: 'items',
    paginator,
    assetIdPath: 'device',
    ...parts,
  },
});
const world = useCaseWorld([inside, apart]);

interface Device {
  id: number;
  serial: string;
  name: string;
  apps: string[];
}
const kept: Device[] = [2, 3, 4, 5].map((id) => ({
  id,
  serial: `S${id}`,
  name: `D${id}`,
  apps: ['Word'],
}));
const first: Device = { id: 1, serial: 'S1', name: 'D1', apps: ['Word', 'Old'] };
/** The same machine, enrolled again. */
const again: Device = { id: 9, serial: 'S1', name: 'D1', apps: ['Word', 'New'] };

const connectors = { inside, apart };
function script(devices: readonly Device[], killAtSoftwarePage?: number) {
  const apps = (device: Device) => device.apps.map((name) => ({ name, version: '1' }));
  world.vendor.on(
    'GET /rows',
    devices.map((device) => ({ ...device, uid: `U${device.serial}`, apps: apps(device) })),
  );
  const entries = devices.flatMap((device) => apps(device).map((app) => ({ device: device.id, ...app })));
  let kill = killAtSoftwarePage;
  // Two entries a page: a set comes in pieces.
  world.vendor.on('GET /software', async ({ query }: VendorCall) => {
    const at = Number(query['cursor'] ?? 0);
    if (kill !== undefined && at >= kill) {
      kill = undefined;
      await world.kill(1);
    }
    return { items: entries.slice(at, at + 2), next: at + 2 < entries.length ? String(at + 2) : null };
  });
}

async function installed(): Promise<string[]> {
  const rows = await world.rows<{ line: string }>(
    `SELECT a.device_name || ': ' || string_agg(r.name, ', ' ORDER BY r.name) AS line
       FROM software_installs i JOIN assets a ON a.id = i.asset_id CROSS JOIN LATERAL unnest(i.release_ids) u (id)
       JOIN software_releases r ON r.id = u.id GROUP BY a.id ORDER BY a.device_name`,
  );
  return rows.map(({ line }) => line);
}
const rest = kept.map(({ name }) => `${name}: Word`);
const open = (kind: keyof typeof connectors) =>
  world.integrate(connectors[kind], 'rows', { mapping: assetMapping, change: { absencePolicy: 'archive' } });

describe.each(['inside', 'apart'] as const)('software that stands %s the records', (kind) => {
  test('of a device that was enrolled again is stored in the same session, with one entry of history', async () => {
    script([first, ...kept]);
    const integration = await open(kind);
    await integration.run();
    expect(await installed()).toEqual(['D1: Old, Word', ...rest]);

    script([...kept, again]);
    const session = await integration.run();
    expect(brief(session)).toMatchObject({ status: 'succeeded', installsRead: 6, installsChanged: 1 });
    expect(session.counts.installsSkipped).toBe(0);
    expect(await installed()).toEqual(['D1: New, Word', ...rest]);
    expect(await world.rows(`SELECT changes FROM record_changes WHERE kind = 'software'`)).toEqual([
      { changes: { installedSoftware: [['Old 1'], ['New 1']] } },
    ]);
    const left = await world.rows(
      `SELECT 1 FROM session_deferred_software UNION ALL SELECT 1 FROM session_software`,
    );
    expect(left).toEqual([]);

    expect(brief(await integration.run())).toEqual({
      status: 'succeeded',
      read: 5,
      unchanged: 5,
      installsRead: 6,
    });
  });

  test('the same software under another id is no write', async () => {
    script([first, ...kept]);
    const integration = await open(kind);
    await integration.run();
    const rowsOf = () => world.rows('SELECT *, xmin::text FROM software_installs ORDER BY asset_id');
    const before = await rowsOf();
    script([...kept, { ...again, apps: first.apps }]);
    expect(brief(await integration.run())).not.toHaveProperty('installsChanged');
    expect(await rowsOf()).toEqual(before);
  });

  test('of devices whose serial numbers changed hands', async () => {
    script([first, ...kept]);
    const integration = await open(kind);
    await integration.run();
    const [second, ...others] = kept as [Device, ...Device[]];
    script([
      { ...first, serial: second.serial, apps: ['One'] },
      { ...second, serial: first.serial, apps: ['Two'] },
      ...others,
    ]);
    await integration.run();
    expect(await installed()).toEqual(['D1: One', 'D2: Two', ...rest.slice(1)]);
  });

  test('of a device that nobody can assign is not stored, and counted as left out', async () => {
    script([first, ...kept]);
    const integration = await open(kind);
    await integration.run();
    script([first, ...kept, { ...again, apps: ['Word', 'New', 'Third'] }]);
    const session = await integration.run();
    expect(session.counts).toMatchObject({ ambiguous: 1, installsSkipped: 3 });
    expect(await installed()).toEqual(['D1: Old, Word', ...rest]);
    expect(await world.rows('SELECT 1 FROM session_deferred_software')).toEqual([]);
  });
});

test.each([2, 4])('a worker killed at entry %i of the query changes nothing of that', async (killAt) => {
  script([first, ...kept]);
  const integration = await open('apart');
  await integration.run();
  script([again, ...kept], killAt);
  expect(brief(await integration.runKilled())).toMatchObject({ status: 'succeeded', installsChanged: 1 });
  expect(await installed()).toEqual(['D1: New, Word', ...rest]);
});
