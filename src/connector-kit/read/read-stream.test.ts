import { describe, expect, test } from 'vitest';
import {
  makeTestDefinition,
  makeTestPort,
  type TestAnswer,
  type TestRequest,
} from '../../../test/helpers/test-vendor.ts';
import { type AppError, isAppError } from '../../errors.ts';
import type { ResponseRule, StreamDefinition } from '../definition/definition.ts';
import { readStream } from './read-stream.ts';
import type { StreamCursor, StreamPage } from './stream-types.ts';

interface Try {
  stream?: Parameters<typeof makeTestDefinition>[0];
  rules?: ResponseRule[];
  others?: StreamDefinition[];
  answer(request: TestRequest, number: number): TestAnswer;
  startAt?: StreamCursor;
  hasClock?: boolean;
  limit?: number;
}

async function run(options: Try): Promise<{
  pages: StreamPage[];
  error: AppError | undefined;
  requests: TestRequest[];
  sleepsMs: number[];
}> {
  const made = makeTestDefinition(options.stream ?? {});
  made.definition.client.responseRules = options.rules ?? [];
  made.definition.streams.push(...(options.others ?? []));
  const requests: TestRequest[] = [];
  const sleepsMs: number[] = [];
  const send = makeTestPort((request) => {
    requests.push(request);
    return options.answer(request, requests.length);
  });
  const clock = { sleep: async (ms: number) => void sleepsMs.push(ms) };
  const pages: StreamPage[] = [];
  try {
    const { startAt, limit } = options;
    const stream = readStream({
      ...made,
      send,
      signal: new AbortController().signal,
      startAt,
      limit,
      ...(options.hasClock ? { clock } : {}),
    });
    for await (const page of stream) pages.push(page);
    return { pages, error: undefined, requests, sleepsMs };
  } catch (err) {
    if (!isAppError(err)) throw err;
    return { pages, error: err, requests, sleepsMs };
  }
}

const after = { kind: 'after_id', param: 'after', sizeParam: 'size', pageSize: 2, idPath: 'id' } as const;
const byPage = { kind: 'page', pageParam: 'page', pageSize: 2, firstPage: 1 } as const;
const idsOf = (pages: StreamPage[]) =>
  pages.flatMap(({ records }) => records.map((row) => (row as { id: unknown }).id));

