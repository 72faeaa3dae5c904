import { describe, expect, test } from 'vitest';
import { makeTestDefinition, makeTestPort, type TestRequest } from '../../../test/helpers/test-vendor.ts';
import { isAppError } from '../../errors.ts';
import type { ClientDefinition, StreamDefinition } from '../definition/definition.ts';
import { readStream } from './read-stream.ts';
import type { StreamCursor, StreamPage } from './stream-types.ts';

type Answer = Awaited<ReturnType<Parameters<typeof makeTestPort>[0]>>;

function run(
  stream: Partial<StreamDefinition>,
  answer: (request: TestRequest) => Answer,
  more: { client?: Partial<ClientDefinition>; startAt?: StreamCursor; limit?: number } = {},
) {
  const made = makeTestDefinition(stream);
  const definition = { ...made.definition, client: { ...made.definition.client, ...more.client } };
  const requests: TestRequest[] = [];
  const pausesMs: number[] = [];
  const pages = readStream({
    ...made,
    definition,
    send: makeTestPort((request) => {
      requests.push(request);
      return answer(request);
    }),
    startAt: more.startAt,
    limit: more.limit,
    clock: {
      sleep: async (ms) => {
        pausesMs.push(ms);
      },
    },
    signal: new AbortController().signal,
  });
  return { pages, requests, pausesMs };
}

