import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get as httpGet, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestApp, type TestApp } from '../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import type { App } from './app-types.ts';
import { minCompressedBytes } from './compress-answers.ts';

const long = 'Muster keeps one true list. '.repeat(400);
const script = `export const text = ${JSON.stringify(long)};`;
const plain = `/* not built with its versions */ ${script}`;
/** Read without end; counts what was asked of it, and whether it was let go of. */
const endless = { chunkCount: 0, isClosed: false };

const routes = (app: App) => {
  const config = { access: 'public' } as const;
  app.get('/api/long', { config }, async () => ({ text: long }));
  app.get('/api/short', { config }, async () => ({ text: 'x'.repeat(minCompressedBytes - 12) }));
  app.get('/api/at-length', { config }, async () => ({ text: 'x'.repeat(minCompressedBytes - 11) }));
  app.get('/api/secret', { config: { ...config, showsSecret: true } }, async () => ({ text: long }));
  app.get('/api/tagged', { config }, async (_request, reply) => reply.header('etag', '"1"').send({ long }));
  app.get('/api/varied', { config }, async (_request, reply) =>
    reply.header('vary', 'accept-language').send({ long }),
  );
  app.get('/api/workbook', { config }, async (_request, reply) =>
    reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .send(Readable.from([Buffer.from(long)])),
  );
  app.get('/api/lines', { config }, async (_request, reply) =>
    reply.type('application/x-ndjson; charset=utf-8').send(Readable.from(Array(50).fill(`${long}\n`))),
  );
  app.get('/api/endless', { config }, async (_request, reply) => {
    const chunk = () => {
      endless.chunkCount += 1;
      // Nothing a compression could make small.
      return randomBytes(16_384).toString('base64');
    };
    const source = new Readable({
      read() {
        this.push(chunk());
      },
      destroy(err, done) {
        endless.isClosed = true;
        done(err);
      },
    });
    return reply.type('text/csv').send(source);
  });
  app.get('/api/broken', { config }, async (_request, reply) =>
    reply.type('text/csv').send(
      Readable.from(
        (async function* () {
          yield randomBytes(400_000).toString('base64');
          throw new Error('the source broke off');
        })(),
      ),
    ),
  );
};

let db: TestDb;
let test: TestApp;
let webDir: string;
let address: { host: string; port: number };

beforeAll(async () => {
  db = await makeTestDb();
  webDir = mkdtempSync(join(tmpdir(), 'muster-web-'));
  for (const folder of ['assets', '.vite']) mkdirSync(join(webDir, folder));
  writeFileSync(join(webDir, '.vite/manifest.json'), '{}');
  writeFileSync(join(webDir, 'index.html'), `<!doctype html><title>Muster</title>${' '.repeat(2_000)}`);
  writeFileSync(join(webDir, 'assets/index-a1.js'), script);
  writeFileSync(join(webDir, 'assets/index-a1.js.br'), brotliCompressSync(script));
  writeFileSync(join(webDir, 'assets/index-a1.js.gz'), gzipSync(script));
  writeFileSync(join(webDir, 'assets/plain-b2.js'), plain);
  writeFileSync(join(webDir, 'assets/picture-c3.png'), randomBytes(4_000));
  test = await makeTestApp(db.db, { app: { webDir, registerRoutes: [routes] } });
  await test.app.listen({ port: 0, host: '127.0.0.1' });
  address = { host: '127.0.0.1', port: (test.app.server.address() as AddressInfo).port };
});
afterAll(async () => {
  await test.app.close();
  await db.drop();
  rmSync(webDir, { recursive: true });
});

const ask = (url: string, accepted?: string, more: { method?: 'HEAD'; range?: string } = {}) =>
  test.app.inject({
    url,
    method: more.method ?? 'GET',
    headers: {
      ...(accepted === undefined ? {} : { 'accept-encoding': accepted }),
      ...(more.range === undefined ? {} : { range: more.range }),
    },
  });

const open: Record<string, (bytes: Buffer) => Buffer> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  identity: (bytes) => bytes,
};

