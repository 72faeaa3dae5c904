/** More than anybody sends: records, answers and lists beyond the limits are refused with their code, and counted. */
import { describe, expect, test } from 'vitest';
import { assetMapping, makeCaseConnector, peopleMapping } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { Reply, type VendorCall } from '../helpers/script-vendor.ts';

const page = { kind: 'page', pageParam: 'page', sizeParam: 'size', pageSize: 2, firstPage: 1 } as const;
const plain = makeCaseConnector('plain');
const inItems = makeCaseConnector('in-items', { recordsPath: 'items' });
const paged = makeCaseConnector('paged', { paginator: page });
const inside = makeCaseConnector('inside', {
  nativeIdPath: 'user.id',
  split: { path: 'people' },
  fields: [{ path: 'user', label: 'User', type: 'object' }],
});
const detailed = makeCaseConnector('detailed', {
  object: 'assets',
  detail: { request: { method: 'GET', path: '/rows/{{ item.id }}' }, maxConcurrent: 1 },
});
const withSoftware = makeCaseConnector('with-software', {
  object: 'assets',
  software: {
    from: 'query',
    request: { method: 'GET', path: '/software' },
    recordsPath: '',
    paginator: { kind: 'none' },
    assetIdPath: 'asset',
    name: 'name',
  },
});
const withLookup = makeCaseConnector('with-lookup', {
  lookups: [
    {
      as: 'unit',
      request: { method: 'GET', path: '/units' },
      recordsPath: '',
      paginator: page,
      keyPath: 'id',
      from: 'unitId',
      keep: ['name'],
    },
  ],
});
const below = makeCaseConnector('below', {
  request: { method: 'GET', path: '/of/{{ parent.id }}' },
  parentStream: 'parents',
});
below.streams.push({
  ...(plain.streams[0] as (typeof plain.streams)[number]),
  id: 'parents',
  name: 'Parents',
  suggestedMapping: [],
});
const world = useCaseWorld([plain, inItems, paged, inside, detailed, withSoftware, withLookup, below]);

const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
const wide = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_item, at) => [`k${at}`, at]));
const person = (id: number, more: object = {}) => ({ id, email: `p${id}@x.org`, ...more });
const open = (definition = plain, change: object = {}) =>
  world.integrate(definition, 'rows', { mapping: peopleMapping, change });

