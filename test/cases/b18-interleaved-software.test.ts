/** Entries do not come grouped: a set that is told in pieces is written once, when it is whole. */
import { describe, expect, test } from 'vitest';
import { assetMapping, makeCaseConnector } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import type { VendorCall } from '../helpers/script-vendor.ts';
import pages from './fixtures/b18/pages.json' with { type: 'json' };

const vendor = makeCaseConnector('vendor', {
  object: 'assets',
  software: {
    from: 'query',
    request: { method: 'GET', path: '/software' },
    recordsPath: 'items',
    paginator: { kind: 'cursor', param: 'cursor', cursorPath: 'next', canRepeat: false },
    assetIdPath: 'deviceId',
    name: 'name',
    version: 'version',
  },
});
const inside = makeCaseConnector('inside', {
  object: 'assets',
  software: { from: 'record', path: 'apps', name: 'name' },
});
const world = useCaseWorld([vendor, inside]);

const devices = [1, 2, 3].map((id) => ({ id, serial: `S${id}`, name: `D${id}` }));

function script(list: readonly (readonly object[])[], killAt = -1) {
  world.vendor.on('GET /rows', devices);
  world.vendor.on('GET /software', async ({ query }: VendorCall) => {
    const at = Number(query['cursor'] ?? 0);
    if (at === killAt) {
      killAt = -1;
      await world.kill();
    }
    return { items: list[at], ...(at + 1 < list.length ? { next: at + 1 } : {}) };
  });
}

const open = () => world.integrate(vendor, 'rows', { mapping: assetMapping });

async function installed() {
  const rows = await world.rows<{ line: string }>(
    `SELECT a.device_name || ': ' || string_agg(r.name, ', ' ORDER BY r.name) AS line
       FROM software_installs i JOIN assets a ON a.id = i.asset_id CROSS JOIN LATERAL unnest(i.release_ids) u (id)
       JOIN software_releases r ON r.id = u.id GROUP BY a.id ORDER BY a.id`,
  );
  return rows.map(({ line }) => line);
}
const expected = ['D1: Chrome, Firefox, VLC', 'D2: Chrome, Zip'];
const rowsOf = () => world.rows('SELECT *, xmin::text FROM software_installs ORDER BY asset_id');
const changes = () =>
  world.rows<{ changes: object }>(`SELECT changes FROM record_changes WHERE kind = 'software'`);

describe('the software of two devices in turns', () => {
  test('is stored as a whole, without a history of pieces', async () => {
    script(pages);
    const session = await (await open()).run();
    expect(brief(session)).toMatchObject({ status: 'succeeded', installsRead: 5, installsChanged: 2 });
    expect(await installed()).toEqual(expected);
    expect(await changes()).toEqual([]);
  });

  test('the same again is no write and no history', async () => {
    script(pages);
    const integration = await open();
    await integration.run();
    const before = await rowsOf();
    expect(brief(await integration.run())).toEqual({
      status: 'succeeded',
      read: 3,
      unchanged: 3,
      installsRead: 5,
    });
    expect(await rowsOf()).toEqual(before);
    expect(await changes()).toEqual([]);
  });

  test('one removed and one added is one entry of history', async () => {
    script(pages);
    const integration = await open();
    await integration.run();
    script([
      pages[0] ?? [],
      [{ deviceId: 1, name: 'Opera', version: '1' }, ...(pages[1]?.slice(1) ?? [])],
      pages[2] ?? [],
    ]);
    expect(brief(await integration.run())).toMatchObject({ installsChanged: 1 });
    expect((await changes()).map((one) => one.changes)).toEqual([
      { installedSoftware: [['Firefox 2'], ['Opera 1']] },
    ]);
  });

  test('another order of the same entries is no write', async () => {
    script(pages);
    const integration = await open();
    await integration.run();
    const before = await rowsOf();
    script([...pages].reverse().map((page) => [...page].reverse()));
    expect(brief(await integration.run())).not.toHaveProperty('installsChanged');
    expect(await rowsOf()).toEqual(before);
  });

  test.each([1, 2])('a worker killed at page %i changes nothing of that', async (killAt) => {
    script(pages, killAt);
    const integration = await open();
    expect(brief(await integration.runKilled())).toMatchObject({ status: 'succeeded' });
    expect(await installed()).toEqual(expected);
    const before = await rowsOf();
    script(pages, killAt);
    await integration.runKilled();
    expect(await installed()).toEqual(expected);
    expect(await rowsOf()).toEqual(before);
    expect(await changes()).toEqual([]);
  });

  test('a vendor that fails in between leaves what was there', async () => {
    script(pages);
    const integration = await open();
    await integration.run();
    const before = await rowsOf();
    world.vendor.on('GET /software', ({ query }: VendorCall) =>
      query['cursor'] === undefined ? { items: pages[0], next: 1 } : { items: 'broken' },
    );
    expect((await integration.run()).status).toBe('failed');
    expect(await installed()).toEqual(expected);
    expect(await rowsOf()).toEqual(before);
  });

  test('many devices in turns, over many pages', async () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F'];
    script(names.map((name) => devices.map(({ id }) => ({ deviceId: id, name, version: '1' }))));
    const integration = await open();
    expect(brief(await integration.run())).toMatchObject({ installsRead: 18, installsChanged: 3 });
    const before = await rowsOf();
    expect(brief(await integration.run())).not.toHaveProperty('installsChanged');
    expect(await rowsOf()).toEqual(before);
    expect(await changes()).toEqual([]);
  });
});

test('a record that stands twice on a page, each time with its software, is stored once', async () => {
  const device = { id: 1, serial: 'S1', uid: 'U1', name: 'D1' };
  world.vendor.on('GET /rows', [
    { ...device, apps: [{ name: 'Chrome' }] },
    { id: 2, serial: 'S2', uid: 'U2', name: 'D2', apps: [{ name: 'Zip' }] },
    { ...device, apps: [{ name: 'Chrome' }, { name: 'VLC' }] },
  ]);
  const integration = await world.integrate(inside, 'rows', { mapping: assetMapping });
  expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', read: 2, created: 2 });
  expect(await installed()).toEqual(['D1: Chrome, VLC', 'D2: Zip']);
});