describe('answers of the API', () => {
  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['GZip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['gzip;q=1, br;q=0.2', 'gzip'],
    ['*', 'br'],
    ['deflate', 'identity'],
    ['identity', 'identity'],
    ['br;q=0', 'identity'],
    ['', 'identity'],
    [undefined, 'identity'],
  ])('for "%s" come as %s', async (accepted, encoding) => {
    const answer = await ask('/api/long', accepted);
    expect(answer.headers['content-encoding'] ?? 'identity').toBe(encoding);
    expect(JSON.parse(String(open[encoding]?.(answer.rawPayload)))).toEqual({ text: long });
    expect(answer.headers['content-length']).toBe(String(answer.rawPayload.length));
    expect(answer.headers.vary).toBe('accept-encoding');
    if (encoding !== 'identity') expect(answer.rawPayload.length).toBeLessThan(long.length / 20);
  });

  it('are compressed from a kilobyte on', async () => {
    const [short, long] = [await ask('/api/short', 'br'), await ask('/api/at-length', 'br')];
    expect(short.rawPayload.length).toBe(minCompressedBytes - 1);
    expect([short.headers['content-encoding'], long.headers['content-encoding']]).toEqual([undefined, 'br']);
  });

  it('keep what they vary on, and their tag for the content', async () => {
    expect((await ask('/api/varied', 'br')).headers.vary).toBe('accept-language, accept-encoding');
    expect((await ask('/api/tagged', 'br')).headers.etag).toBe('W/"1"');
    expect((await ask('/api/tagged')).headers.etag).toBe('"1"');
  });

  it('have the same headers without their body', async () => {
    for (const accepted of ['br', 'gzip', 'identity']) {
      const whole = await ask('/api/long', accepted);
      const head = await ask('/api/long', accepted, { method: 'HEAD' });
      expect(head.rawPayload.length).toBe(0);
      for (const name of ['content-encoding', 'content-length', 'vary'])
        expect([name, head.headers[name]]).toEqual([name, whole.headers[name]]);
    }
  });

  it('that show a secret are never compressed', async () => {
    const answer = await ask('/api/secret', 'br, gzip');
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.json()).toEqual({ text: long });
  });
});

describe('every route', () => {
  interface Schema {
    properties?: Record<string, Schema>;
    items?: Schema;
    anyOf?: Schema[];
    $ref?: string;
  }
  /** What a thief would look for in an answer. `secretsSet` and the like say only that there is one. */
  const telling =
    /^(csrfToken|secret|signInToken|recoveryCodes|challenge|authorizeUrl|password|sessionToken)$/;

  it('whose answer names a secret says so, and is not compressed', async () => {
    const whole = await makeTestApp(db.db);
    const marked = whole.app
      .listRoutes()
      .filter(({ showsSecret, method }) => showsSecret && method !== 'HEAD')
      .map(({ method, url }) => `${method} ${url}`);
    const document = whole.app.swagger() as unknown as {
      paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
      components: { schemas: Record<string, Schema> };
    };
    const names = (schema: Schema | undefined, seen: string[] = []): string[] => {
      if (!schema) return [];
      const ref = schema.$ref?.split('/').at(-1);
      if (ref !== undefined)
        return seen.includes(ref) ? [] : names(document.components.schemas[ref], [...seen, ref]);
      return [
        ...Object.keys(schema.properties ?? {}),
        ...[...Object.values(schema.properties ?? {}), ...(schema.anyOf ?? []), schema.items].flatMap(
          (part) => names(part, seen),
        ),
      ];
    };
    const found = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { responses }]) =>
          Object.values(responses as Record<string, { content?: Record<string, { schema: Schema }> }>).some(
            ({ content }) => names(content?.['application/json']?.schema).some((name) => telling.test(name)),
          ),
        )
        .map(([method]) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    await whole.app.close();
    expect(found.length).toBeGreaterThan(8);
    expect(marked.toSorted()).toEqual(found.toSorted());
  });
});

