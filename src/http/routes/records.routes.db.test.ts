import type { AddressInfo } from 'node:net';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTestApp, type TestApp } from '../../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import { makeSystemClock } from '../../clock.ts';
import { peopleFields, saasAccountFields, saasFields } from '../../model/objects.ts';
import { makeRecordService, type RecordService } from '../../records/record-service.ts';

const exportWatch: {
  endedCount: number;
  onReach?: (point: 'columns' | 'stream' | 'batch') => Promise<void>;
} = {
  endedCount: 0,
};
let exportUrl: string;
let world: TestDb;
let api: TestApp;
let viewer: Record<string, string>;
let operator: Record<string, string>;

beforeAll(async () => {
  world = await makeTestDb();
  const { db } = world;
  const records = makeRecordService({
    db,
    clock: makeSystemClock(),
    listFields: async (object) =>
      object === 'people' ? peopleFields : object === 'saas' ? saasFields : saasAccountFields,
    findDefinition: () => undefined,
    audit: { record: async () => undefined },
  });
  api = await makeTestApp(db, { services: { records: watchExports(records) } });
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = api.app.server.address() as AddressInfo;
  exportUrl = `http://127.0.0.1:${port}/api/records/people/export`;
  viewer = (await api.signInAs('viewer')).headers;
  operator = (await api.signInAs('operator')).headers;
  await db.query(
    `INSERT INTO people (username, email, full_name, role, notes, created_at, created_by, updated_at, updated_by)
     SELECT 'user' || n, 'user' || n || '@example.com', 'Person ' || n, 'Employee', repeat('x', 900), now(), 'sync', now(), 'sync' FROM generate_series(1, 20000) n`,
  );
  await db.query(
    `INSERT INTO saas (id, name, created_at, created_by, updated_at, updated_by) VALUES (1, 'NinjaOne', now(), 'sync', now(), 'sync')`,
  );
  await db.query(
    `INSERT INTO saas_accounts (saas_id, integration_id, external_id, person_id, email, is_active, roles, created_at, updated_at)
     VALUES (1, 1, 'a', 1, 'user1@example.com', true, '{Admin,Technician}', now(), now()), (1, 1, 'b', NULL, 'nobody@example.com', false, NULL, now(), now())`,
  );
});
afterAll(async () => {
  await api.app.close();
  await world.drop();
});

const get = (url: string) => api.app.inject({ method: 'GET', url: `/api/records/${url}`, headers: viewer });

describe('lists', () => {
  test('a page of people, the next one, and the record itself', async () => {
    const first = (await get('people?limit=2&sort=-id')).json();
    expect(first.items.map((item: { id: number }) => item.id)).toEqual([20_000, 19_999]);
    const next = (await get(`people?limit=2&sort=-id&cursor=${first.nextCursor}`)).json();
    expect(next.items.map((item: { id: number }) => item.id)).toEqual([19_998, 19_997]);
    const record = (await get('people/7')).json();
    expect(record).toMatchObject({ id: 7, object: 'people', version: 1, values: { username: 'user7' } });
    expect((await get('people/999999')).statusCode).toBe(404);
  });

  test('an application with its counts, its accounts with the person', async () => {
    expect((await get('saas')).json().items).toMatchObject([
      { values: { name: 'NinjaOne', accountCount: 2, activeAccountCount: 1 } },
    ]);
    const accounts = (await get('saas_accounts?filter=saasId:eq:1&sort=personName')).json();
    expect(accounts.items).toMatchObject([
      { values: { email: 'nobody@example.com', personId: null, personName: null } },
      {
        values: { saasName: 'NinjaOne', personId: 1, personName: 'Person 1', roles: ['Admin', 'Technician'] },
      },
    ]);
    expect((await get('saas_accounts?filter=personId:eq:1')).json().items).toHaveLength(1);
    expect((await get('saas_accounts?filter=personName:contains:person')).json().items).toHaveLength(1);
    expect((await get('saas_accounts?filter=roles:contains:tech')).json().items).toHaveLength(1);
  });

  test('an unknown field, operator, value or cursor is named', async () => {
    for (const [query, word] of [
      ['sort=shoeSize', 'shoeSize'],
      ['filter=email:near:x', 'near'],
      ['filter=isActive:eq:perhaps', 'perhaps'],
      ['filter=lastLoginAt:lt:soon', 'soon'],
      ['cursor=nonsense', 'cursor'],
    ] as const) {
      const answer = await get(`people?${query}`);
      expect(answer.statusCode, query).toBe(400);
      expect(answer.json().error.message).toContain(word);
    }
  });
});