describe('what counts as an answer', () => {
  test('JSON sent as text/plain is read', async () => {
    const { pages } = await run({
      answer: () => ({ text: '[{"id":1}]', headers: { 'content-type': 'text/plain' } }),
    });
    expect(pages).toMatchObject([{ records: [{ id: 1 }], isLast: true, byteCount: 10 }]);
  });

  test('204 is an empty list', async () => {
    const { pages } = await run({ answer: () => ({ status: 204 }) });
    expect(pages).toMatchObject([{ records: [], isLast: true }]);
  });

  test('ids beyond 2^53 keep every digit, also in the cursor', async () => {
    const big = '9007199254740993123';
    const { requests, pages } = await run({
      stream: { paginator: after },
      answer: (_request, number) => ({ text: number === 1 ? `[{"id":5},{"id":${big}}]` : '[]' }),
    });
    expect(idsOf(pages)).toEqual([5, BigInt(big)]);
    expect(requests[1]?.query.after).toBe(big);
    expect(JSON.parse(JSON.stringify(pages[0]?.cursor))).toMatchObject({ state: { position: big } });
  });

  test.each([
    [
      'a web page at status 200',
      { text: '<!doctype html><h1>Maintenance</h1>', headers: { 'content-type': 'text/html' } },
      'CONNECTOR_NOT_JSON',
      'retry',
      'web page',
    ],
    ['a web page called JSON', { text: '<html></html>' }, 'CONNECTOR_NOT_JSON', 'retry', 'web page'],
    [
      'XML at status 200',
      { text: '<lastpass rc="Authorization Error"/>', headers: { 'content-type': 'text/xml' } },
      'CONNECTOR_NOT_JSON',
      'retry',
      'web page',
    ],
    [
      'truncated JSON',
      { text: '[{"id":1},{"id":' },
      'CONNECTOR_TRUNCATED',
      'retry',
      'stream "Test rows", page 1',
    ],
    ['an empty body', { text: '' }, 'CONNECTOR_TRUNCATED', 'retry', 'the body is empty'],
    [
      'an object instead of a list',
      { json: { error: 'x', data: [] } },
      'CONNECTOR_RECORDS_MISSING',
      'stop-run',
      'the keys "error", "data"',
    ],
    ['401', { status: 401, json: {} }, 'CONNECTOR_UNAUTHORIZED', 'reauthorize', 'HTTP 401'],
    ['403', { status: 403, json: {} }, 'CONNECTOR_FORBIDDEN', 'stop-run', 'HTTP 403'],
    ['404', { status: 404, json: {} }, 'CONNECTOR_NOT_AVAILABLE', 'stop-run', 'HTTP 404'],
    ['400', { status: 400, json: {} }, 'CONNECTOR_REFUSED', 'stop-run', 'HTTP 400'],
    ['429', { status: 429, text: 'slow' }, 'CONNECTOR_THROTTLED', 'retry', 'slow down'],
    ['500', { status: 500, json: 'oops' }, 'CONNECTOR_VENDOR_FAILED', 'retry', 'HTTP 500'],
    ['a redirect nobody followed', { status: 302 }, 'CONNECTOR_REFUSED', 'stop-run', 'HTTP 302'],
  ] as const)('%s is a failure, never an empty list', async (_what, answer, code, recovery, words) => {
    const { pages, error } = await run({ answer: () => answer });
    expect(pages).toEqual([]);
    expect(error).toMatchObject({ code, recovery });
    expect(error?.message).toContain(words);
  });

  test('a missing list is named with the path and the keys there are', async () => {
    const { error } = await run({
      stream: { recordsPath: 'data.users' },
      answer: () => ({ json: { data: { items: [] } } }),
    });
    expect(error?.code).toBe('CONNECTOR_RECORDS_MISSING');
    expect(error?.message).toContain('"data.users"');
    expect(error?.message).toContain('"data"');
  });

  test('a rule can say that an absent list is an empty one, per connector', async () => {
    const rules: ResponseRule[] = [
      { when: { status: [200], bodyPath: 'users', isPresent: false }, means: 'empty' },
    ];
    const { pages } = await run({
      rules,
      stream: { recordsPath: 'users' },
      answer: () => ({ json: { kind: 'directory#users' } }),
    });
    expect(pages).toMatchObject([{ records: [], isLast: true }]);
  });

  test('an error hidden behind status 200 is found by its rule, with its explanation', async () => {
    const rules: ResponseRule[] = [
      { when: { bodyPath: 'ok', equals: false }, means: 'reauthorize', message: 'The workspace was left.' },
    ];
    const { error } = await run({ rules, answer: () => ({ json: { ok: false } }) });
    expect(error).toMatchObject({ code: 'CONNECTOR_UNAUTHORIZED', recovery: 'reauthorize' });
    expect(error?.message).toContain('The workspace was left.');
  });

  test('the body is never quoted in an error', async () => {
    for (const text of ['token=SECRET', '{"token":"SECRET"', '<html>SECRET</html>']) {
      const { error } = await run({ answer: () => ({ status: 200, text }) });
      expect(JSON.stringify([error?.message, error?.details])).not.toContain('SECRET');
    }
  });
});

describe('how long to wait', () => {
  const date = 'Fri, 20 Nov 2026 10:00:00 GMT';
  test.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['an HTTP date', { 'retry-after': 'Fri, 20 Nov 2026 10:00:30 GMT', date }, 30_000],
    ['nothing', {}, undefined],
    ['rubbish', { 'retry-after': 'soon' }, undefined],
  ])('Retry-After with %s', async (_what, headers, expected) => {
    const { error } = await run({ answer: () => ({ status: 429, headers, text: 'slow' }) });
    expect(error).toMatchObject({ code: 'CONNECTOR_THROTTLED', recovery: 'retry', retryAfterMs: expected });
  });
});

