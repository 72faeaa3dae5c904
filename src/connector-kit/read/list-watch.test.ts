/** Lists that change while they are read, of every kind a stream has: its own, its parts, its parents', look-ups, details, software. */
import { describe, expect, test } from 'vitest';
import { makeTestDefinition, makeTestPort, type TestRequest } from '../../../test/helpers/test-vendor.ts';
import type { Paginator, StreamDefinition } from '../definition/definition.ts';
import { isFoundByCounting, joinDoubts, mayCountPositions } from './list-watch.ts';
import type { PageState } from './paginator.ts';
import { readStream } from './read-stream.ts';
import type { StreamCursor, StreamPage } from './stream-types.ts';

type Answer = (request: TestRequest) => unknown;

async function read(
  stream: Partial<StreamDefinition>,
  answer: Answer,
  more: { others?: StreamDefinition[]; startAt?: StreamCursor; stopAfter?: number } = {},
) {
  const made = makeTestDefinition(stream);
  made.definition.streams.push(...(more.others ?? []));
  const requests: TestRequest[] = [];
  const pages: StreamPage[] = [];
  const found = readStream({
    ...made,
    send: makeTestPort((request) => {
      requests.push(request);
      return { json: answer(request) };
    }),
    startAt: more.startAt,
    signal: new AbortController().signal,
  });
  for await (const page of found) {
    // As the checkpoint keeps it.
    pages.push({ ...page, cursor: JSON.parse(JSON.stringify(page.cursor)) as StreamCursor });
    if (pages.length === more.stopAfter) break;
  }
  const doubts = pages.reduce<ReturnType<typeof joinDoubts>>((all, page) => joinDoubts(all, page.doubts), {});
  return { pages, requests, doubts, notes: pages.flatMap(({ notes = [] }) => notes) };
}

const byPage = { kind: 'page', pageParam: 'page', pageSize: 2, firstPage: 1 } as const;
const counted = { ...byPage, totalPath: 'total' };
const inItems = { recordsPath: 'items' };
const rows = (...ids: number[]) => ids.map((id) => ({ id }));
/** `lists[i]` is the list while page i is answered; `total` says how many it has. */
const serve =
  (lists: readonly (readonly object[])[], of = 'page') =>
  ({ query }: TestRequest) => {
    const number = Number(query[of] ?? 1);
    const list = lists[Math.min(number, lists.length) - 1] ?? [];
    return { total: list.length, items: list.slice((number - 1) * 2, number * 2) };
  };
const removed = [rows(1, 2, 3, 4), rows(2, 3, 4)];
const added = [rows(1, 2, 3, 4), rows(9, 1, 2, 3, 4)];
const stable = [rows(1, 2, 3, 4)];

describe('a list of its own', () => {
  test.each<[string, Partial<StreamDefinition>]>([
    ['the total that ends the paging', { paginator: counted }],
    ['a total for progress', { paginator: byPage, totalPath: 'total' }],
    ['the total that must be reached', { paginator: byPage, completeness: { kind: 'total', path: 'total' } }],
  ])('a total that changes is noticed: %s', async (_how, stream) => {
    const { doubts } = await read({ ...inItems, ...stream }, serve(removed));
    expect(doubts?.records?.gap).toMatch(
      /^The list "Test rows" changed while it was read: 4 records were announced first, then 3\.$/,
    );
    expect((await read({ ...inItems, ...stream }, serve(stable))).doubts?.records?.gap).toBeUndefined();
  });

  test('a page that brings records of the page before again is noticed, without any total', async () => {
    const { doubts } = await read({ ...inItems, paginator: byPage }, serve(added));
    expect(doubts?.records?.gap).toMatch(/page 2 brought records of page 1 again/);
    const { doubts: whole } = await read(
      { ...inItems, paginator: byPage },
      serve([rows(1, 2), rows(8, 9, 1, 2)]),
    );
    expect(whole?.records?.gap).toMatch(/page 2 was page 1 again/);
  });

  test('also when a session is resumed between the two pages', async () => {
    for (const lists of [removed, added]) {
      const stream = { ...inItems, paginator: counted };
      const { pages } = await read(stream, serve(lists), { stopAfter: 1 });
      const startAt = pages[0]?.cursor;
      const { doubts } = await read(stream, serve(lists), startAt ? { startAt } : {});
      expect(doubts?.records).toMatchObject({
        gap: expect.stringMatching(/changed while it was read/),
        isCounted: true,
      });
    }
  });

  test('a list that goes on beyond an id may say how many are left', async () => {
    const paginator = {
      kind: 'after_id',
      param: 'after',
      sizeParam: 'size',
      pageSize: 2,
      idPath: 'id',
    } as const;
    const left = ({ query }: TestRequest) => {
      const rest = rows(1, 2, 3, 4).filter(({ id }) => id > Number(query['after'] ?? 0));
      return { total: rest.length, items: rest.slice(0, 2) };
    };
    expect((await read({ ...inItems, paginator, totalPath: 'total' }, left)).doubts).toEqual({});
  });

  test('one page is what it is; more of them are counted', async () => {
    expect((await read({ ...inItems, paginator: counted }, serve([rows(1, 2)]))).doubts).toEqual({});
    const { doubts } = await read({ ...inItems, paginator: counted }, serve(stable));
    expect(doubts).toEqual({ records: { isCounted: true } });
  });
});