describe('edits', () => {
  test('an operator may, a viewer may not; an outdated version is told so', async () => {
    const patch = (headers: Record<string, string>, payload: object) =>
      api.app.inject({ method: 'PATCH', url: '/api/records/people/7', headers, payload });
    expect((await patch(viewer, { version: 1, values: { position: 'Lead' } })).statusCode).toBe(403);
    const edited = await patch(operator, { version: 1, values: { position: 'Lead' }, lock: ['position'] });
    expect(edited.json()).toMatchObject({
      version: 2,
      values: { position: 'Lead' },
      lockedFields: ['position'],
    });
    const late = await patch(operator, { version: 1, values: { position: 'Boss' } });
    expect(late.statusCode).toBe(409);
    expect(late.json().error.code).toBe('RECORDS_CHANGED_MEANWHILE');
  });
});

describe('export', () => {
  test('CSV and NDJSON of the filtered list', async () => {
    const csv = await get('people/export?filter=email:starts:user1999&sort=email');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.headers['content-disposition']).toBe('attachment; filename="people.csv"');
    expect(csv.body.trimEnd().split('\r\n')).toHaveLength(12);
    const lines = await get('people/export?format=ndjson&filter=email:starts:user1999');
    expect(
      lines.body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).email),
    ).toHaveLength(11);
    expect((await get('people/export?filter=email:eq:nobody')).body).toMatch(
      /^\ufeffId,Username,[^\n]*\r\n$/,
    );
    const bare = await get('people/export?bom=false&filter=email:eq:nobody');
    expect(bare.body).toMatch(/^Id,Username,[^\n]*\r\n$/);
  });

  test('text is sent compressed to whoever takes it, a workbook as it is', async () => {
    for (const [format, encoding] of [
      ['csv', 'br'],
      ['ndjson', 'br'],
      ['xlsx', undefined],
    ] as const) {
      const url = `/api/records/people/export?format=${format}&filter=email:contains:user77`;
      const ask = (accepted: string) =>
        api.app.inject({ url, headers: { ...viewer, 'accept-encoding': accepted } });
      const compressed = await ask('gzip, br');
      expect([format, compressed.headers['content-encoding']]).toEqual([format, encoding]);
      if (encoding === undefined) continue;
      const plain = await ask('identity');
      expect(String(brotliDecompressSync(compressed.rawPayload))).toBe(plain.body);
      expect(compressed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 10);
    }
  });

  test('a bad filter is an error, not half a file', async () => {
    const answer = await get('people/export?filter=shoeSize:eq:44');
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.message).toContain('shoeSize');
    expect(answer.headers['content-disposition']).toBeUndefined();
  });

  test.each(
    (['columns', 'stream', 'batch'] as const).flatMap((point) => [
      { point, when: 'at the same moment' },
      { point, when: 'before' },
    ]),
  )(
    'a client that goes away ends its export and frees the connection; one before its first line ($point, noticed $when) too',
    async ({ point, when }) => {
      const compressing = { ...viewer, 'accept-encoding': 'br' };
      // More of them than may run at once: each must have given its place back.
      for (let round = 0; round < 4; round += 1) {
        const wanted = exportWatch.endedCount + 2;
        const ended = (count: number) =>
          expect.poll(() => exportWatch.endedCount, { timeout: 30_000 }).toBe(count);
        const abort = new AbortController();
        const answer = await fetch(exportUrl, { headers: compressing, signal: abort.signal });
        expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, 'br']);
        await answer.body?.getReader().read();
        abort.abort();
        await ended(wanted - 1);
        const early = new AbortController();
        const left = new Promise((resolve) =>
          api.app.server.once('request', (_request, response) => response.once('close', resolve)),
        );
        exportWatch.onReach = async (reached) => {
          if (reached !== point) return;
          early.abort();
          if (when === 'before') await left;
        };
        await expect(fetch(exportUrl, { headers: compressing, signal: early.signal })).rejects.toThrow(
          'aborted',
        );
        await ended(wanted);
        exportWatch.onReach = undefined;
        expect(await countOpenTransactions()).toBe(0);
      }
    },
  );
});

/** The service, telling how far its exports have come. */
function watchExports(service: RecordService): RecordService {
  return {
    ...service,
    async columnsOf(object) {
      await exportWatch.onReach?.('columns');
      return service.columnsOf(object);
    },
    async *stream(object, query, batchSize) {
      await exportWatch.onReach?.('stream');
      try {
        for await (const batch of service.stream(object, query, batchSize)) {
          await exportWatch.onReach?.('batch');
          yield batch;
        }
      } finally {
        exportWatch.endedCount += 1;
      }
    },
  };
}

async function countOpenTransactions(): Promise<number> {
  const { rows } = await world.db.query<{ count: number }>(
    `SELECT count(*) AS count FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'`,
  );
  return rows[0]?.count ?? -1;
}