describe('asking again', () => {
  test('truncated answers, web pages and 500 are asked for twice more', async () => {
    const broken: TestAnswer[] = [{ text: '[{"i' }, { status: 500, json: 'oops' }];
    const { pages, sleepsMs } = await run({
      hasClock: true,
      answer: (_request, number) => broken[number - 1] ?? { json: [{ id: 1 }] },
    });
    expect(idsOf(pages)).toEqual([1]);
    expect(sleepsMs).toEqual([1_000, 4_000]);
    const always = await run({ hasClock: true, answer: () => ({ text: '<html>' }) });
    expect(always.error?.code).toBe('CONNECTOR_NOT_JSON');
    expect(always.requests).toHaveLength(3);
  });

  test('what the send port repeats by itself is not repeated here too', async () => {
    for (const status of [429, 502, 503, 401, 404]) {
      expect((await run({ hasClock: true, answer: () => ({ status, json: {} }) })).requests).toHaveLength(1);
    }
  });
});

describe('a vendor that does not move on', () => {
  test('a page repeated for ever ends with an error, and gives its records once', async () => {
    const { pages, error, requests } = await run({
      stream: { paginator: byPage },
      answer: () => ({ json: [{ id: 1 }, { id: 2 }] }),
    });
    expect(idsOf(pages)).toEqual([1, 2]);
    expect(error).toMatchObject({ code: 'CONNECTOR_NO_PROGRESS', recovery: 'stop-run' });
    expect(requests).toHaveLength(3);
  });

  test('one repeated page, from rows put in front meanwhile, is passed over', async () => {
    const lists = [[{ id: 1 }, { id: 2 }], [{ id: 1 }, { id: 2 }], [{ id: 3 }], []];
    const { pages } = await run({
      stream: { paginator: byPage },
      answer: (_request, number) => ({ json: lists[number - 1] }),
    });
    expect(idsOf(pages)).toEqual([1, 2, 3]);
    expect(pages.at(-1)?.isLast).toBe(true);
  });

  test('pages that come round in a circle are noticed', async () => {
    const { error, requests } = await run({
      stream: { paginator: byPage },
      answer: (_request, number) => ({ json: [{ id: number % 7 }] }),
    });
    expect(error?.code).toBe('CONNECTOR_NO_PROGRESS');
    expect(requests.length).toBeLessThan(40);
  });

  test('records without ids are compared whole', async () => {
    const { error } = await run({
      stream: { paginator: byPage },
      answer: () => ({ json: [{ name: 'a' }, { name: 'b' }] }),
    });
    expect(error?.code).toBe('CONNECTOR_NO_PROGRESS');
  });

  test('an after-id that does not grow', async () => {
    const { error, pages } = await run({
      stream: { paginator: after },
      answer: (_request, number) => ({
        json: number === 1 ? [{ id: 8 }, { id: 9 }] : [{ id: 3 }, { id: 4 }],
      }),
    });
    // What came is handed on first.
    expect(idsOf(pages)).toEqual([8, 9, 3, 4]);
    expect(pages.some(({ isLast }) => isLast)).toBe(false);
    expect(error?.code).toBe('CONNECTOR_NO_PROGRESS');
  });

  test('an after-id without ids', async () => {
    const { error } = await run({ stream: { paginator: after }, answer: () => ({ json: [{ name: 'a' }] }) });
    expect(error?.code).toBe('CONNECTOR_NO_PROGRESS');
  });

  test('a cursor that stays the same where it may not', async () => {
    const paginator = { kind: 'cursor', param: 'c', cursorPath: 'next', canRepeat: false } as const;
    const { error } = await run({
      stream: { paginator, recordsPath: 'rows' },
      answer: (_request, number) => ({ json: { rows: [{ id: number }], next: 'same' } }),
    });
    expect(error?.code).toBe('CONNECTOR_NO_PROGRESS');
  });

  test('a link to the page itself', async () => {
    const paginator = { kind: 'link_header', rel: 'next' } as const;
    const { error } = await run({
      stream: { paginator },
      answer: (_request, number) => ({
        json: [{ id: number }],
        headers: { link: '<https://vendor.example/rows>; rel="next"' },
      }),
    });
    expect(error?.code).toBe('CONNECTOR_NO_PROGRESS');
  });

  test('the guard survives a resume', async () => {
    const answer = () => ({ json: [{ id: 1 }, { id: 2 }] });
    const first = await run({ stream: { paginator: byPage }, answer });
    const resumed = await run({
      stream: { paginator: byPage },
      answer,
      startAt: JSON.parse(JSON.stringify(first.pages[0]?.cursor)) as StreamCursor,
    });
    expect(resumed.pages).toEqual([]);
    expect(resumed.error?.code).toBe('CONNECTOR_NO_PROGRESS');
  });

  test('a template paginator that never stops reaches its limit', async () => {
    const paginator = {
      kind: 'template',
      stopWhen: 'response.done',
      params: { p: 'page.number' },
      maxPages: 4,
    } as const;
    const { error, requests } = await run({
      stream: { paginator, recordsPath: 'rows' },
      answer: (_request, number) => ({ json: { rows: [{ id: number }] } }),
    });
    expect(error?.code).toBe('CONNECTOR_PAGE_LIMIT');
    expect(requests.map(({ query }) => query.p)).toEqual(['1', '2', '3', '4']);
  });
});

