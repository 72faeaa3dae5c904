import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeTestRecords } from '../../test/helpers/with-records.ts';
import type { Actor } from '../model/actor.ts';
import type { AuditEntry } from '../model/audit.ts';
import { csvCell } from './csv-cell.ts';
import { exportToFile } from './export-to-file.ts';
import type { RecordService } from './record-service.ts';

const by: Actor = {
  kind: 'user',
  userId: 7,
  name: 'Olga Operator',
  email: 'olga@example.com',
  role: 'operator',
};
let world: TestDb;
let records: RecordService;
const audited: AuditEntry[] = [];

beforeAll(async () => {
  world = await makeTestDb();
  records = makeTestRecords(world.db, audited);
  await world.db.query(
    `INSERT INTO integrations (id, name, connector_id, stream_id, object, schedule) OVERRIDING SYSTEM VALUE VALUES (1, 'Users', 'test', 'users', 'people', '{"kind":"manual"}')`,
  );
  await world.db.query(
    `INSERT INTO sessions (id, integration_id, kind, status) OVERRIDING SYSTEM VALUE VALUES (5, 1, 'manual', 'succeeded')`,
  );
  // Values repeat, are missing, and differ in case, so that ties and nulls are everywhere.
  await world.db.query(
    `INSERT INTO people (username, email, full_name, department, is_active, last_login_at, role, created_at, created_by, created_by_session, updated_at, updated_by, archived_at)
     SELECT 'user' || n, 'user' || n || '@example.com', CASE WHEN n % 7 = 0 THEN NULL ELSE 'Name ' || (n % 5) END,
            CASE WHEN n % 3 = 0 THEN NULL ELSE 'Dept ' || (n % 4) END, CASE n % 3 WHEN 0 THEN true WHEN 1 THEN false END,
            CASE WHEN n % 4 = 0 THEN NULL ELSE timestamptz '2026-01-01' + n * interval '1 hour' END, 'Employee',
            now(), 'sync', 5, now(), 'sync', CASE WHEN n % 20 = 0 THEN now() END
       FROM generate_series(1, 200) n`,
  );
  await world.db.query(
    `INSERT INTO source_records (integration_id, native_id, record_id, content_hash, payload, first_seen_at, first_session_id, last_changed_at, last_session_id)
     SELECT 1, 'native-' || id, id, gen_random_uuid(), json_build_object('id', id), created_at, 5, now(), 5 FROM people`,
  );
});
afterAll(() => world.drop());

async function readAll(
  query: { sort?: string | string[]; filter?: string | string[]; q?: string },
  limit: number,
) {
  const rows: { id: number; values: Record<string, unknown> }[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 300; page += 1) {
    const answer = await records.list('people', { ...query, limit, ...(cursor ? { cursor } : {}) });
    rows.push(...answer.items);
    if (answer.nextCursor === null) return { rows, total: answer.total };
    cursor = answer.nextCursor;
  }
  throw new Error('the pages do not end');
}

describe('lists', () => {
  const sort = fc.constantFrom(
    'fullName',
    '-fullName',
    'department',
    '-department',
    'isActive',
    '-isActive',
    'lastLoginAt',
    '-lastLoginAt',
    'id',
    '-id',
    'createdAt',
    'email',
  );
  const filter = fc.constantFrom(
    'isActive:eq:true',
    'department:eq:Dept 1',
    'department:empty:',
    'fullName:contains:name 3',
    'email:starts:user1',
    'lastLoginAt:gt:2026-01-04',
    'department:in:Dept 1,Dept 2',
    'fullName:notEmpty:',
  );

  test('any sort, filter, search and page size: every row exactly once, in one order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(sort, { maxLength: 2, selector: (text) => text.replace('-', '') }),
        fc.uniqueArray(filter, { maxLength: 2 }),
        fc.constantFrom(undefined, 'user1', 'name', 'x9'),
        fc.integer({ min: 3, max: 120 }),
        async (sorts, filters, q, limit) => {
          const query = { sort: sorts, filter: filters, ...(q ? { q } : {}) };
          const whole = await readAll(query, 500);
          const paged = await readAll(query, limit);
          expect(paged.rows.map((row) => row.id)).toEqual(whole.rows.map((row) => row.id));
          expect(new Set(paged.rows.map((row) => row.id)).size).toBe(paged.rows.length);
          expect(whole.total).toEqual({ count: whole.rows.length, isExact: true });
        },
      ),
      { numRuns: counts(20, 300) },
    );
  });

  test('no value comes first, ascending; the order is that of the values', async () => {
    const { rows } = await readAll({ sort: 'lastLoginAt' }, 50);
    const values = rows.map((row) => String(row.values['lastLoginAt'] ?? ''));
    expect(values).toEqual([...values].sort());
    expect(values[0]).toBe('');
  });

  test('archived records are only shown when asked for', async () => {
    expect((await readAll({}, 500)).rows).toHaveLength(190);
    expect((await readAll({ filter: 'archived:eq:true' }, 500)).rows).toHaveLength(10);
  });

  test('search ignores case and takes % and _ literally', async () => {
    expect((await readAll({ q: 'USER17@' }, 500)).rows).toHaveLength(1);
    expect((await readAll({ q: 'user%7' }, 500)).rows).toHaveLength(0);
    expect((await readAll({ q: 'user_7' }, 500)).rows).toHaveLength(0);
  });

  test('an unknown field is refused by name', async () => {
    await expect(records.list('people', { sort: 'shoeSize' })).rejects.toMatchObject({
      code: 'API_BAD_REQUEST',
      message: expect.stringContaining('shoeSize'),
    });
  });
});

