import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeTestRecords } from '../../test/helpers/with-records.ts';
import type { Actor } from '../model/actor.ts';
import type { AuditEntry } from '../model/audit.ts';
import type { RawListQuery } from '../model/list-query.ts';
import { type Field, peopleFields } from '../model/objects.ts';
import { openExport } from './export-records.ts';
import { exportToFile } from './export-to-file.ts';
import type { RecordService } from './record-service.ts';

const by: Actor = { kind: 'user', userId: 7, name: 'Olga', email: 'olga@example.com', role: 'operator' };
const makeField = (name: string, type: Field['type'], isUnique = false): Field => ({
  name,
  column: name,
  label: name.replace('x_', ''),
  type,
  isUnique,
  isCustom: true,
  isMandatory: false,
  synonyms: [],
});
const fields = [
  ...peopleFields,
  makeField('x_badge', 'number', true),
  makeField('x_tags', 'list'),
  makeField('x_starts', 'date_time'),
];
/** Ended before its end, as by a client that goes away. */
async function end(stream: Readable): Promise<void> {
  const closed = once(stream, 'close');
  stream.destroy();
  await closed;
}

let world: TestDb;
let records: RecordService;
const audited: AuditEntry[] = [];

beforeAll(async () => {
  world = await makeTestDb();
  records = makeTestRecords(world.db, audited, fields);
  await world.db.query(
    `ALTER TABLE people ADD COLUMN x_badge bigint, ADD COLUMN x_tags text[], ADD COLUMN x_starts timestamptz`,
  );
  await world.db.query('CREATE UNIQUE INDEX people_x_badge_key ON people (x_badge)');
  // Every third has no badge; the others have numbers a JavaScript number cannot tell apart.
  await world.db.query(
    `INSERT INTO people (username, email, role, x_badge, x_tags, x_starts, created_at, created_by, updated_at, updated_by)
     SELECT 'user' || n, 'user' || n || '@example.com', 'Employee', CASE WHEN n % 3 > 0 THEN 9007199254740993 + n END,
            CASE WHEN n % 2 = 0 THEN ARRAY['vip', 'group ' || n % 5] END, timestamptz '2026-01-01' + n * interval '1 microsecond',
            now(), 'sync', now(), 'sync'
       FROM generate_series(1, 120) n`,
  );
});
afterAll(() => world.drop());

async function readIds(query: RawListQuery): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 100; page += 1) {
    const answer = await records.list('people', { ...query, limit: 7, ...(cursor ? { cursor } : {}) });
    ids.push(...answer.items.map((item) => item.id));
    if (answer.nextCursor === null) return ids;
    cursor = answer.nextCursor;
  }
  throw new Error('the pages do not end');
}

const listIdsBySql = async (orderBy: string) =>
  (await world.db.query<{ id: number }>(`SELECT id FROM people ORDER BY ${orderBy}`)).rows.map(
    ({ id }) => id,
  );

describe('pages', () => {
  test.each([
    ['x_badge', 'x_badge ASC NULLS FIRST, id ASC'],
    ['-x_badge', 'x_badge DESC NULLS LAST, id DESC'],
    ['x_starts', 'x_starts, id'],
  ])('by %s: numbers beyond 2^53, missing ones and microseconds keep their place', async (sort, orderBy) => {
    expect(await readIds({ sort })).toEqual(await listIdsBySql(orderBy));
  });

  test('a field that holds a list can be filtered by its text', async () => {
    expect(await readIds({ filter: 'x_tags:contains:group 4' })).toHaveLength(12);
    expect(await readIds({ filter: 'x_tags:empty:' })).toHaveLength(60);
  });
});