describe('following addresses', () => {
  test.each([
    'https://evil.example/rows?page=2',
    '//evil.example/x',
    'http://vendor.example/rows',
    'https://user@vendor.example/',
    'javascript:alert(1)',
  ])('never to another origin: %s', async (next) => {
    const { error, requests } = await run({
      stream: { paginator: { kind: 'next_url', path: 'next' }, recordsPath: 'rows' },
      answer: () => ({ json: { rows: [{ id: 1 }], next } }),
    });
    expect(error?.code).toBe('CONNECTOR_NEXT_URL_REFUSED');
    expect(requests).toHaveLength(1);
  });

  test('an inserted value cannot change the path', async () => {
    for (const [id, path] of [
      ['../../admin', '/rows/..%2F..%2Fadmin'],
      ['a b?x=1#y', '/rows/a%20b%3Fx%3D1%23y'],
    ]) {
      const made = makeTestDefinition({ request: { method: 'GET', path: '/rows/{{ settings.id }}' } });
      let asked = '';
      const send = {
        send: async (request: { path: string }) => {
          asked = request.path;
          return { status: 200, headers: {}, text: '[]', url: 'https://vendor.example/' };
        },
      };
      const scope = { ...made.scope, settings: { id: id as string } };
      for await (const _page of readStream({ ...made, scope, send, signal: new AbortController().signal })) {
        /* drained */
      }
      expect(asked).toBe(path);
    }
  });
});

describe('an expired cursor', () => {
  const paginator = { kind: 'cursor', param: 'c', cursorPath: 'next', canRepeat: true } as const;
  const stream = { paginator, recordsPath: 'rows' };
  const rules: ResponseRule[] = [{ when: { status: [410] }, means: 'cursor_expired' }];

  test('starts the query again and says so', async () => {
    const answers: TestAnswer[] = [
      { json: { rows: [{ id: 1 }], next: 'x' } },
      { status: 410 },
      { json: { rows: [{ id: 1 }], next: 'y' } },
      { json: { rows: [{ id: 2 }], next: 'y' } },
      { json: { rows: [] } },
    ];
    const { pages, requests } = await run({
      stream,
      rules,
      answer: (_request, number) => answers[number - 1] as TestAnswer,
    });
    expect(requests.map(({ query }) => query.c)).toEqual([undefined, 'x', undefined, 'y', 'y']);
    expect(pages.map(({ isRestarted }) => isRestarted)).toEqual([false, true, false, false]);
    expect(idsOf(pages)).toEqual([1, 1, 2]);
  });

  test('that expires again and again gives up', async () => {
    const { error, requests } = await run({
      stream,
      rules,
      answer: ({ query }) => (query.c ? { status: 410 } : { json: { rows: [{ id: 1 }], next: 'x' } }),
    });
    expect(error).toMatchObject({ code: 'CONNECTOR_CURSOR_EXPIRED', recovery: 'retry' });
    expect(requests.length).toBeLessThan(10);
  });

  test('a cursor whose progress only the vendor knows is never resumed', async () => {
    const startAt: StreamCursor = { state: { kind: 'cursor', number: 5, position: 'x' } };
    const { requests, pages } = await run({ stream, rules, startAt, answer: () => ({ json: { rows: [] } }) });
    expect(requests[0]?.query.c).toBeUndefined();
    expect(pages[0]).toMatchObject({ isRestarted: true, isLast: true });
  });
});

