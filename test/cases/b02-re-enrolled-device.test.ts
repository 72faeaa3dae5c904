/**
 * Absence is judged after identity: a device that was wiped and enrolled again, a person deleted and created again,
 * has another id at the vendor and is the same record.
 */
import { describe, expect, test } from 'vitest';
import { assetMapping, makeCaseConnector, peopleMapping, row } from '../helpers/case-connectors.ts';
import { brief, type CaseIntegration, useCaseWorld } from '../helpers/case-world.ts';
import type { VendorCall } from '../helpers/script-vendor.ts';
import run1 from './fixtures/b02/run1.json' with { type: 'json' };
import run2 from './fixtures/b02/run2-and-later.json' with { type: 'json' };

const paginator = {
  kind: 'cursor',
  param: 'cursor',
  cursorPath: 'next',
  canRepeat: false,
} as const;
const assets = makeCaseConnector('assets', { object: 'assets' });
const people = makeCaseConnector('people', { object: 'people' });
const software = makeCaseConnector('software', { object: 'software' });
const paged = makeCaseConnector('paged', { object: 'assets', recordsPath: 'items', paginator });
const world = useCaseWorld([assets, people, software, paged]);

const policies = ['keep', 'deactivate', 'archive'] as const;
const persons = (records: readonly { id: number; serial: string; name: string }[]) =>
  records.map(({ id, serial, name }) => ({ id, email: `${serial}@x.org`, firstName: name, enabled: true }));
const products = (records: readonly { id: number; serial: string; name: string }[]) =>
  records.map(({ id, serial, name }) => ({ id, name: serial, category: name }));

/** The same list as three kinds of record: what they are found by, and what is looked at afterwards. */
const objects = {
  assets: { definition: assets, mapping: assetMapping, before: run1, after: run2, name: 'deviceName' },
  people: {
    definition: people,
    mapping: peopleMapping,
    before: persons(run1),
    after: persons(run2),
    name: 'firstName',
  },
  software: {
    definition: software,
    mapping: { rows: [row('name', 'name', { syncKeyPriority: 1 }), row('category')] },
    before: products(run1),
    after: products(run2),
    name: 'category',
  },
};
type ObjectName = keyof typeof objects;

async function openLoaded(object: ObjectName, absencePolicy: (typeof policies)[number]) {
  const { definition, mapping, before, after } = objects[object];
  world.vendor.on('GET /rows', before);
  const integration = await world.integrate(definition, 'rows', { mapping, change: { absencePolicy } });
  expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 10 });
  world.vendor.on('GET /rows', after);
  return integration;
}

/** One record, alive, named as the vendor names it now, and spoken for by id 2 alone. */
async function expectReEnrolled(object: ObjectName) {
  expect(await world.list(object, 'archived')).toEqual([]);
  const records = await world.list(object);
  expect(records).toHaveLength(10);
  expect(records[0]).toMatchObject({ [objects[object].name]: 'Mac, wiped and enrolled again' });
  if (object === 'people') expect(records[0]).toMatchObject({ isActive: true });
  expect(await liveIds(records[0]?.id)).toEqual(['2']);
}

async function liveIds(recordId: number | undefined) {
  const rows = await world.rows<{ native_id: string }>(
    'SELECT native_id FROM source_records WHERE record_id = $1 AND missing_since IS NULL ORDER BY native_id',
    [recordId],
  );
  return rows.map(({ native_id }) => native_id);
}

describe.each(Object.keys(objects) as ObjectName[])('%s', (object) => {
  test.each(policies)('policy %s: the record goes on under its new id', async (policy) => {
    const integration = await openLoaded(object, policy);
    // At the latest the next session links it.
    await integration.run();
    await integration.run();
    await expectReEnrolled(object);
    // From here on nothing happens any more.
    expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 10, unchanged: 10 });
  });
});

test('preview and apply come to the same', async () => {
  const integration = await openLoaded('assets', 'archive');
  await integration.previewAndApply();
  await integration.previewAndApply();
  await expectReEnrolled('assets');
});

test('a preview does not say that the record would be archived', async () => {
  const integration = await openLoaded('assets', 'archive');
  const preview = await integration.run('preview');
  expect(await world.outcomes(preview, 'retired')).toEqual([]);
});

test('a test run shows the record it will be, not an ambiguous one', async () => {
  const integration = await openLoaded('assets', 'archive');
  const session = await integration.run('test-run');
  expect(brief(session)).toMatchObject({ status: 'succeeded', read: 10 });
  expect(brief(session)).not.toHaveProperty('ambiguous');
});