async function collect(pages: AsyncGenerator<StreamPage>): Promise<StreamPage[]> {
  const found: StreamPage[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

async function failureOf(pages: AsyncGenerator<StreamPage>) {
  const err = await collect(pages).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(isAppError(err)).toBe(true);
  return err as { code: string; message: string };
}

const get = (path: string) => ({ method: 'GET' as const, path });

describe('segments and split', () => {
  const stream: Partial<StreamDefinition> = {
    recordsPath: 'rows',
    nativeIdPath: 'upn',
    paginator: { kind: 'offset', offsetParam: 'offset', limitParam: 'limit', pageSize: 1 },
    mayRepeat: true,
    segments: [
      {
        id: 'sessions',
        request: get('/sessions'),
        split: { path: 'user', keep: ['startedAt', 'site.name'] },
      },
      { id: 'machines', request: get('/machines'), split: { path: 'users' } },
    ],
  };
  const lists: Record<string, unknown[]> = {
    '/sessions': [
      { startedAt: 5, site: { name: 'S', id: 1 }, user: { upn: 'a' } },
      { startedAt: 6, user: { upn: 'a' } },
      { startedAt: 7 },
    ],
    '/machines': [{ users: [{ upn: 'b' }, { upn: 'a' }] }, { users: [] }, { users: ['c', null] }],
  };
  const answer = ({ path, query }: TestRequest) => ({
    json: { rows: lists[path]?.slice(Number(query.offset), Number(query.offset) + 1) },
  });

  test('every query is read to its end, and what is inside becomes the records', async () => {
    const pages = await collect(run(stream, answer).pages);
    expect(pages.flatMap((page) => page.records)).toEqual([
      { upn: 'a', container: { startedAt: 5, site: { name: 'S' } } },
      { upn: 'a', container: { startedAt: 6 } },
      { upn: 'b', container: {} },
      { upn: 'a', container: {} },
      { value: 'c', container: {} },
    ]);
    expect(pages.filter((page) => page.isLast)).toHaveLength(1);
    expect(pages.at(-1)?.isLast).toBe(true);
  });

  test('a resumed session goes on in its segment', async () => {
    const all = await collect(run(stream, answer).pages);
    for (const [index, page] of all.entries()) {
      const rest = await collect(run(stream, answer, { startAt: page.cursor }).pages);
      const expected = all.slice(index + 1).flatMap(({ records }) => records);
      expect(rest.flatMap(({ records }) => records)).toEqual(expected);
    }
  });

  test('a limit counts the records inside', async () => {
    const pages = await collect(run(stream, answer, { limit: 3 }).pages);
    expect(pages.flatMap((page) => page.records)).toHaveLength(3);
    expect(pages.some((page) => page.isLast)).toBe(false);
  });
});

describe('lookups', () => {
  const stream: Partial<StreamDefinition> = {
    lookups: [
      {
        as: 'organization',
        request: get('/organizations'),
        recordsPath: '',
        paginator: { kind: 'after_id', param: 'after', sizeParam: 'size', pageSize: 2, idPath: 'id' },
        keyPath: 'id',
        from: 'organizationId',
        keep: ['name'],
      },
    ],
  };
  const organizations = [
    { id: 1, name: 'One', secret: 'x' },
    { id: 2, name: 'Two' },
    { id: 9, name: 'Nine' },
  ];

  test('are read to their end and joined by key, numbers and texts alike', async () => {
    const { pages, requests } = run(stream, ({ path, query }) =>
      path === '/organizations'
        ? { json: organizations.filter(({ id }) => id > Number(query.after ?? 0)).slice(0, 2) }
        : {
            json: [
              { id: 1, organizationId: 9 },
              { id: 2, organizationId: '1' },
              { id: 3, organizationId: 7 },
              { id: 4, organizationId: null },
              { id: 5 },
            ],
          },
    );
    expect((await collect(pages)).flatMap((page) => page.records)).toEqual([
      { id: 1, organizationId: 9, organization: { name: 'Nine' } },
      { id: 2, organizationId: '1', organization: { name: 'One' } },
      { id: 3, organizationId: 7, organization: null },
      { id: 4, organizationId: null, organization: null },
      { id: 5 },
    ]);
    expect(requests.map(({ path }) => path)).toEqual([
      ...Array.from({ length: 3 }, () => '/organizations'),
      '/rows',
    ]);
  });

  test('an entry without the value kept has none; a list without any entry says nothing', async () => {
    const records = [
      { id: 1, organizationId: 9 },
      { id: 2, organizationId: null },
    ];
    const read = async (list: object[]) =>
      (
        await collect(
          run(stream, ({ path, query }) => ({ json: path === '/rows' ? records : query.after ? [] : list }))
            .pages,
        )
      ).flatMap((page) => page.records);
    expect(await read([{ id: 9 }])).toEqual([
      { id: 1, organizationId: 9, organization: { name: null } },
      { id: 2, organizationId: null, organization: null },
    ]);
    expect(await read([])).toEqual([
      { id: 1, organizationId: 9 },
      { id: 2, organizationId: null, organization: null },
    ]);
  });

  test('a lookup that fails fails the stream: ids must not turn into empty names', async () => {
    const { pages } = run(stream, ({ path }) => (path === '/rows' ? { json: [{ id: 1 }] } : { status: 403 }));
    expect((await failureOf(pages)).code).toBe('CONNECTOR_FORBIDDEN');
  });
});

describe('discovery', () => {
  const client: Partial<ClientDefinition> = {
    discover: {
      request: get('/me'),
      values: { siteId: '{{ response.sites[0].id }}' },
      missing: 'The account has no site. Ask for access to one.',
    },
  };
  const stream: Partial<StreamDefinition> = {
    request: { ...get('/rows'), headers: { 'x-site': '{{ found.siteId }}' } },
  };

  test('is asked once, and its values are there for the requests', async () => {
    const { pages, requests } = run(
      stream,
      ({ path }) => ({ json: path === '/me' ? { sites: [{ id: 'S1' }] } : [{ id: 1 }] }),
      { client },
    );
    await collect(pages);
    expect(requests.map(({ path, headers }) => [path, headers['x-site']])).toEqual([
      ['/me', undefined],
      ['/rows', 'S1'],
    ]);
  });

  test('a missing value says what that means', async () => {
    const { pages } = run(stream, () => ({ json: { sites: [] } }), { client });
    expect(await failureOf(pages)).toMatchObject({
      code: 'CONNECTOR_DISCOVERY_EMPTY',
      message: expect.stringContaining('siteId'),
    });
  });
});

describe('a vendor that sleeps', () => {
  const client: Partial<ClientDefinition> = {
    responseRules: [{ when: { status: [530] }, means: 'asleep' }],
    wake: {
      request: { method: 'POST', path: '/activation' },
      poll: get('/me'),
      pollEveryMs: 30_000,
      maxWaitMs: 120_000,
    },
  };
  const makeAnswer = (wakesAfter: number) => {
    let polls = 0;
    let isWoken = false;
    return ({ path }: TestRequest): Answer => {
      if (path === '/activation') {
        isWoken = true;
        return { status: 202 };
      }
      if (path === '/me') polls += 1;
      return isWoken && polls >= wakesAfter ? { json: [{ id: 1 }] } : { status: 530, json: {} };
    };
  };

  test('is woken once, polled, and asked again', async () => {
    const { pages, requests, pausesMs } = run({}, makeAnswer(3), { client });
    expect((await collect(pages)).flatMap((page) => page.records)).toEqual([{ id: 1 }]);
    expect(requests.map(({ path }) => path)).toEqual(['/rows', '/activation', '/me', '/me', '/me', '/rows']);
    expect(pausesMs).toEqual([30_000, 30_000, 30_000]);
  });

  test('one that stays asleep ends in a message, not in waiting for ever', async () => {
    const { pages, requests } = run({}, makeAnswer(99), { client });
    expect((await failureOf(pages)).code).toBe('CONNECTOR_ASLEEP');
    expect(requests.filter(({ path }) => path === '/me')).toHaveLength(4);
  });
});

describe('jobs', () => {
  const client: Partial<ClientDefinition> = {
    job: {
      statusPath: 'Status',
      doneValues: ['Complete'],
      failedValues: ['Failed'],
      errorPath: 'ErrorString',
      resultSuffix: '/Results',
      firstPollMs: 10_000,
      pollEveryMs: 30_000,
      maxWaitMs: 600_000,
    },
  };
  const accept = (location: string): Answer => ({ status: 202, headers: { location }, json: {} });

  test('an accepted request is followed to its result', async () => {
    let polls = 0;
    const { pages, pausesMs } = run(
      {},
      ({ path }) => {
        if (path === '/rows') return accept('https://vendor.example/Jobs/7');
        if (path === '/Jobs/7/Results') return { json: [{ id: 1 }] };
        polls += 1;
        return { json: { Status: polls < 3 ? 'InProgress' : 'Complete' } };
      },
      { client },
    );
    expect((await collect(pages)).flatMap((page) => page.records)).toEqual([{ id: 1 }]);
    expect(pausesMs).toEqual([10_000, 30_000, 30_000]);
  });

  test('a failed job names itself and the vendor’s reason', async () => {
    const { pages } = run(
      {},
      ({ path }) =>
        path === '/rows' ? accept('/Jobs/7') : { json: { Status: 'Failed', ErrorString: 'Broker is down' } },
      { client },
    );
    const failure = await failureOf(pages);
    expect(failure.code).toBe('CONNECTOR_JOB_FAILED');
    expect(failure.message).toMatch(/Broker is down.*job 7/);
  });

  test('a job that never ends is given up', async () => {
    const { pages, pausesMs } = run(
      {},
      ({ path }) => (path === '/rows' ? accept('/Jobs/7') : { json: { Status: 'InProgress' } }),
      { client },
    );
    expect((await failureOf(pages)).code).toBe('CONNECTOR_JOB_TIMEOUT');
    expect(pausesMs.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(630_000);
  });

  test('a job at another host is not asked: the secrets would go there', async () => {
    const { pages, requests } = run({}, () => accept('https://evil.example/Jobs/7'), { client });
    expect((await failureOf(pages)).code).toBe('CONNECTOR_NEXT_URL_REFUSED');
    expect(requests).toHaveLength(1);
  });
});

describe('alternatives', () => {
  const stream: Partial<StreamDefinition> = {
    request: get('/new/things'),
    recordsPath: 'new_things',
    alternatives: [{ request: get('/old/things'), recordsPath: 'old_things' }],
    paginator: { kind: 'page', pageParam: 'page', pageSize: 1, firstPage: 1 },
  };
  const answerOld = ({ path, query }: TestRequest) => {
    if (path !== '/old/things') return { status: 404, json: {} };
    return { json: { old_things: query.page === '3' ? [] : [{ id: `o${query.page}` }] } };
  };

  test('where the first does not exist the next one is read, to its end', async () => {
    const { pages, requests } = run(stream, answerOld);
    const found = (await collect(pages)).flatMap(({ records }) => records);
    expect(found).toEqual([{ id: 'o1' }, { id: 'o2' }]);
    expect(requests.map(({ path }) => path)).toEqual(['/new/things', ...Array(3).fill('/old/things')]);
  });

  test('a resumed session finds it again', async () => {
    const [first] = await collect(run(stream, answerOld).pages);
    const resumed = await collect(run(stream, answerOld, { startAt: first?.cursor as StreamCursor }).pages);
    expect(resumed.flatMap(({ records }) => records)).toEqual([{ id: 'o2' }]);
  });

  test('a page that is gone half-way is no reason to read another list', async () => {
    const { pages } = run(stream, ({ path, query }) =>
      path === '/new/things' && query.page === '1'
        ? { json: { new_things: [{ id: 'n1' }] } }
        : { status: 404, json: {} },
    );
    expect((await failureOf(pages)).code).toBe('CONNECTOR_NOT_AVAILABLE');
  });
});

test('further requests of a record are merged under their names; one that is gone is left out', async () => {
  const { pages } = run(
    {
      paginator: { kind: 'none' },
      detail: {
        request: get('/things/{{ item.id }}/apps'),
        maxConcurrent: 2,
        more: [{ as: 'hardware', request: get('/things/{{ item.id }}/hardware'), path: 'answer.parts' }],
      },
    },
    ({ path }) => {
      if (path === '/things/2/hardware' || path === '/things/1/apps') return { status: 404, json: {} };
      if (path.endsWith('/apps')) return { json: ['app'] };
      return path.endsWith('/hardware')
        ? { json: { answer: { parts: 'cpu' } } }
        : { json: [{ id: '1' }, { id: '2' }] };
    },
  );
  const [page] = await collect(pages);
  expect(page?.records).toEqual([
    { id: '1', hardware: 'cpu' },
    { id: '2', detail: ['app'] },
  ]);
});