describe('a stream below a parent', () => {
  const parentStream: StreamDefinition = {
    ...makeTestDefinition({
      id: 'parents',
      paginator: { ...after, idPath: 'id' },
      request: { method: 'GET', path: '/parents' },
    }).stream,
  };
  const child = {
    id: 'children',
    parentStream: 'parents',
    request: { method: 'GET' as const, path: '/parents/{{ parent.id }}/children' },
    paginator: { kind: 'offset', offsetParam: 'offset', limitParam: 'limit', pageSize: 2 } as const,
  };
  const children: Record<string, number[]> = { 1: [11, 12, 13], 4: [], 6: [61], 9: [91, 92] };
  const answer = (request: TestRequest): TestAnswer => {
    const parentId = /^\/parents\/(\d+)\/children$/.exec(request.path)?.[1];
    if (parentId !== undefined) {
      const start = Number(request.query.offset);
      return { json: (children[parentId] ?? []).slice(start, start + 2).map((id) => ({ id })) };
    }
    const ids = Object.keys(children)
      .map(Number)
      .filter((id) => id > Number(request.query.after ?? 0));
    return { json: ids.slice(0, 2).map((id) => ({ id })) };
  };
  const all = [11, 12, 13, 61, 91, 92];

  test('reads the children of every parent and ends once', async () => {
    const { pages, error } = await run({ stream: child, others: [parentStream], answer });
    expect(error).toBeUndefined();
    expect(idsOf(pages)).toEqual(all);
    expect(pages.filter(({ isLast }) => isLast)).toHaveLength(1);
    expect(pages.at(-1)?.isLast).toBe(true);
  });

  test('goes on from every page', async () => {
    const whole = await run({ stream: child, others: [parentStream], answer });
    for (const [index, page] of whole.pages.entries()) {
      const startAt = JSON.parse(JSON.stringify(page.cursor)) as StreamCursor;
      const rest = await run({ stream: child, others: [parentStream], answer, startAt });
      expect([...idsOf(whole.pages.slice(0, index + 1)), ...idsOf(rest.pages)]).toEqual(all);
      expect(rest.pages.at(-1)?.isLast).toBe(true);
    }
  });

  test('a parent that is gone at the resume loses nobody else', async () => {
    const whole = await run({ stream: child, others: [parentStream], answer });
    const startAt = JSON.parse(JSON.stringify(whole.pages[0]?.cursor)) as StreamCursor;
    const kept = children[1] as number[];
    delete children[1];
    const rest = await run({ stream: child, others: [parentStream], answer, startAt });
    children[1] = kept;
    expect(idsOf(rest.pages)).toEqual([61, 91, 92]);
  });

  test('no parents: one empty last page', async () => {
    const { pages } = await run({ stream: child, others: [parentStream], answer: () => ({ json: [] }) });
    expect(pages).toMatchObject([{ records: [], isLast: true }]);
  });

  test('a child that fails fails the stream', async () => {
    const { pages, error } = await run({
      stream: child,
      others: [parentStream],
      answer: (request) =>
        request.path.startsWith('/parents/6/') ? { status: 500, json: '' } : answer(request),
    });
    expect(error?.code).toBe('CONNECTOR_VENDOR_FAILED');
    expect(pages.some(({ isLast }) => isLast)).toBe(false);
  });
});

