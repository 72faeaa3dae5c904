import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import type { Logger } from '../model/logger.ts';
import type { EgressRequest } from './egress-types.ts';
import { makeEgress } from './make-egress.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Time that stands still except when somebody waits; `slept` keeps every wait. */
function makeTools(
  options: {
    allow?: string[];
    lookup?: (host: string) => Promise<{ address: string; family: 4 | 6 }[]>;
    maxResponseBytes?: number;
    httpProxy?: string;
    log?: Logger;
  } = {},
) {
  const slept: number[] = [];
  let nowMs = Date.parse('2026-01-01T00:00:00Z');
  const egress = makeEgress({
    clock: {
      now: () => new Date(nowMs),
      monotonicMs: () => nowMs,
      async sleep(ms) {
        slept.push(ms);
        nowMs += ms;
      },
    },
    log: options.log ?? makeMemoryLog(),
    random: () => 0.5,
    httpProxy: options.httpProxy,
    lookup: options.lookup ?? (async () => [{ address: '127.0.0.1', family: 4 }]),
    allow: options.allow ?? ['127.0.0.1'],
    maxResponseBytes: options.maxResponseBytes ?? 1_000_000,
    userAgent: 'Muster test',
  });
  return { egress, slept };
}

const get = (url: string, more: Partial<EgressRequest> = {}): EgressRequest => ({
  method: 'GET',
  url,
  ...more,
});

describe('address guard', () => {
  test('a private address is refused before anything is sent, and the message says how to allow it', async () => {
    let calls = 0;
    const url = await serve((_request, response) => {
      calls += 1;
      response.end();
    });
    const { egress } = makeTools({ allow: [] });
    await expect(egress.request(get(url))).rejects.toMatchObject({
      code: 'EGRESS_ADDRESS_REFUSED',
      message: expect.stringContaining('MUSTER_EGRESS_ALLOW'),
    });
    expect(calls).toBe(0);
  });

  test('a public-looking name that resolves to a private address is refused at connecting', async () => {
    const { egress } = makeTools({
      allow: [],
      lookup: async () => [{ address: '169.254.169.254', family: 4 }],
    });
    await expect(egress.request(get('http://innocent.example/'))).rejects.toMatchObject({
      code: 'EGRESS_ADDRESS_REFUSED',
    });
  });

  test('the name is resolved once for a connection: a second, private answer changes nothing', async () => {
    const url = await serve((_request, response) => response.end('ok'));
    let asked = 0;
    const lookup = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 as const }];
    };
    const { egress } = makeTools({ lookup });
    const response = await egress.request(get(url.replace('127.0.0.1', 'vendor.example')));
    expect(response.text).toBe('ok');
    expect(asked).toBe(1);
  });

  test('a redirect into a private network is refused', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(302, { location: 'http://10.0.0.5/' }).end(),
    );
    await expect(makeTools().egress.request(get(url))).rejects.toMatchObject({
      code: 'EGRESS_ADDRESS_REFUSED',
    });
  });
});

describe('redirects', () => {
  test('credentials stay on the host they were meant for', async () => {
    const seen: Record<string, unknown>[] = [];
    const second = await serve((request, response) => {
      seen.push(request.headers);
      response.end('second');
    });
    const first = await serve((_request, response) =>
      response.writeHead(307, { location: `${second}/there` }).end(),
    );
    const { egress } = makeTools();
    const response = await egress.request(
      get(first, {
        headers: { authorization: 'Bearer secret', 'x-api-key': 'secret', accept: 'text/plain' },
        secretHeaderNames: ['X-Api-Key'],
      }),
    );
    expect(response.text).toBe('second');
    expect(seen[0]).toMatchObject({ accept: 'text/plain' });
    expect(JSON.stringify(seen[0])).not.toContain('secret');
  });

  test('a body is never carried to another host', async () => {
    const second = await serve((_request, response) => response.end());
    const first = await serve((_request, response) => response.writeHead(307, { location: second }).end());
    await expect(
      makeTools().egress.request({
        method: 'POST',
        url: first,
        body: { kind: 'form', values: { client_secret: 'x' } },
      }),
    ).rejects.toMatchObject({ code: 'EGRESS_REDIRECT_REFUSED' });
  });

  test('a circle ends', async () => {
    const url = await serve((_request, response) => response.writeHead(302, { location: '/' }).end());
    await expect(makeTools().egress.request(get(url))).rejects.toMatchObject({
      code: 'EGRESS_REDIRECT_REFUSED',
    });
  });
});

