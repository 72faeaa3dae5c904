/** Empty is not the end where a next page is named. */
import { describe, expect, test } from 'vitest';
import { assetMapping, makeCaseConnector, peopleMapping } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import type { VendorCall } from '../helpers/script-vendor.ts';
import { citrix, scriptCitrix } from '../helpers/vendor-scripts.ts';
import pages from './fixtures/b04/pages.json' with { type: 'json' };

const inItems = { recordsPath: 'items' };
const cursor = { kind: 'cursor', param: 'cursor', cursorPath: 'next', canRepeat: false } as const;
const people = makeCaseConnector('people', { ...inItems, paginator: cursor });
const nextUrl = makeCaseConnector('next-url', { ...inItems, paginator: { kind: 'next_url', path: 'next' } });
const totalPages = makeCaseConnector('total-pages', {
  ...inItems,
  paginator: { kind: 'page', pageParam: 'cursor', pageSize: 2, firstPage: 0, totalPath: 'total' },
  completeness: { kind: 'total', path: 'total' },
});
const byParent: ReturnType<typeof makeCaseConnector> = (() => {
  const made = makeCaseConnector('below-parent', { ...inItems, paginator: cursor, id: 'parents' });
  const [parents] = made.streams;
  if (!parents) throw new Error('no stream');
  const children = {
    ...parents,
    id: 'children',
    parentStream: 'parents',
    request: { method: 'GET' as const, path: '/parents/{{ parent.id }}/children' },
  };
  return { ...made, streams: [parents, children] };
})();
const assets = makeCaseConnector('assets', { ...inItems, object: 'assets', paginator: cursor });
const world = useCaseWorld([citrix, people, nextUrl, totalPages, byParent, assets]);

const asked = (route: string) => world.vendor.asked.filter((one) => one.split('?')[0] === route).length;
const names = async () => (await world.list('people')).map(({ email }) => email);
const six = ['ann', 'bob', 'cyd', 'dan', 'eve', 'fay'].map((name) => `${name}@x.org`);

describe('Citrix DaaS, an empty page of sessions in the middle', () => {
  /** The same six people on two full pages. */
  const full = [
    { Items: pages.slice(0, 2).flatMap(({ Items }) => Items), ContinuationToken: 'last' },
    { Items: pages.slice(2).flatMap(({ Items }) => Items), ContinuationToken: null },
  ];

  test('a first session reads to the end', async () => {
    scriptCitrix(world.vendor, { Sessions: pages });
    const integration = await world.integrate(citrix, 'users');
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 6 });
    expect(asked('GET /cvad/manage/Sessions')).toBe(3);
    expect(await names()).toEqual(six);
  });

  test.each(['archive', 'deactivate', 'keep'])(
    'policy %s: a later session retires nobody',
    async (absencePolicy) => {
      scriptCitrix(world.vendor, { Sessions: full });
      const integration = await world.integrate(citrix, 'users', { change: { absencePolicy } });
      expect(brief(await integration.run())).toMatchObject({ created: 6 });
      scriptCitrix(world.vendor, { Sessions: pages });
      expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 6, unchanged: 6 });
      expect(await names()).toEqual(six);
    },
  );

  test('a preview plans no retirement', async () => {
    scriptCitrix(world.vendor, { Sessions: full });
    const integration = await world.integrate(citrix, 'users', { change: { absencePolicy: 'archive' } });
    await integration.run();
    scriptCitrix(world.vendor, { Sessions: pages });
    expect(brief(await integration.run('preview'))).toEqual({ status: 'succeeded', read: 6, unchanged: 6 });
  });

  test('a session killed at the empty page goes on behind it', async () => {
    scriptCitrix(world.vendor, { Sessions: pages });
    let isKilled = false;
    const tokens = pages.map(({ ContinuationToken }) => ContinuationToken ?? '');
    world.vendor.on('GET /cvad/manage/Sessions', async ({ query }: VendorCall) => {
      const at = tokens.indexOf(query['continuationToken'] ?? 'none') + 1;
      if (at === 2 && !isKilled) {
        isKilled = true;
        await world.kill(1);
      }
      return pages[at];
    });
    const integration = await world.integrate(citrix, 'users');
    expect(brief(await integration.runKilled())).toMatchObject({ status: 'succeeded', read: 6 });
    expect(await names()).toEqual(six);
  });
});

test.each([
  ['machines', 'Machines', 'assets', (id: string) => ({ Id: id, Name: `X\\${id}`, MachineType: 'Virtual' })],
  ['applications', 'Applications', 'software', (id: string) => ({ Id: id, Name: id, PublishedName: id })],
] as const)('Citrix DaaS %s behind an empty page are created', async (streamId, list, object, make) => {
  scriptCitrix(world.vendor, {
    [list]: [
      { Items: [make('m1'), make('m2')], ContinuationToken: 'a' },
      { Items: [], ContinuationToken: 'b' },
      { Items: [make('m3')], ContinuationToken: '' },
    ],
  });
  const integration = await world.integrate(citrix, streamId);
  expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 3 });
  expect(await world.list(object)).toHaveLength(3);
});