describe('streams', () => {
  it('of lines are compressed as they are read, workbooks never', async () => {
    for (const encoding of ['br', 'gzip']) {
      const lines = await ask('/api/lines', encoding);
      expect(lines.headers['content-encoding']).toBe(encoding);
      expect(String(open[encoding]?.(lines.rawPayload))).toBe(`${long}\n`.repeat(50));
      expect(lines.rawPayload.length).toBeLessThan((long.length * 50) / 100);
    }
    const workbook = await ask('/api/workbook', 'br, gzip');
    expect([workbook.headers['content-encoding'], workbook.headers.vary]).toEqual([undefined, undefined]);
    expect(workbook.body).toBe(long);
  });

  it('wait for a reader that waits, and end with one that goes away', async () => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      httpGet({ ...address, path: '/api/endless', headers: { 'accept-encoding': 'br' } }, resolve).on(
        'error',
        reject,
      );
    });
    expect(answer.headers['content-encoding']).toBe('br');
    await new Promise((resolve) => answer.once('readable', resolve));
    // Nobody reads: buffers fill, then nothing more is asked of the source.
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = before === endless.chunkCount;
          before = endless.chunkCount;
          return isStill;
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBe(true);
    // A pipe that did not wait would have gone on as long as the test looked at it.
    expect(endless.chunkCount * 21_845).toBeLessThan(64 * 1024 * 1024);
    expect(endless.isClosed).toBe(false);
    answer.destroy();
    await expect.poll(() => endless.isClosed, { timeout: 30_000 }).toBe(true);
  });

  it('that break off end the connection instead of looking whole', async () => {
    for (const encoding of ['br', 'identity']) {
      const answer = fetch(`http://127.0.0.1:${address.port}/api/broken`, {
        headers: { 'accept-encoding': encoding },
      }).then((response) => response.arrayBuffer());
      await expect(answer).rejects.toThrow();
    }
  });
});

describe('files of the web interface', () => {
  it.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    [undefined, 'identity'],
  ])('for "%s" come as %s, as they were built', async (accepted, encoding) => {
    const answer = await ask('/assets/index-a1.js', accepted);
    expect(answer.headers['content-encoding'] ?? 'identity').toBe(encoding);
    expect(String(open[encoding]?.(answer.rawPayload))).toBe(script);
    expect(answer.headers['content-type']).toContain('javascript');
    expect(answer.headers['content-length']).toBe(String(answer.rawPayload.length));
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.vary).toBe('accept-encoding');
    const head = await ask('/assets/index-a1.js', accepted, { method: 'HEAD' });
    for (const name of ['content-encoding', 'content-length', 'vary', 'etag'])
      expect([name, head.headers[name]]).toEqual([name, answer.headers[name]]);
    const again = await test.app.inject({
      url: '/assets/index-a1.js',
      headers: {
        'if-none-match': String(answer.headers.etag),
        ...(accepted ? { 'accept-encoding': accepted } : {}),
      },
    });
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
  });

  it('have another tag in each encoding, and parts of the one that was chosen', async () => {
    const tags = await Promise.all(
      ['br', 'gzip', undefined].map(async (accepted) => (await ask('/assets/index-a1.js', accepted)).headers),
    );
    expect(new Set(tags.map(({ etag }) => etag)).size).toBe(3);
    for (const accepted of ['br', undefined]) {
      const part = await ask('/assets/index-a1.js', accepted, { range: 'bytes=0-9' });
      const whole = await ask('/assets/index-a1.js', accepted);
      expect([part.statusCode, part.headers['content-encoding']]).toEqual([206, accepted]);
      expect(part.rawPayload).toEqual(whole.rawPayload.subarray(0, 10));
    }
  });

  it('without their versions are compressed when they are sent, parts of them and pictures not', async () => {
    const answer = await ask('/assets/plain-b2.js', 'br');
    expect(answer.headers['content-encoding']).toBe('br');
    expect(String(brotliDecompressSync(answer.rawPayload))).toBe(plain);
    expect(answer.headers['accept-ranges']).toBeUndefined();
    const part = await ask('/assets/plain-b2.js', 'br', { range: 'bytes=0-1999' });
    expect([part.statusCode, part.headers['content-encoding']]).toEqual([206, undefined]);
    expect(part.body).toBe(plain.slice(0, 2_000));
    const picture = await ask('/assets/picture-c3.png', 'br');
    expect([picture.headers['content-encoding'], picture.rawPayload.length]).toEqual([undefined, 4_000]);
  });

  it('are those of the pages, not what the build says of itself', async () => {
    expect((await ask('/.vite/manifest.json')).statusCode).toBe(404);
  });

  it('begin with a page that is asked for again each time', async () => {
    const page = await ask('/people', 'br');
    expect([page.headers['content-encoding'], page.headers['cache-control'], page.headers.vary]).toEqual([
      'br',
      'no-cache',
      'accept-encoding',
    ]);
    expect(String(brotliDecompressSync(page.rawPayload))).toContain('<title>Muster</title>');
  });
});
