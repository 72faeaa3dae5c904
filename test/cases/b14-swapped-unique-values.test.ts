/** Uniqueness is judged on the session's final picture: a holder that gives the value up in it does not hold it. */
import { describe, expect, test } from 'vitest';
import { assetMapping, makeCaseConnector, peopleMapping, row } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import type { VendorCall } from '../helpers/script-vendor.ts';
import run1 from './fixtures/b14/run1.json' with { type: 'json' };
import run2 from './fixtures/b14/run2.json' with { type: 'json' };

const cursor = { kind: 'cursor', param: 'cursor', cursorPath: 'next', canRepeat: false } as const;
const people = makeCaseConnector('people');
const assets = makeCaseConnector('assets', { object: 'assets' });
const paged = makeCaseConnector('paged', { recordsPath: 'items', paginator: cursor });
const world = useCaseWorld([people, assets, paged]);

const emails = async () =>
  (await world.list('people')).map(({ email, firstName }) => `${firstName} ${email}`);

async function open(first: readonly object[], second: readonly object[], mapping = peopleMapping) {
  world.vendor.on('GET /rows', first);
  const integration = await world.integrate(people, 'rows', { mapping });
  expect(brief(await integration.run())).toMatchObject({ created: first.length });
  world.vendor.on('GET /rows', second);
  return integration;
}

describe('two people swap their addresses', () => {
  const swapped = ['A b@x.org', 'B a@x.org'];

  test('in one session', async () => {
    const integration = await open(run1, run2);
    expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 2, updated: 2 });
    expect(await emails()).toEqual(swapped);
    expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 2, unchanged: 2 });
  });

  test('with a history that says what happened to each', async () => {
    const integration = await open(run1, run2);
    await integration.run();
    const [first] = await world.list('people');
    expect(JSON.stringify(await world.history('people', first?.id ?? 0))).toMatch(/a@x\.org.*b@x\.org/);
  });

  test('by preview and apply', async () => {
    const integration = await open(run1, run2);
    const { preview, applied } = await integration.previewAndApply();
    expect(brief(preview)).toEqual({ status: 'succeeded', read: 2, updated: 2 });
    expect(brief(applied)).toMatchObject({ status: 'succeeded', updated: 2 });
    expect(await emails()).toEqual(swapped);
  });

  test('a test run shows it', async () => {
    const integration = await open(run1, run2);
    expect(brief(await integration.run('test-run'))).toMatchObject({ updated: 2 });
  });

  /** One person a page, so that each is a batch of its own. */
  function scriptPages(list: readonly object[], killAt = -1) {
    world.vendor.on('GET /rows', async ({ query }: VendorCall) => {
      const at = Number(query['cursor'] ?? 0);
      if (at === killAt) {
        killAt = -1;
        await world.kill(at);
      }
      return { items: list.slice(at, at + 1), next: at + 1 < list.length ? at + 1 : null };
    });
  }

  test('on two pages', async () => {
    scriptPages(run1);
    const integration = await world.integrate(paged, 'rows', { mapping: peopleMapping });
    await integration.run();
    scriptPages(run2);
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', read: 2 });
    expect(await emails()).toEqual(swapped);
  });

  test('on two pages, and the worker is killed between them', async () => {
    scriptPages(run1);
    const integration = await world.integrate(paged, 'rows', { mapping: peopleMapping });
    await integration.run();
    scriptPages(run2, 1);
    expect(brief(await integration.runKilled())).toMatchObject({ status: 'succeeded', read: 2 });
    expect(await emails()).toEqual(swapped);
  });

  test('while the vendor fails between the pages: nobody is left without an address', async () => {
    scriptPages(run1);
    const integration = await world.integrate(paged, 'rows', { mapping: peopleMapping });
    await integration.run();
    world.vendor.on('GET /rows', ({ query }: VendorCall) =>
      query['cursor'] === undefined ? { items: run2.slice(0, 1), next: 1 } : { items: 'broken' },
    );
    expect((await integration.run()).status).toBe('failed');
    expect(await emails()).toEqual(['A a@x.org', 'B b@x.org']);
    scriptPages(run2);
    await integration.run();
    expect(await emails()).toEqual(swapped);
  });
});

const person = (id: number, name: string) => ({ id, email: `${name}@x.org`, firstName: `P${id}` });