describe('lists that go with it', () => {
  test('a segment that is not whole, and one that changed', async () => {
    const get = (path: string) => ({ method: 'GET' as const, path });
    const stream: Partial<StreamDefinition> = {
      ...inItems,
      paginator: counted,
      completeness: { kind: 'total', path: 'total' },
      segments: [
        { id: 'one', request: get('/one') },
        { id: 'two', request: get('/two') },
      ],
    };
    const whole: Answer = ({ path, query }) =>
      path === '/one' ? serve([rows(1, 2)])({ query } as TestRequest) : { total: 1, items: rows(5) };
    expect((await read(stream, whole)).doubts).toEqual({});
    const short: Answer = ({ path, query }) =>
      path === '/two'
        ? { total: 1, items: rows(5) }
        : { total: 3, items: query['page'] === '1' ? rows(1, 2) : [] };
    expect((await read(stream, short)).doubts?.records?.gap).toBe(
      'The list "Test rows" announced 3 records and sent 2.',
    );
    const changing: Answer = (request) =>
      request.path === '/one' ? serve(removed)(request) : { total: 1, items: rows(5) };
    expect((await read(stream, changing)).doubts?.records?.gap).toMatch(/changed while it was read/);
  });

  test('the list of parents: who is below one that slipped through is on no page', async () => {
    const parent = {
      ...makeTestDefinition({
        ...inItems,
        paginator: counted,
        completeness: { kind: 'total', path: 'total' },
      }).stream,
      id: 'parents',
      name: 'Parents',
      request: { method: 'GET' as const, path: '/parents' },
    };
    const stream: Partial<StreamDefinition> = {
      recordsPath: '',
      parentStream: 'parents',
      paginator: { kind: 'none' },
      request: { method: 'GET', path: '/of/{{ parent.id }}' },
    };
    const answer =
      (lists: readonly (readonly object[])[]): Answer =>
      (request) =>
        request.path === '/parents' ? serve(lists)(request) : rows(Number(request.path.split('/')[2]) * 10);
    const others = [parent];
    expect((await read(stream, answer([rows(1, 2)]), { others })).doubts).toEqual({});
    const moved = await read(stream, answer(removed), { others });
    expect(moved.doubts?.records).toEqual({
      gap: 'The list "Parents" changed while it was read: 4 records were announced first, then 3.',
      isCounted: true,
    });
    // A resumed session hears it again or has it from before.
    for (const page of moved.pages.slice(0, -1)) {
      const before = moved.pages.slice(0, moved.pages.indexOf(page) + 1);
      const rest = await read(stream, answer(removed), { others, startAt: page.cursor });
      const known = before.reduce(joinOf, rest.doubts);
      expect(known?.records?.gap).toMatch(/"Parents" changed/);
    }
  });

  const joinOf = (all: StreamPage['doubts'], page: StreamPage) => joinDoubts(all, page.doubts);

  const withLookup: Partial<StreamDefinition> = {
    recordsPath: '',
    paginator: { kind: 'none' },
    lookups: [
      {
        as: 'owner',
        request: { method: 'GET', path: '/owners' },
        recordsPath: 'items',
        keyPath: 'id',
        from: 'ownerId',
        keep: ['id'],
        paginator: counted,
      },
    ],
  };
  const owned = [
    { id: 1, ownerId: 3 },
    { id: 2, ownerId: 77 },
    { id: 3, ownerId: null },
  ];

  test('a look-up that changed is read again: who slipped through is found, who is unknown is null', async () => {
    let count = 0;
    const { pages, notes } = await read(withLookup, (request) => {
      if (request.path !== '/owners') return owned;
      count += 1;
      return serve(count <= 2 ? removed : [rows(2, 3, 4)])(request);
    });
    expect(count).toBe(4);
    expect(pages[0]?.records).toMatchObject([{ owner: { id: 3 } }, { owner: null }, { owner: null }]);
    expect(notes).toEqual([]);
  });

  test('a look-up that changes whenever it is read proves nobody unknown', async () => {
    const { pages, notes } = await read(withLookup, (request) =>
      request.path === '/owners' ? serve(removed)(request) : owned,
    );
    expect(pages[0]?.records).toEqual([
      { id: 1, ownerId: 3 },
      { id: 2, ownerId: 77 },
      { id: 3, ownerId: null, owner: null },
    ]);
    expect(notes).toEqual([
      'The list "Test rows: owner" changed while it was read: 4 records were announced first, then 3. Who is not in it keeps what was known.',
    ]);
  });

  test('counted pages without a total are read twice, one page and a total once', async () => {
    const paged = async (paginator: Paginator, lists = stable) => {
      const { requests } = await read(
        { ...withLookup, lookups: withLookup.lookups?.map((lookup) => ({ ...lookup, paginator })) ?? [] },
        (request) => (request.path === '/owners' ? serve(lists)(request) : owned),
      );
      return requests.filter(({ path }) => path === '/owners').length;
    };
    expect(await paged(counted)).toBe(2);
    expect(await paged(byPage)).toBe(6);
    expect(await paged({ kind: 'none' }, [rows(1)])).toBe(1);
  });

  const withDetails: Partial<StreamDefinition> = {
    object: 'assets',
    recordsPath: '',
    paginator: { kind: 'none' },
    detail: {
      request: { method: 'GET', path: '/apps/{{ item.id }}' },
      maxConcurrent: 1,
      pages: { paginator: counted, recordsPath: 'items' },
    },
    software: { from: 'record', path: 'detail.records', name: 'name' },
  };
  const apps = (...names: string[]) => names.map((name) => ({ name }));
  const changing = [apps('A', 'B', 'C', 'D'), apps('B', 'C', 'D')];

  test('details in pages that changed are read again', async () => {
    let count = 0;
    const { pages, notes } = await read(withDetails, (request) => {
      if (!request.path.startsWith('/apps')) return rows(1);
      count += 1;
      return serve(count <= 2 ? changing : [apps('B', 'C', 'D')])(request);
    });
    expect(pages[0]?.software).toMatchObject([{ assetId: '1', titles: apps('B', 'C', 'D') }]);
    expect(notes).toEqual([]);
  });

  test('and say nothing when they change whenever they are read, or are not whole', async () => {
    for (const answer of [
      serve(changing),
      ({ query }: TestRequest) => ({ total: 3, items: query['page'] === '1' ? apps('A') : [] }),
    ]) {
      const { pages, notes } = await read(withDetails, (request) =>
        request.path.startsWith('/apps') ? answer(request) : rows(1, 2),
      );
      expect(pages[0]?.software).toEqual([]);
      expect(pages[0]?.records).toEqual(rows(1, 2));
      expect(notes).toEqual([
        expect.stringMatching(
          /^The details of 2 records of "Test rows" could not be read as a whole.*(changed while it was read|announced 3 records and sent 1)/,
        ),
      ]);
    }
  });

  test('a list of software casts its doubt on software only', async () => {
    const { doubts } = await read(
      {
        object: 'assets',
        recordsPath: '',
        paginator: { kind: 'none' },
        software: {
          from: 'query',
          request: { method: 'GET', path: '/software' },
          recordsPath: 'items',
          assetIdPath: 'id',
          name: 'name',
          paginator: counted,
        },
      },
      (request) =>
        request.path === '/software'
          ? serve([
              [...apps('A', 'B', 'C'), ...apps('D')].map((one) => ({ ...one, id: 1 })),
              apps('B', 'C', 'D'),
            ])(request)
          : rows(1),
    );
    expect(doubts).toEqual({
      software: { gap: expect.stringMatching(/^The list "Test rows: software" changed/), isCounted: true },
    });
  });
});