describe('one record', () => {
  test('an edit is history with the person, takes the lock, and makes the next session decide again', async () => {
    const before = await records.get('people', 21);
    expect(before.sources).toMatchObject([{ integrationName: 'Users', nativeId: 'native-21' }]);
    const after = await records.update(by, 'people', 21, {
      version: before.version,
      values: { department: 'Legal', isActive: true },
      lock: ['department'],
    });
    expect(after).toMatchObject({
      version: before.version + 1,
      lockedFields: ['department'],
      updatedBy: 'Olga Operator',
      values: { department: 'Legal', isActive: true },
    });
    expect(after.origins.find((origin) => origin.field === 'department')).toMatchObject({
      actor: 'Olga Operator',
      userId: 7,
      sessionId: null,
    });
    const { rows } = await world.db.query('SELECT content_hash FROM source_records WHERE record_id = 21');
    expect(rows).toEqual([{ content_hash: null }]);
    const { items } = await records.listHistory('people', 21, null, 10);
    expect(items.map((item) => [item.kind, item.actor])).toEqual([
      ['updated', 'Olga Operator'],
      ['created', 'sync'],
    ]);
    expect(items[0]?.changes).toMatchObject({ department: [before.values['department'], 'Legal'] });
    expect(items[1]).toMatchObject({ sessionId: 5, integrationId: 1 });
    expect(audited.map(({ action }) => action)).toContain('record.updated');
  });

  test('a version somebody else has moved on, a taken value, a wrong type: refused, each naming what', async () => {
    const record = await records.get('people', 30);
    await expect(
      records.update(by, 'people', 30, { version: record.version - 1, values: {} }),
    ).rejects.toMatchObject({ code: 'RECORDS_CHANGED_MEANWHILE' });
    await expect(
      records.update(by, 'people', 30, { version: record.version, values: { email: 'USER31@example.com' } }),
    ).rejects.toMatchObject({ code: 'RECORDS_VALUE_TAKEN', message: expect.stringContaining('31') });
    await expect(
      records.update(by, 'people', 30, { version: record.version, values: { isActive: 'perhaps' } }),
    ).rejects.toMatchObject({ code: 'RECORDS_VALUE_INVALID', message: expect.stringContaining('Active') });
    await expect(
      records.update(by, 'people', 30, { version: record.version, values: { email: '' } }),
    ).rejects.toMatchObject({ code: 'RECORDS_VALUE_INVALID' });
    expect((await records.get('people', 30)).version).toBe(record.version);
  });

  test('archive and restore', async () => {
    const record = await records.get('people', 33);
    const archived = await records.update(by, 'people', 33, { version: record.version, isArchived: true });
    expect(archived.archivedAt).toBeInstanceOf(Date);
    const restored = await records.update(by, 'people', 33, { version: archived.version, isArchived: false });
    expect(restored.archivedAt).toBeNull();
    expect((await records.listHistory('people', 33, null, 10)).items.map((item) => item.kind)).toEqual([
      'restored',
      'archived',
      'created',
    ]);
  });
});

describe('export', () => {
  test.each([
    ['plain', 'plain'],
    ['a "quoted", text', '"a ""quoted"", text"'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['@cmd', "'@cmd"],
    ['+44 20 7946 0000', '+44 20 7946 0000'],
    ['-1d 2h', "'-1d 2h"],
    ['-5', '-5'],
    ['-1e+21', '-1e+21'],
    ['\uff1d1+1', "'\uff1d1+1"],
    ['\uff20SUM(1)', "'\uff20SUM(1)"],
    ['\t=1', `'\t'=1`],
    ['\rx', `"'\rx"`],
    ['a;=1+1', `"a;'=1+1"`],
    ['a\n@SUM(1)', `"a\n'@SUM(1)"`],
    ['a; b', '"a; b"'],
  ])('%j is written as %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  test('the filtered list goes to a file, as CSV and as NDJSON', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-export-'));
    try {
      const query = { filter: ['department:eq:Dept 2'], sort: 'email' };
      const csv = await exportToFile({
        records,
        object: 'people',
        format: 'csv',
        query,
        file: join(folder, 'people.csv'),
      });
      const text = await readFile(join(folder, 'people.csv'), 'utf8');
      expect(text.split('\r\n')).toHaveLength(csv.rowCount + 2);
      expect(text).toMatch(/^\ufeffId,Username,Email,/);
      const ndjson = await exportToFile({
        records,
        object: 'people',
        format: 'ndjson',
        query,
        file: join(folder, 'people.ndjson'),
      });
      expect(ndjson.rowCount).toBe(csv.rowCount);
      const lines = (await readFile(join(folder, 'people.ndjson'), 'utf8')).trim().split('\n');
      expect(
        lines.every((line) => (JSON.parse(line) as { department: string }).department === 'Dept 2'),
      ).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('a full disk ends in a clear error that names the file', async () => {
    await stat('/dev/full');
    await expect(
      exportToFile({ records, object: 'people', format: 'csv', query: {}, file: '/dev/full' }),
    ).rejects.toMatchObject({
      code: 'RECORDS_EXPORT_FAILED',
      message: expect.stringMatching(/\/dev\/full.*the disk is full/),
    });
  });

  test('a missing folder is named too', async () => {
    await expect(
      exportToFile({ records, object: 'people', format: 'csv', query: {}, file: '/nowhere/at/all.csv' }),
    ).rejects.toMatchObject({
      code: 'RECORDS_EXPORT_FAILED',
      message: expect.stringContaining('folder does not exist'),
    });
  });
});