describe('retries', () => {
  test.each([
    ['seconds', '7', 7_000],
    ['an HTTP date', new Date(Date.parse('2026-01-01T00:00:09Z')).toUTCString(), 9_000],
  ])('429 with Retry-After as %s is honoured', async (_name, header, waitMs) => {
    let calls = 0;
    const url = await serve((_request, response) => {
      calls += 1;
      if (calls === 1) response.writeHead(429, { 'retry-after': header }).end();
      else response.end('ok');
    });
    const { egress, slept } = makeTools();
    expect(await egress.request(get(url))).toMatchObject({ status: 200, attemptCount: 2 });
    expect(slept).toEqual([waitMs]);
  });

  test('429 without a hint backs off, and the last answer is handed back when it does not end', async () => {
    const url = await serve((_request, response) => response.writeHead(429).end('no'));
    const { egress, slept } = makeTools();
    expect(
      await egress.request(get(url, { retry: { maxAttempts: 4, maxTotalWaitMs: 60_000 } })),
    ).toMatchObject({ status: 429, attemptCount: 4 });
    expect(slept).toEqual([375, 750, 1_500]);
  });

  test('a hint longer than the caller can wait ends at once', async () => {
    const url = await serve((_request, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    const { egress, slept } = makeTools();
    expect(await egress.request(get(url))).toMatchObject({ status: 429, attemptCount: 1 });
    expect(slept).toEqual([]);
  });

  test('POST is not repeated unless the caller says it may', async () => {
    let calls = 0;
    const url = await serve((_request, response) => {
      calls += 1;
      response.writeHead(503).end();
    });
    const { egress } = makeTools();
    await egress.request({ method: 'POST', url });
    expect(calls).toBe(1);
    await egress.request({
      method: 'POST',
      url,
      retry: { maxAttempts: 2, maxTotalWaitMs: 60_000, isSafeToRepeat: true },
    });
    expect(calls).toBe(3);
  });

  test('while one request of a credential is told to wait, the others of it wait too', async () => {
    let calls = 0;
    const url = await serve((_request, response) => {
      calls += 1;
      if (calls === 1) response.writeHead(429, { 'retry-after': '30' }).end();
      else response.end('ok');
    });
    const { egress, slept } = makeTools();
    const budget = {
      budgetKey: 'credential:1',
      budget: { requestsPerSecond: 100, burst: 100, maxConcurrent: 1 },
    };
    await Promise.all([egress.request(get(url, budget)), egress.request(get(url, budget))]);
    expect(slept[0]).toBe(30_000);
    expect(calls).toBe(3);
  });

  test('a connection that breaks is tried again', async () => {
    let calls = 0;
    const url = await serve((request, response) => {
      calls += 1;
      if (calls === 1) request.socket.destroy();
      else response.end('ok');
    });
    expect(await makeTools().egress.request(get(url))).toMatchObject({ text: 'ok', attemptCount: 2 });
  });
});

describe('answers', () => {
  test('more than the limit stops while it is read, and the message names the setting', async () => {
    const url = await serve((_request, response) => response.end(Buffer.alloc(3_000_000, 'x')));
    await expect(makeTools().egress.request(get(url))).rejects.toMatchObject({
      code: 'EGRESS_RESPONSE_TOO_LARGE',
      message: expect.stringContaining('MUSTER_RESPONSE_LIMIT_MB'),
    });
  });

  test('a small packed answer that unpacks beyond the limit is stopped too', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    expect(bomb.length).toBeLessThan(10_000);
    const url = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    await expect(makeTools().egress.request(get(url))).rejects.toMatchObject({
      code: 'EGRESS_RESPONSE_TOO_LARGE',
    });
  });

  test('a packed answer is unpacked', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"ok":true}')),
    );
    expect((await makeTools().egress.request(get(url))).text).toBe('{"ok":true}');
  });

  test('silence ends in a time-out that names the host', async () => {
    const url = await serve(() => undefined);
    const failure = makeTools().egress.request(
      get(url, { timeoutMs: 100, retry: { maxAttempts: 1, maxTotalWaitMs: 0 } }),
    );
    await expect(failure).rejects.toMatchObject({
      code: 'EGRESS_TIMEOUT',
      message: expect.stringContaining(new URL(url).host),
    });
  });

  test('an error never shows the query, where a secret may stand', async () => {
    const { egress } = makeTools({ allow: [] });
    const failure = await egress
      .request(get('http://127.0.0.1:9/?api_key=hunter2'))
      .catch((err: Error) => err);
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('hunter2');
  });

  test('an abort stops the request and its retries', async () => {
    const controller = new AbortController();
    // The request has arrived and is never answered.
    const url = await serve(() => controller.abort(new Error('enough')));
    const failure = makeTools().egress.request(get(url, { signal: controller.signal }));
    await expect(failure).rejects.toMatchObject({ code: 'EGRESS_ABORTED' });
  });

  test('an abort ends the wait for a place in the rate budget and between two attempts', async () => {
    const url = await serve((_request, response) => response.writeHead(429, { 'retry-after': '60' }).end());
    let controller = new AbortController();
    const sleeping = (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        queueMicrotask(() => controller.abort(new Error('enough')));
      });
    const egress = makeEgress({
      clock: { now: () => new Date('2026-01-01T00:00:00Z'), monotonicMs: () => 0, sleep: sleeping },
      log: makeMemoryLog(),
      random: () => 0.5,
      lookup: async () => [],
      allow: ['127.0.0.1'],
      maxResponseBytes: 1_000,
      userAgent: 'Muster test',
    });
    const budget = {
      budgetKey: 'credential:1',
      budget: { requestsPerSecond: 1, burst: 1, maxConcurrent: 1 },
    };
    for (const request of [get(url), get(url, budget), get(url, budget)]) {
      controller = new AbortController();
      const failure = egress.request({ ...request, signal: controller.signal });
      await expect(failure).rejects.toMatchObject({ code: 'EGRESS_ABORTED' });
    }
    const over = AbortSignal.abort(new Error('enough'));
    await expect(egress.request(get(url, { signal: over }))).rejects.toMatchObject({
      code: 'EGRESS_ABORTED',
    });
  });

  test('a host name that cannot be resolved is said to be so, with and without a proxy', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    const request = get('https://nowhere.example/', { retry: { maxAttempts: 1, maxTotalWaitMs: 0 } });
    await expect(makeTools({ lookup }).egress.request(request)).rejects.toMatchObject({
      code: 'EGRESS_DNS_FAILED',
    });
    await expect(
      makeTools({ lookup, httpProxy: 'http://127.0.0.1:9' }).egress.request(request),
    ).rejects.toMatchObject({ code: 'EGRESS_DNS_FAILED' });
  });

  test('a name server that does not answer ends in the time-out, behind a proxy too', async () => {
    const lookup = () => new Promise<never>(() => undefined);
    for (const httpProxy of [undefined, 'http://127.0.0.1:9']) {
      const { egress } = makeTools({ lookup, ...(httpProxy ? { httpProxy } : {}) });
      const request = get('https://slow.example/', {
        timeoutMs: 100,
        retry: { maxAttempts: 1, maxTotalWaitMs: 0 },
      });
      await expect(egress.request(request)).rejects.toMatchObject({ code: 'EGRESS_TIMEOUT' });
    }
  });

  test('a header that holds a line break is named, its value is not', async () => {
    const failure = await makeTools()
      .egress.request(get('http://127.0.0.1:9/', { headers: { 'X-Api-Key': 'hunter2\n' } }))
      .catch((err: Error) => err);
    expect(failure).toMatchObject({
      code: 'EGRESS_REQUEST_INVALID',
      message: expect.stringContaining('x-api-key'),
    });
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('hunter2');
  });

  test('a log line of a retry holds the host and nothing of path, query, headers or body', async () => {
    const log = makeMemoryLog();
    const url = await serve((_request, response) => response.writeHead(503).end('hunter2'));
    const { egress } = makeTools({ log });
    await egress.request({
      method: 'POST',
      url: `${url}/hunter2?key=hunter2`,
      headers: { authorization: 'Bearer hunter2' },
      body: { kind: 'json', value: { password: 'hunter2' } },
      retry: { maxAttempts: 2, maxTotalWaitMs: 60_000, isSafeToRepeat: true },
    });
    expect(log.lines).toHaveLength(1);
    expect(JSON.stringify(log.lines)).toContain(new URL(url).host);
    expect(JSON.stringify(log.lines)).not.toContain('hunter2');
  });
});