describe('what is found by counting', () => {
  const at = (number: number, change: Partial<PageState>): PageState => ({ kind: 'none', number, ...change });
  const url = (query: string) => `https://vendor.example/rows?${query}`;
  const step = (paginator: Paginator, from: string, next: Partial<PageState>, passedCount = 100) =>
    isFoundByCounting(paginator, { from: at(1, {}), url: url(from), next: at(2, next), passedCount });
  const link = { kind: 'next_url', path: 'next' } as const;
  const cursor = { kind: 'cursor', param: 'c', cursorPath: 'next', canRepeat: false } as const;
  const template = (source: string): Paginator => ({
    kind: 'template',
    stopWhen: 'true',
    params: { p: source },
    maxPages: 9,
  });

  test('numbers of pages and of records, wherever they stand', () => {
    expect(step(link, 'limit=100', { position: url('limit=100&page=2') })).toBe(true);
    expect(step(link, 'limit=100', { position: url('limit=100&$skip=100') })).toBe(true);
    expect(step(template('{{ page.number }}'), '', { params: { p: '2' } })).toBe(true);
    expect(step(template('{{ response.next }}'), '', { params: { p: '101' } })).toBe(true);
    expect(mayCountPositions(template('{{ page.number }}'))).toBe(true);
  });

  test('tokens, ids, sizes and cursors are none', () => {
    expect(step(link, 'limit=100', { position: url('limit=100&token=YWJj') })).toBe(false);
    expect(step(link, 'limit=100&after=7', { position: url('limit=100&after=98123') })).toBe(false);
    expect(step(cursor, '', { position: '98123' })).toBe(false);
    expect(step(cursor, '', { position: '100' })).toBe(false);
    expect(step(template('{{ response.next }}'), '', { params: { p: 'abc' } })).toBe(false);
    expect(mayCountPositions(cursor)).toBe(false);
  });
});
