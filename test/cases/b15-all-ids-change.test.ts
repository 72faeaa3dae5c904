/** Every id of a tenant changes at once (a migration, a restored server): the records are those of the keys. */
import { describe, expect, test } from 'vitest';
import { assetMapping, makeCaseConnector, peopleMapping } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import run1 from './fixtures/b15/run1.json' with { type: 'json' };
import run2 from './fixtures/b15/run2-and-later.json' with { type: 'json' };

const assets = makeCaseConnector('assets', { object: 'assets' });
const people = makeCaseConnector('people', { object: 'people' });
const world = useCaseWorld([assets, people]);

const persons = (records: readonly { id: string; serial: string }[]) =>
  records.map(({ id, serial }) => ({ id, email: `${serial}@x.org`, enabled: true }));
const objects = {
  assets: { definition: assets, mapping: assetMapping, before: run1, after: run2 },
  people: { definition: people, mapping: peopleMapping, before: persons(run1), after: persons(run2) },
};

async function openLoaded(object: keyof typeof objects, absencePolicy: string, retireLimitPercent = 20) {
  const { definition, mapping, before, after } = objects[object];
  world.vendor.on('GET /rows', before);
  const integration = await world.integrate(definition, 'rows', {
    mapping,
    change: { absencePolicy, retireLimitPercent },
  });
  expect(brief(await integration.run())).toMatchObject({ created: 10 });
  world.vendor.on('GET /rows', after);
  return integration;
}

/** Ten records, none archived or inactive, each spoken for by its new id and no other. */
async function expectLinked(object: keyof typeof objects) {
  expect(await world.list(object)).toHaveLength(10);
  if (object === 'people')
    expect((await world.list(object)).map(({ isActive }) => isActive)).toEqual(Array(10).fill(true));
  const links = await world.rows<{ native_id: string; record_id: number }>(
    'SELECT native_id, record_id FROM source_records WHERE missing_since IS NULL ORDER BY record_id',
  );
  expect(links.map(({ native_id }) => native_id)).toEqual(run2.map(({ id }) => id));
  expect(new Set(links.map(({ record_id }) => record_id)).size).toBe(10);
}

const ways = (['assets', 'people'] as const).flatMap((object) =>
  (['keep', 'deactivate', 'archive'] as const).flatMap((policy) =>
    [20, 100].map((limit) => ({ object, policy, limit })),
  ),
);

describe('all ids change', () => {
  test.each(ways)('$object, policy $policy, limit $limit %', async ({ object, policy, limit }) => {
    const integration = await openLoaded(object, policy, limit);
    const first = await integration.run();
    expect(first.errorCode).toBeNull();
    // At the latest the next session links them, and from there on nothing happens any more.
    expect((await integration.run()).errorCode).toBeNull();
    await expectLinked(object);
    expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 10, unchanged: 10 });
  });

  test('by preview and apply', async () => {
    const integration = await openLoaded('assets', 'archive');
    const { preview } = await integration.previewAndApply();
    expect(await world.outcomes(preview, 'retired')).toEqual([]);
    await integration.run();
    await expectLinked('assets');
  });

  test('a test run does not call them ambiguous', async () => {
    const integration = await openLoaded('assets', 'archive');
    expect(brief(await integration.run('test-run'))).not.toHaveProperty('ambiguous');
  });

  test('half of the ids change, and two devices are really gone: the limit counts those two', async () => {
    const integration = await openLoaded('assets', 'archive');
    const after = [...run2.slice(0, 5), ...run1.slice(5, 8)];
    world.vendor.on('GET /rows', after);
    expect((await integration.run()).errorCode).toBeNull();
    await integration.run();
    expect((await world.list('assets', 'archived')).map(({ serialNumber }) => serialNumber)).toEqual([
      'SER9',
      'SER10',
    ]);
    expect(await world.list('assets')).toHaveLength(8);
  });
});