describe('details of records', () => {
  const detail = { request: { method: 'GET' as const, path: '/rows/{{ item.id }}' }, maxConcurrent: 3 };
  const list = { json: Array.from({ length: 8 }, (_item, index) => ({ id: index + 1 })) };

  test('are merged in order, a bounded number at a time', async () => {
    let open = 0;
    let most = 0;
    const made = makeTestDefinition({ detail });
    const send = makeTestPort(async ({ path }) => {
      if (path === '/rows') return list;
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 2));
      open -= 1;
      return { json: { path } };
    });
    const pages: StreamPage[] = [];
    for await (const page of readStream({ ...made, send, signal: new AbortController().signal }))
      pages.push(page);
    expect(pages[0]?.records).toEqual(list.json.map(({ id }) => ({ id, detail: { path: `/rows/${id}` } })));
    expect(most).toBe(3);
  });

  test('in pages are read to their end, and a page that fails is no end', async () => {
    const paginator = {
      kind: 'page' as const,
      pageParam: 'page',
      pageSize: 2,
      firstPage: 1,
      totalPath: 'total',
    };
    const pages = { paginator, recordsPath: 'apps' };
    const answer = (failing: string) => (request: { path: string; query: Record<string, string> }) => {
      if (request.path === '/rows') return { json: [{ id: 1 }, { id: 2 }] };
      const page = Number(request.query.page);
      if (`${request.path}#${page}` === failing) return { status: 403, json: {} };
      const apps = ['a', 'b', 'c'].slice((page - 1) * 2, page * 2).map((name) => ({ name }));
      return { json: { apps, total: 3 } };
    };
    const stream = { detail: { ...detail, pages } };
    const whole = await run({ stream, answer: answer('') });
    const records = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
    expect(whole.pages[0]?.records).toEqual([
      { id: 1, detail: { records } },
      { id: 2, detail: { records } },
    ]);
    const broken = await run({ stream, answer: answer('/rows/2#2') });
    expect(broken.pages).toEqual([]);
    expect(broken.error?.code).toBe('CONNECTOR_FORBIDDEN');
  });

  test('a record that is gone stays without, another failure fails the page', async () => {
    const gone = await run({
      stream: { detail },
      answer: ({ path }) =>
        path === '/rows' ? list : path === '/rows/3' ? { status: 404, json: {} } : { json: 1 },
    });
    expect(gone.pages[0]?.records[2]).toEqual({ id: 3 });
    const failed = await run({
      stream: { detail },
      answer: ({ path }) =>
        path === '/rows' ? list : path === '/rows/3' ? { status: 403, json: {} } : { json: 1 },
    });
    expect(failed.pages).toEqual([]);
    expect(failed.error?.code).toBe('CONNECTOR_FORBIDDEN');
  });
});

test('a stop between two pages ends the reading with its reason', async () => {
  const controller = new AbortController();
  const made = makeTestDefinition({ paginator: byPage });
  const send = makeTestPort((request) => ({ json: [{ id: Number(request.query.page) }] }));
  const reading = (async () => {
    for await (const _page of readStream({ ...made, send, signal: controller.signal }))
      controller.abort(new Error('canceled'));
  })();
  await expect(reading).rejects.toThrow('canceled');
});

test('page 2 fails: what was read is handed over, the end is not', async () => {
  const { pages, error } = await run({
    stream: { paginator: byPage },
    answer: (_request, number) =>
      number === 1 ? { json: [{ id: 1 }, { id: 2 }] } : { status: 500, json: '' },
  });
  expect(idsOf(pages)).toEqual([1, 2]);
  expect(pages[0]?.isLast).toBe(false);
  expect(error?.code).toBe('CONNECTOR_VENDOR_FAILED');
});