test('Citrix DaaS look-ups go on behind an empty page', async () => {
  scriptCitrix(world.vendor, {
    Machines: [{ Items: [{ Id: 'm1', Name: 'X\\m1', DeliveryGroup: { Id: 'g9', Name: 'Nine' } }] }],
  });
  const groups = [
    { Items: [{ Id: 'g1', FullName: 'One' }], ContinuationToken: 'a' },
    { Items: [], ContinuationToken: 'b' },
    { Items: [{ Id: 'g9', FullName: 'Folder\\Nine' }] },
  ];
  world.vendor.on('GET /cvad/manage/DeliveryGroups', ({ query }: VendorCall) =>
    query['continuationToken'] === undefined ? groups[0] : groups[query['continuationToken'] === 'a' ? 1 : 2],
  );
  const mapping = {
    rows: [
      { ...assetMapping.rows[1], source: { kind: 'path', path: 'Id' }, syncKeyPriority: 1 },
      { target: 'department', source: { kind: 'path', path: 'deliveryGroup.FullName' }, writeRule: 'always' },
    ],
  } as typeof assetMapping;
  const integration = await world.integrate(citrix, 'machines', { mapping });
  await integration.run();
  expect(await world.list('assets')).toMatchObject([{ department: 'Folder\\Nine' }]);
});

describe('every way of paging that names a next page', () => {
  const user = (name: string) => ({ id: name, email: `${name}@x.org` });
  const items = [[user('a'), user('b')], [], [], [user('c')]];
  const answer = (at: number, route = '/rows') => ({
    items: items[at] ?? [],
    total: 3,
    ...(at < 3 ? { next: at + 1 } : {}),
    ...(at < 3 && route === 'url' ? { next: `/rows?cursor=${at + 1}` } : {}),
  });

  test.each([
    ['cursor', people, 'rows'],
    ['next_url', nextUrl, 'url'],
    ['page with a stated total', totalPages, 'rows'],
  ] as const)('%s', async (_kind, definition, route) => {
    world.vendor.on('GET /rows', ({ query }: VendorCall) => answer(Number(query['cursor'] ?? 0), route));
    const integration = await world.integrate(definition, 'rows', { mapping: peopleMapping });
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 3 });
  });

  test('below a parent, and among the parents', async () => {
    const parents = [[{ id: 'p1' }], [], [{ id: 'p2' }]];
    world.vendor.on('GET /parents', ({ query }: VendorCall) => {
      const at = Number(query['cursor'] ?? 0);
      return { items: parents[at], ...(at < 2 ? { next: at + 1 } : {}) };
    });
    world.vendor.on('GET /rows', ({ query }: VendorCall) => {
      const at = Number(query['cursor'] ?? 0);
      return { items: parents[at], ...(at < 2 ? { next: at + 1 } : {}) };
    });
    for (const parent of ['p1', 'p2'])
      world.vendor.on(`GET /parents/${parent}/children`, ({ query }: VendorCall) => {
        const at = Number(query['cursor'] ?? 0);
        const found = [[user(`${parent}-a`)], [], [user(`${parent}-b`)]][at];
        return { items: found, ...(at < 2 ? { next: at + 1 } : {}) };
      });
    const integration = await world.integrate(byParent, 'children', { mapping: peopleMapping });
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 4 });
  });

  test('a test run that has met no record yet goes on as well', async () => {
    const late = [[], [user('a')]];
    world.vendor.on('GET /rows', ({ query }: VendorCall) => {
      const at = Number(query['cursor'] ?? 0);
      return { items: late[at], ...(at < 1 ? { next: at + 1 } : {}) };
    });
    const integration = await world.integrate(people, 'rows', { mapping: peopleMapping });
    expect(brief(await integration.run('test-run'))).toMatchObject({ read: 1, created: 1 });
  });

  test('empty pages without an end stop the session, and nobody is retired', async () => {
    world.vendor.on('GET /rows', { items: [user('a'), user('b')] });
    const integration = await world.integrate(people, 'rows', {
      mapping: peopleMapping,
      change: { absencePolicy: 'archive', retireLimitPercent: 100 },
    });
    await integration.run();
    world.vendor.on('GET /rows', ({ query }: VendorCall) => ({
      items: [],
      next: Number(query['cursor'] ?? 0) + 1,
    }));
    expect(brief(await integration.run())).toMatchObject({
      status: 'failed',
      errorCode: 'CONNECTOR_NO_PROGRESS',
    });
    expect(await world.list('people', 'archived')).toEqual([]);
  });
});