describe('a record', () => {
  const excesses = [
    [
      'deeper than the limit',
      { x: deep(200) },
      'SYNC_RECORD_TOO_DEEP',
      /more than 100 lists or objects.*MUSTER_RECORD_DEPTH_LIMIT/,
    ],
    [
      'with more values than the limit',
      { x: wide(1_200) },
      'SYNC_RECORD_TOO_LARGE',
      /more than 1000 fields.*MUSTER_RECORD_VALUE_LIMIT/,
    ],
    [
      'with a long list of lists',
      { x: Array.from({ length: 600 }, () => [1]) },
      'SYNC_RECORD_TOO_LARGE',
      /more than 1000/,
    ],
  ] as const;

  test.each(excesses)('%s fails alone and is counted', async (_how, more, code, reason) => {
    world.limits.recordValues = 1_000;
    world.vendor.on('GET /rows', [person(1), person(2, more), person(3)]);
    const integration = await open();
    for (const kind of ['test-run', 'preview', 'run'] as const) {
      const session = await integration.run(kind);
      expect(brief(session), kind).toMatchObject({ read: 3, created: 2, failed: 1 });
      const [failed] = await world.outcomes(session, 'failed');
      expect(failed).toMatchObject({
        nativeId: '2',
        reasonCode: code,
        reason: expect.stringMatching(reason),
      });
    }
    expect((await world.list('people')).map(({ email }) => email)).toEqual(['p1@x.org', 'p3@x.org']);
  });

  test('that was loaded before stays as it is and is not gone', async () => {
    world.limits.recordValues = 1_000;
    world.vendor.on('GET /rows', [person(1), person(2)]);
    const integration = await open(plain, { absencePolicy: 'archive', retireLimitPercent: 100 });
    await integration.run();
    world.vendor.on('GET /rows', [person(1), person(2, { x: deep(200) })]);
    expect(brief(await integration.run())).toMatchObject({ unchanged: 1, failed: 1 });
    expect(await world.list('people')).toHaveLength(2);
  });

  test('with a hundred thousand names fails alone before they are parsed', async () => {
    world.vendor.on('GET /rows', [person(1), person(2, wide(120_000)), person(3)]);
    const session = await (await open()).run();
    expect(brief(session)).toMatchObject({ read: 3, created: 2, failed: 1 });
    expect((await world.outcomes(session, 'failed'))[0]).toMatchObject({
      nativeId: '2',
      reasonCode: 'SYNC_RECORD_TOO_LARGE',
    });
    expect(session.counts.bytes).toBeLessThan(JSON.stringify(wide(120_000)).length);
  });

  test('within the limits is loaded, whatever stands beside it', async () => {
    world.vendor.on('GET /rows', [person(1, { x: deep(99), y: wide(5_000) })]);
    expect(brief(await (await open()).run())).toMatchObject({ created: 1 });
  });

  test('inside a listed one', async () => {
    const account = (id: number, more: object = {}) => ({ user: person(id), ...more });
    world.vendor.on('GET /rows', [{ people: [account(1), account(2, { x: deep(200) })] }]);
    const integration = await world.integrate(inside, 'rows', {
      mapping: {
        rows: peopleMapping.rows.map((one) =>
          one.source.kind === 'path'
            ? { ...one, source: { kind: 'path', path: `user.${one.source.path}` } }
            : one,
        ),
      },
    });
    const session = await integration.run();
    expect(brief(session)).toMatchObject({ created: 1, failed: 1 });
    expect((await world.outcomes(session, 'failed'))[0]).toMatchObject({ nativeId: '2' });
  });

  test('that only its details make too large', async () => {
    world.limits.recordValues = 1_000;
    world.vendor.on(
      'GET /rows',
      [1, 2].map((id) => ({ id, serial: `S${id}`, name: `PC-${id}` })),
    );
    world.vendor.on('GET /rows/*', ({ path }: VendorCall) => (path.endsWith('2') ? wide(1_200) : {}));
    const integration = await world.integrate(detailed, 'rows', { mapping: assetMapping });
    expect(brief(await integration.run())).toMatchObject({ created: 1, failed: 1 });
  });
});

describe('an entry of a list that goes with the records', () => {
  test('of software: nothing is taken for removed', async () => {
    const asset = { id: 1, serial: 'S1', name: 'PC-1' };
    const entries = (...names: string[]) => names.map((name) => ({ asset: 1, name }));
    world.vendor.on('GET /rows', [asset]);
    world.vendor.on('GET /software', entries('A', 'B'));
    const integration = await world.integrate(withSoftware, 'rows', { mapping: assetMapping });
    await integration.run();
    world.vendor.on('GET /software', [...entries('A'), { asset: 1, name: 'B', x: deep(200) }]);
    const session = await integration.run();
    expect(await world.log(session)).toMatch(/warning: .*1 records that are larger than the limits/);
    const [installs] = await world.rows<{ count: number }>(
      'SELECT cardinality(release_ids) AS count FROM software_installs',
    );
    expect(installs?.count).toBe(2);
  });

  test('of parents: who is below is not gone', async () => {
    world.vendor.on('GET /rows', [{ id: 1 }, { id: 2 }]);
    world.vendor.on('GET /of/*', ({ path }: VendorCall) => [person(Number(path.split('/')[2]) * 10)]);
    const integration = await open(below, { absencePolicy: 'archive', retireLimitPercent: 100 });
    expect(brief(await integration.run())).toMatchObject({ created: 2 });
    world.vendor.on('GET /rows', [{ id: 1 }, { id: 2, x: deep(200) }]);
    const session = await integration.run();
    expect(session.counts.retired).toBe(0);
    expect(await world.log(session)).toMatch(/warning: .*"Parents".*larger than the limits/);
  });
});