describe('chains', () => {
  test('a ring of five', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const first = names.map((name, at) => person(at, name));
    const second = names.map((_name, at) => person(at, names[(at + 1) % 5] ?? ''));
    const integration = await open(first, second);
    expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 5, updated: 5 });
    expect(await emails()).toEqual(['P0 b@x.org', 'P1 c@x.org', 'P2 d@x.org', 'P3 e@x.org', 'P4 a@x.org']);
  });

  test('one moves on and a new one takes the place, in either order', async () => {
    for (const order of [1, -1]) {
      await world.reset();
      const second = [person(1, 'moved'), person(2, 'a')];
      const integration = await open([person(1, 'a')], order === 1 ? second : second.reverse());
      expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', updated: 1, created: 1 });
      expect((await emails()).sort()).toEqual(['P1 moved@x.org', 'P2 a@x.org']);
    }
  });

  test('a value moves on to somebody known, its holder gets none', async () => {
    const mapping = {
      rows: [
        row('username', 'name', { syncKeyPriority: 1 }),
        row('email'),
        row('firstName', 'name'),
        ...peopleMapping.rows.slice(-1),
      ],
    };
    const integration = await open(
      [
        { id: 1, name: 'one', email: 'shared@x.org' },
        { id: 2, name: 'two', email: 'two@x.org' },
      ],
      [
        { id: 1, name: 'one', email: null },
        { id: 2, name: 'two', email: 'shared@x.org' },
      ],
      mapping,
    );
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', updated: 2 });
    expect((await world.list('people')).map(({ email }) => email)).toEqual([undefined, 'shared@x.org']);
  });

  test('a ring that a locked field breaks is ambiguous, and nothing of it is half done', async () => {
    const integration = await open(run1, run2);
    const [first] = await world.list('people');
    await world.client.call('PATCH', `/api/records/people/${first?.id}`, {
      version: 1,
      lock: ['email', 'username'],
    });
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded_with_errors', ambiguous: 1 });
    expect(await emails()).toEqual(['A a@x.org', 'B b@x.org']);
  });
});

describe('a real conflict stays one', () => {
  test('the holder is nobody this integration knows', async () => {
    world.otherVendor.on('GET /rows', [person(9, 'taken')]);
    const other = await world.integrate(people, 'rows', { mapping: peopleMapping, at: world.otherVendor });
    await other.run();
    const integration = await open([person(1, 'a')], [person(1, 'taken')]);
    expect(brief(await integration.run())).toMatchObject({ ambiguous: 1 });
    expect((await emails()).sort()).toEqual(['P1 a@x.org', 'P9 taken@x.org']);
  });

  test('the holder keeps it in the same session', async () => {
    const integration = await open([person(1, 'a'), person(2, 'b')], [person(1, 'a'), person(2, 'a')]);
    expect(brief(await integration.run())).toMatchObject({ unchanged: 1, ambiguous: 1 });
    expect(await emails()).toEqual(['P1 a@x.org', 'P2 b@x.org']);
  });
});

test('parts swapped between two devices: the boards change places, the devices stay', async () => {
  const before = [
    { id: 1, serial: 'S1', uid: 'U1', name: 'one' },
    { id: 2, serial: 'S2', uid: 'U2', name: 'two' },
  ];
  world.vendor.on('GET /rows', before);
  const mapping = {
    rows: assetMapping.rows.map((one) =>
      one.target === 'externalId' ? { ...one, updateSyncKey: true } : one,
    ),
  };
  const integration = await world.integrate(assets, 'rows', { mapping });
  await integration.run();
  world.vendor.on('GET /rows', [
    { ...before[0], serial: 'S2' },
    { ...before[1], serial: 'S1' },
  ]);
  expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 2, updated: 2 });
  expect(await world.list('assets')).toMatchObject([
    { serialNumber: 'S2', externalId: 'U1', deviceName: 'one' },
    { serialNumber: 'S1', externalId: 'U2', deviceName: 'two' },
  ]);
});

test('a custom unique field swaps like the others', async () => {
  await world.client.call('POST', '/api/objects/people/fields', {
    label: 'Badge number',
    type: 'number',
    isUnique: true,
  });
  const { fields } = await world.client.call<{ fields: { name: string; label: string }[] }>(
    'GET',
    '/api/objects/people',
  );
  const badge = fields.find(({ label }) => label === 'Badge number')?.name ?? '';
  const mapping = { rows: [...peopleMapping.rows, row(badge, 'badge')] };
  const integration = await open(
    [
      { ...person(1, 'a'), badge: 1 },
      { ...person(2, 'b'), badge: 2 },
    ],
    [
      { ...person(1, 'a'), badge: 2 },
      { ...person(2, 'b'), badge: 1 },
    ],
    mapping,
  );
  expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', updated: 2 });
  expect((await world.list('people')).map((one) => one[badge])).toEqual([2, 1]);
});