describe('the new id and the old', () => {
  /** Pages of five, so that the record and what is absent are judged in different batches. */
  function script(records: readonly object[], killAtPage2 = false) {
    world.vendor.on('GET /rows', async ({ query }: VendorCall) => {
      const at = Number(query['cursor'] ?? 0);
      if (at > 0 && killAtPage2) {
        killAtPage2 = false;
        await world.kill(1);
      }
      const next = at + 5 < records.length ? String(at + 5) : null;
      return { items: records.slice(at, at + 5), next };
    });
  }
  async function open(): Promise<CaseIntegration> {
    script(run1);
    const integration = await world.integrate(paged, 'rows', {
      mapping: assetMapping,
      change: { absencePolicy: 'archive' },
    });
    await integration.run();
    return integration;
  }

  test('survive a killed worker', async () => {
    const integration = await open();
    script(run2, true);
    await integration.runKilled();
    await integration.run();
    await expectReEnrolled('assets');
  });

  test('in one list, the new one last: nobody is archived, and the newer one does not win by order', async () => {
    const integration = await open();
    // Both ids are listed: then it is a true double, parked for a person, and nothing is retired.
    script([...run1, { id: 2, serial: 'C02ABC', name: 'Mac, twice' }]);
    const session = await integration.run();
    expect(brief(session)).toMatchObject({ status: 'succeeded_with_errors', unchanged: 10, ambiguous: 1 });
    expect(await world.list('assets', 'archived')).toEqual([]);
    expect((await world.list('assets'))[0]).toMatchObject({ deviceName: 'Mac' });
  });

  test('an incomplete session decides nothing about the old one', async () => {
    const integration = await open();
    world.vendor.on('GET /rows', ({ query }: VendorCall) =>
      query['cursor'] === undefined ? { items: run2.slice(0, 5), next: '5' } : { items: 'broken' },
    );
    expect(brief(await integration.run())).toMatchObject({ status: 'failed' });
    expect(await world.list('assets', 'archived')).toEqual([]);
    expect(await liveIds((await world.list('assets'))[0]?.id)).toContain('1');
  });
});

describe('what absence did', () => {
  const others = run1.slice(1);

  test('archived by absence: it comes back with its serial number under another id', async () => {
    const integration = await openLoaded('assets', 'archive');
    world.vendor.on('GET /rows', others);
    expect(brief(await integration.run())).toMatchObject({ retired: 1 });
    world.vendor.on('GET /rows', run2);
    await integration.run();
    await integration.run();
    await expectReEnrolled('assets');
  });

  test('deactivated by absence: active again under another id', async () => {
    const integration = await openLoaded('people', 'deactivate');
    world.vendor.on('GET /rows', persons(others));
    expect(brief(await integration.run())).toMatchObject({ retired: 1 });
    world.vendor.on('GET /rows', persons(run2));
    await integration.run();
    await integration.run();
    await expectReEnrolled('people');
  });

  test.each([
    ['the same', 1],
    ['another', 2],
  ])('deactivated by absence and Active not mapped: active again under %s id', async (_which, id) => {
    const mapping = { rows: peopleMapping.rows.filter(({ target }) => target !== 'isActive') };
    world.vendor.on('GET /rows', persons(run1));
    const integration = await world.integrate(people, 'rows', {
      mapping,
      change: { absencePolicy: 'deactivate' },
    });
    await integration.run();
    world.vendor.on('GET /rows', persons(others));
    await integration.run();
    expect((await world.list('people'))[0]).toMatchObject({ isActive: false });
    world.vendor.on('GET /rows', [...persons([{ id, serial: 'C02ABC', name: 'Back' }]), ...persons(others)]);
    await integration.run();
    await integration.run();
    const [person] = await world.list('people');
    expect(person).toMatchObject({ firstName: 'Back' });
    expect(person?.['isActive']).not.toBe(false);
  });

  test('archived by hand: it stays archived', async () => {
    const integration = await openLoaded('assets', 'archive');
    const [mac] = await world.list('assets');
    await world.client.call('PATCH', `/api/records/assets/${mac?.id}`, { version: 1, isArchived: true });
    await integration.run();
    const session = await integration.run();
    expect((await world.list('assets', 'archived')).map(({ id }) => id)).toEqual([mac?.id]);
    expect(JSON.stringify(await world.outcomes(session, 'skipped'))).toContain('ARCHIVED');
  });

  test('a database in which id 2 was skipped as archived heals by itself', async () => {
    const integration = await openLoaded('assets', 'archive');
    // As earlier versions left it, and the migration marked it: archived by the session that met the new id, and the old one missing.
    await world.rows(`UPDATE source_records SET missing_since = now() WHERE native_id = '1'`);
    const [mac] = await world.list('assets');
    await world.rows(
      `UPDATE assets SET archived_at = now(), retired_as = 'archived', version = version + 1 WHERE id = $1`,
      [mac?.id],
    );
    await world.rows(
      `INSERT INTO record_changes (object, record_id, kind, session_id, integration_id, actor, at, changes)
       SELECT 'assets', $1, 'archived', max(id), $2, 'sync', now(), '{"archivedAt": [null, "2026-01-01T00:00:00Z"]}'
         FROM sessions`,
      [mac?.id, integration.id],
    );
    await integration.run();
    await expectReEnrolled('assets');
  });
});