describe('an answer', () => {
  test('with more values than the limit is refused before it is parsed', async () => {
    world.limits.answerValues = 10_000;
    world.vendor.on('GET /rows', [person(1, wide(30_000))]);
    const integration = await open();
    for (const kind of ['run', 'preview', 'test-run'] as const) {
      const session = await integration.run(kind);
      expect(brief(session)).toMatchObject({ status: 'failed', errorCode: 'CONNECTOR_ANSWER_TOO_LARGE' });
      expect(session.errorMessage).toMatch(/more than 10000 fields.*MUSTER_ANSWER_VALUE_LIMIT/);
    }
  });

  test('that is too deep around its records is refused', async () => {
    world.vendor.on(
      'GET /rows',
      new Reply({ text: `{"items":[],"more":${'['.repeat(200)}${']'.repeat(200)}}` }),
    );
    const session = await (await open(inItems)).run();
    expect(brief(session)).toEqual({ status: 'failed', errorCode: 'CONNECTOR_ANSWER_TOO_DEEP' });
    world.vendor.on('GET /rows', { items: [person(1)], more: deep(50) });
    expect(brief(await (await open(inItems)).run())).toMatchObject({ created: 1 });
  });
});

describe('a list without an end', () => {
  const endless = () =>
    world.vendor.on('GET /rows', ({ query }: VendorCall) => {
      const number = Number(query['page']);
      return [person(number * 2), person(number * 2 + 1)];
    });

  test.each([
    ['pages', 'SYNC_PAGE_LIMIT', /did not end within 5 pages.*MUSTER_SESSION_PAGE_LIMIT/],
    ['records', 'SYNC_RECORD_LIMIT', /did not end within 5 records.*MUSTER_SESSION_RECORD_LIMIT/],
  ] as const)(
    'stops at the limit of %s, keeps what was read and retires nobody',
    async (limit, code, message) => {
      world.vendor.on('GET /rows', ({ query }: VendorCall) => (query['page'] === '1' ? [person(1_000)] : []));
      const integration = await open(paged, { absencePolicy: 'archive', retireLimitPercent: 100 });
      await integration.run();
      world.limits[limit] = 5;
      endless();
      const session = await integration.run();
      expect(brief(session)).toMatchObject({ status: 'failed', errorCode: code });
      expect(session.errorMessage).toMatch(message);
      expect(session.counts.created).toBeGreaterThanOrEqual(5);
      expect(await world.list('people')).toHaveLength(session.counts.created + 1);
      expect(await world.list('people', 'archived')).toEqual([]);
    },
  );

  test('a preview stops as well', async () => {
    world.limits.pages = 5;
    endless();
    expect(brief(await (await open(paged)).run('preview'))).toMatchObject({ errorCode: 'SYNC_PAGE_LIMIT' });
  });

  test('the limit counts for the session, not for each of its workers', async () => {
    world.limits.pages = 5;
    let isKilled = false;
    world.vendor.on('GET /rows', async ({ query }: VendorCall) => {
      const number = Number(query['page']);
      if (number === 4 && !isKilled) {
        isKilled = true;
        await world.kill(2);
      }
      return [person(number * 2), person(number * 2 + 1)];
    });
    const session = await (await open(paged)).runKilled();
    expect(brief(session)).toMatchObject({ errorCode: 'SYNC_PAGE_LIMIT' });
    expect(session.counts.created).toBe(10);
  });

  test('a look-up without an end stops the session before its first record', async () => {
    world.limits.pages = 5;
    world.vendor.on('GET /units', ({ query }: VendorCall) => [{ id: `u${query['page']}`, name: 'U' }]);
    world.vendor.on('GET /rows', [person(1)]);
    const session = await (await open(withLookup)).run();
    expect(brief(session)).toEqual({ status: 'failed', errorCode: 'CONNECTOR_LIST_TOO_LONG' });
    expect(session.errorMessage).toMatch(/The list "Rows: unit" did not end within 5 pages/);
  });
});