describe('pauses', () => {
  test('a pause of the key is never longer than the request itself would have waited', async () => {
    let calls = 0;
    const url = await serve((_request, response) => {
      calls += 1;
      if (calls === 1) response.writeHead(429, { 'retry-after': '86400' }).end();
      else response.end('ok');
    });
    const { egress, slept } = makeTools();
    const request = get(url, {
      budgetKey: 'credential:1',
      budget: { requestsPerSecond: 100, burst: 100, maxConcurrent: 1 },
      retry: { maxAttempts: 3, maxTotalWaitMs: 10_000 },
    });
    expect(await egress.request(request)).toMatchObject({ status: 429, attemptCount: 1 });
    expect(await egress.request(request)).toMatchObject({ status: 200 });
    expect(slept).toEqual([10_000]);
  });

  test('"wait 0 seconds" backs off all the same', async () => {
    const url = await serve((_request, response) => response.writeHead(503, { 'retry-after': '0' }).end());
    const { egress, slept } = makeTools();
    await egress.request(get(url, { retry: { maxAttempts: 3, maxTotalWaitMs: 60_000 } }));
    expect(slept).toEqual([375, 750]);
  });

  test('a hint of the caller goes before the headers', async () => {
    const url = await serve((_request, response) => response.writeHead(429, { 'retry-after': '9' }).end());
    const { egress, slept } = makeTools();
    const retry = { maxAttempts: 2, maxTotalWaitMs: 60_000 };
    await egress.request(get(url, { retry, retryHint: () => 1_234 }));
    expect(slept).toEqual([1_234]);
  });
});
