import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeTestApp, type TestApp } from '../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeError } from '../errors.ts';
import type { App } from './app-types.ts';

const failing = (app: App) => {
  const config = { access: 'public' } as const;
  app.get('/api/boom', { config }, async () => {
    throw new Error('secret detail');
  });
  app.get('/api/slow-down', { config }, async () => {
    throw makeError('SYNC_EPOCH_LOST', { sessionId: 4 }, { retryAfterMs: 1_200, details: { a: 1 } });
  });
  app.get(
    '/api/leak',
    { config, schema: { response: { 200: z.object({ name: z.string() }) } } },
    async () => {
      return { name: 'a', secret: 'b' } as { name: string };
    },
  );
  app.post(
    '/api/echo',
    { config, schema: { body: z.strictObject({ n: z.int() }).optional() } },
    async (request) => ({
      body: request.body ?? null,
    }),
  );
  app.post('/api/mirror', { config }, async (request) => request.body);
  app.get('/api/mirror', { config }, async (request) => request.query);
};

let db: TestDb;
let test: TestApp;
let webDir: string;

beforeAll(async () => {
  db = await makeTestDb();
  webDir = mkdtempSync(join(tmpdir(), 'muster-web-'));
  mkdirSync(join(webDir, 'assets'));
  writeFileSync(join(webDir, 'index.html'), '<!doctype html><title>Muster web</title>');
  writeFileSync(join(webDir, 'assets', 'index-a1b2.js'), 'export {};');
  test = await makeTestApp(db.db, { app: { webDir, registerRoutes: [failing] } });
});
afterAll(async () => {
  await test.app.close();
  await db.drop();
  rmSync(webDir, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) => test.app.inject({ url, headers });

describe('errors', () => {
  it('nobody planned for tell only the request id', async () => {
    const answer = await get('/api/boom');
    expect(answer.statusCode).toBe(500);
    expect(answer.json().error.code).toBe('API_INTERNAL');
    expect(answer.json().error.message).toContain(answer.headers['x-request-id']);
    expect(answer.body).not.toContain('secret detail');
  });

  it('of the catalog have its status, details and the time to wait', async () => {
    const answer = await get('/api/slow-down');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([409, '2']);
    expect(answer.json().error).toMatchObject({ code: 'SYNC_EPOCH_LOST', details: { a: 1 } });
  });

  it.each([
    ['{"n":', 'application/json', 400, 'API_BAD_REQUEST'],
    ['{"n":"x"}', 'application/json', 400, 'API_BAD_REQUEST'],
    ['{"__proto__":{"n":1}}', 'application/json', 400, 'API_BAD_REQUEST'],
    ['<n/>', 'application/xml', 415, 'API_MEDIA_TYPE'],
    [`{"n":${' '.repeat(2 * 1024 * 1024)}1}`, 'application/json', 413, 'API_BODY_TOO_LARGE'],
  ])('of the request are the caller’s: %.20s', async (payload, type, status, code) => {
    const answer = await test.app.inject({
      method: 'POST',
      url: '/api/echo',
      headers: { 'content-type': type },
      payload,
    });
    expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
  });

  it.each([
    ['GET', '/api/users?q=a%00b', {}, undefined, 'q'],
    ['GET', '/api/users/1%00', {}, undefined, 'id'],
    ['GET', '/api/anything?deep=%00', {}, undefined, 'deep'],
    ['GET', '/healthz?a%00=1', {}, undefined, 'a'],
    ['GET', '/api/users', { cookie: 'muster_session=a%00b' }, undefined, 'muster_session'],
    ['GET', '/api/users', { 'user-agent': 'a\u0000b' }, undefined, 'user-agent'],
    ['POST', '/api/sign-in', {}, '{"email":"a\\u0000@example.com","password":"x"}', 'email'],
    ['POST', '/api/sign-in', {}, '{"email":"a@example.com","password":"\\uD83D"}', 'password'],
    ['POST', '/api/sign-in', {}, '{"a":[{"b\\u0000":1}]}', 'a.0.b'],
  ] as const)(
    '%s %s %o %s is refused at the door, naming the field',
    async (method, url, headers, payload, field) => {
      const whole = await makeTestApp(db.db);
      const answer = await whole.app.inject({
        method,
        url,
        headers: { ...headers, ...(payload ? { 'content-type': 'application/json' } : {}) },
        ...(payload ? { payload } : {}),
      });
      await whole.app.close();
      expect([answer.statusCode, answer.json().error]).toMatchObject([
        400,
        { code: 'API_BAD_REQUEST', field },
      ]);
    },
  );

  it.each([
    ['{"n":"Z\xfcrich"}', 'application/json', 'byte 8 is no UTF-8'],
    ['{"n":"Z\xfcrich"}', 'application/json; charset=utf-8', 'byte 8 is no UTF-8'],
    ['{"n":"half a character \xc3', 'application/json', 'byte 24 is no UTF-8'],
  ])('name the byte of a body that is no text: %s as %s', async (text, type, problem) => {
    const answer = await test.app.inject({
      method: 'POST',
      url: '/api/echo',
      headers: { 'content-type': type },
      payload: Buffer.from(text, 'latin1'),
    });
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'API_BAD_REQUEST']);
    expect(answer.json().error.message).toContain(problem);
  });

  it('do not arise from a body that names its charset or begins with its mark', async () => {
    for (const [payload, type] of [
      [Buffer.from('{"n":"Z\xfcrich"}', 'latin1'), 'application/json; charset=ISO-8859-1'],
      [Buffer.from('\uFEFF{"n":"Zürich"}'), 'application/json'],
      [Buffer.from('\uFEFF{"n":"Zürich"}', 'utf16le'), 'application/json'],
    ] as const) {
      const answer = await test.app.inject({
        method: 'POST',
        url: '/api/mirror',
        headers: { 'content-type': type },
        payload,
      });
      expect(answer.json()).toEqual({ n: 'Zürich' });
    }
  });

  it('do not come from bytes in a path or query, which are left as they came', async () => {
    const answer = await get('/api/mirror?q=%FC');
    expect(answer.json()).toEqual({ q: '%FC' });
  });

  it('do not arise from a cookie of somebody else, nor from text that only looks like an escape', async () => {
    expect((await get('/api/slow-down', { cookie: 'other=a%00b' })).statusCode).toBe(409);
    const answer = await test.app.inject({
      method: 'POST',
      url: '/api/echo',
      headers: { 'content-type': 'application/json' },
      payload: '{"text":"back\\\\u0000slash, \\uD83D\\uDE00"}',
    });
    expect(answer.json().error.message).toContain('is not accepted');
    expect(answer.json().error.message).not.toContain('stored');
  });

  it('do not arise from an empty body with the JSON content type', async () => {
    const answer = await test.app.inject({
      method: 'POST',
      url: '/api/echo',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.json()).toEqual({ body: null });
  });

  it('unknown API paths are told as JSON', async () => {
    for (const url of ['/api/nothing', '/api', '/oauth2/nothing']) {
      const answer = await get(url, { accept: 'text/html' });
      expect([url, answer.statusCode, answer.json().error.code]).toEqual([url, 404, 'API_NO_ROUTE']);
    }
  });
});

describe('closing', () => {
  it('lets a running request finish, and does not wait for its connection to time out', async () => {
    let begin = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    let finish = () => {};
    const mayFinish = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow = (app: App) =>
      app.get('/api/slow', { config: { access: 'public' } }, async () => {
        begin();
        await mayFinish;
        return { isDone: true };
      });
    const other = await makeTestApp(db.db, { app: { registerRoutes: [slow] } });
    const url = await other.app.listen({ port: 0, host: '127.0.0.1' });
    const answer = fetch(`${url}/api/slow`).then((response) => response.json());
    await hasBegun;
    const closed = other.app.close();
    finish();
    expect(await answer).toEqual({ isDone: true });
    await closed;
  });
});

describe('answers', () => {
  it('carry only what their schema declares, and are not cached', async () => {
    const answer = await get('/api/leak');
    expect(answer.json()).toEqual({ name: 'a' });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('let nothing but our own files run in the page', async () => {
    const policy = String((await get('/')).headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-eval');
  });
});

describe('the web interface', () => {
  it('is served on every page path, to be asked for again', async () => {
    for (const url of ['/', '/people', '/people/12', '/integrations/3?tab=mapping']) {
      const answer = await get(url);
      expect([url, answer.statusCode, answer.headers['cache-control']]).toEqual([url, 200, 'no-cache']);
      expect(answer.body).toContain('Muster web');
    }
  });

  it('has files that never change, and no HTML in place of a missing one', async () => {
    const script = await get('/assets/index-a1b2.js');
    expect(script.headers['cache-control']).toContain('immutable');
    expect((await get('/assets/index-old.js')).statusCode).toBe(404);
    expect((await get('/../package.json')).body).not.toContain('fastify');
  });

  it('says what to do when it is not built', async () => {
    const other = await makeTestApp(db.db);
    const answer = await other.app.inject({ url: '/' });
    await other.app.close();
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('npm run build');
  });
});

describe('the API description', () => {
  it('is OpenAPI 3.1 with unique operation ids, and errors on every operation', async () => {
    const other = await makeTestApp(db.db);
    const document = (await other.app.inject({ url: '/openapi.json' })).json();
    await other.app.close();
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values(document.paths as Record<string, Record<string, Operation>>).flatMap(
      (path) => Object.values(path),
    );
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operationId, responses, summary, tags } of operations) {
      expect([operationId, typeof summary, tags?.length, '4XX' in responses]).toEqual([
        operationId,
        'string',
        1,
        true,
      ]);
    }
    const refs = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(Object.keys(document.components.schemas)).toEqual([...new Set(refs)].sort());
  });

  it('can be browsed without reaching outside', async () => {
    const page = await get('/api-docs/');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/https?:\/\//);
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect((await get('/api-docs/static/swagger-ui-bundle.js')).statusCode).toBe(200);
  });
});

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  responses: object;
}