describe('edits', () => {
  test('two people who give the same unique value at the same moment: one is told whose it is', async () => {
    const [one, two] = [await records.get('people', 1), await records.get('people', 2)];
    const edits = await Promise.allSettled(
      [one, two].map((record) =>
        records.update(by, 'people', record.id, {
          version: record.version,
          values: { email: 'same@example.com' },
        }),
      ),
    );
    expect(edits.map((edit) => edit.status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = edits.find((edit) => edit.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'RECORDS_VALUE_TAKEN', field: 'email' });
  });

  test('a value beyond what its column holds, and a lock on an unknown field, are refused by name', async () => {
    const { version } = await records.get('people', 5);
    const edit = (change: object) => records.update(by, 'people', 5, { version, ...change });
    await expect(edit({ values: { x_badge: 1e30 } })).rejects.toMatchObject({
      code: 'RECORDS_VALUE_INVALID',
      field: 'x_badge',
    });
    await expect(edit({ lock: ['shoeSize'] })).rejects.toMatchObject({
      code: 'RECORDS_VALUE_INVALID',
      field: 'shoeSize',
    });
    await expect(edit({ values: { notes: 'a\u0000b' } })).resolves.toMatchObject({ values: { notes: 'ab' } });
  });
});

describe('export', () => {
  test('is one snapshot: what changes meanwhile is neither doubled nor lost', async () => {
    const seen: number[] = [];
    for await (const batch of records.stream('people', { sort: 'email' }, 10)) {
      seen.push(...batch.map((record) => record.id));
      if (seen.length === 10) {
        // Moves the rows just read to the end and one not yet read to the front.
        await world.db.query(`UPDATE people SET email = 'zzz' || email WHERE id = ANY ($1)`, [seen]);
        await world.db.query(`UPDATE people SET email = 'aaa' || email WHERE id = 60`);
      }
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(120);
  });

  test('a reader that goes away gives the connection back', async () => {
    for (let round = 0; round < 20; round += 1) {
      for await (const batch of records.stream('people', {}, 10)) {
        expect(batch).toHaveLength(10);
        break;
      }
    }
    const { rows } = await world.db.query(
      `SELECT count(*) AS count FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  test('30,000 records: each once, in order, in both formats', async () => {
    await world.db.query(
      `INSERT INTO people (username, email, full_name, role, created_at, created_by, updated_at, updated_by)
       SELECT 'bulk' || n, 'bulk' || n || '@example.com', 'Line "' || n || '",' || chr(10) || 'two', 'Employee', now(), 'sync', now(), 'sync' FROM generate_series(1, 30000) n`,
    );
    const folder = await mkdtemp(join(tmpdir(), 'muster-export-'));
    try {
      const query = { filter: 'username:starts:bulk', sort: '-email' };
      for (const format of ['csv', 'ndjson'] as const) {
        const file = join(folder, format);
        expect(await exportToFile({ records, object: 'people', format, query, file })).toEqual({
          rowCount: 30_000,
        });
        expect((await stat(file)).mode & 0o777).toBe(0o600);
      }
      const lines = (await readFile(join(folder, 'ndjson'), 'utf8')).trimEnd().split('\n');
      const emails = lines.map((line) => (JSON.parse(line) as { email: string }).email);
      expect(new Set(emails).size).toBe(30_000);
      expect(emails).toEqual([...emails].sort().reverse());
      const csv = await readFile(join(folder, 'csv'), 'utf8');
      expect(csv.match(/^\d+,bulk\d+,/gm)).toHaveLength(30_000);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('what was there stays when nothing can be written; half a file goes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-export-'));
    const file = join(folder, 'people.csv');
    try {
      await writeFile(file, 'of yesterday');
      const write = (query: RawListQuery, from = records) =>
        exportToFile({ records: from, object: 'people', format: 'csv', query, file, replaces: true });
      await expect(write({ filter: 'shoeSize:eq:44' })).rejects.toMatchObject({ code: 'API_BAD_REQUEST' });
      expect(await readFile(file, 'utf8')).toBe('of yesterday');
      // The database goes away in the middle.
      const broken: RecordService = {
        ...records,
        async *stream(object, raw) {
          for await (const batch of records.stream(object, raw, 10)) {
            yield batch;
            throw new Error('connection lost');
          }
        },
      };
      await expect(write({}, broken)).rejects.toThrow('connection lost');
      expect(await readdir(folder)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('a file that is there stays unless it is to be replaced', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-export-'));
    const file = join(folder, 'people.csv');
    const write = (replaces: boolean) =>
      exportToFile({ records, object: 'people', format: 'csv', query: {}, file, replaces });
    try {
      await writeFile(file, 'of yesterday');
      await expect(write(false)).rejects.toMatchObject({
        code: 'RECORDS_EXPORT_FAILED',
        message: expect.stringContaining('there is such a file already; --force replaces it'),
      });
      expect(await readFile(file, 'utf8')).toBe('of yesterday');
      await write(true);
      expect(await readFile(file, 'utf8')).toMatch(/^\ufeffId,/);
      expect(await readdir(folder)).toEqual(['people.csv']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('who exports what is told before the first record is handed out', async () => {
    audited.length = 0;
    const query = { q: 'x', filter: 'username:starts:bulk', sort: '-email' };
    await end(await openExport(records, { by, object: 'people', format: 'ndjson', query }));
    expect(audited).toEqual([
      {
        by,
        action: 'records.exported',
        targetType: 'records',
        targetName: 'people',
        details: { format: 'ndjson', ...query },
      },
    ]);
    const mute = { ...records, noteExport: async () => Promise.reject(new Error('no audit')) };
    await expect(openExport(mute, { by, object: 'people', format: 'csv', query: {} })).rejects.toThrow(
      'no audit',
    );
    // What was refused gave its place back.
    for (let at = 0; at < 3; at += 1)
      await end(await openExport(records, { by, object: 'people', format: 'csv', query: {} }));
  });

  test('one user leaves a place to the others', async () => {
    const open = (who: Actor) => openExport(records, { by: who, object: 'people', format: 'csv', query: {} });
    const mine = [await open(by), await open(by)];
    await expect(open(by)).rejects.toMatchObject({ code: 'RECORDS_EXPORT_OWN_BUSY' });
    const other = await open({ ...by, userId: 8 });
    await end(mine[0] as Readable);
    const third = await open(by);
    for (const stream of [mine[1] as Readable, third, other]) await end(stream);
  });

  test('no more of them run at once than may', async () => {
    const open = Array.from({ length: 3 }, () => records.stream('people', {}, 10));
    for (const stream of open) await stream.next();
    await expect(records.stream('people', {}, 10).next()).rejects.toMatchObject({
      code: 'RECORDS_EXPORT_BUSY',
    });
    for (const stream of open) await stream.return(undefined);
    const again = records.stream('people', {}, 10);
    expect((await again.next()).value).toHaveLength(10);
    await again.return(undefined);
  });
});
