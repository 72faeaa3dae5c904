import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeMemoryLog } from '../../../test/helpers/silent-log.ts';
import { makeEmptyTestDb, makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import { makeSystemClock } from '../../clock.ts';
import { makeFieldService } from '../../objects/field-service.ts';
import { makeCustomColumns } from '../../objects/restore-custom-fields.ts';
import type { Db } from '../client.ts';
import { dumpSchema } from '../schema-sql.ts';
import { type BackupSummary, createBackup } from './create-backup.ts';
import { restoreBackup } from './restore-backup.ts';

const clock = makeSystemClock();
const log = makeMemoryLog();
const folder = mkdtempSync(join(tmpdir(), 'muster-backup-'));
const file = join(folder, 'muster.backup');
const masterKey = { id: 'mk_test', key: randomBytes(32) };
const ports = { clock, log, masterKey };
let source: TestDb;
let summary: BackupSummary;

function restore(
  db: Db,
  path: string,
  options: { isUnsealedAccepted?: boolean; key?: Buffer | undefined } = {},
) {
  const key = 'key' in options ? options.key : masterKey.key;
  return restoreBackup(db, path, {
    log,
    keys: { source: 'the test', find: async (id) => (id === masterKey.id ? key : undefined) },
    isUnsealedAccepted: options.isUnsealedAccepted ?? false,
    customColumns: makeCustomColumns(),
  });
}

beforeAll(async () => {
  source = await makeTestDb();
  const fields = makeFieldService({ db: source.db, clock, audit: { record: async () => undefined } });
  const by = { userId: null, name: 'Test', source: 'system' } as const;
  // What people change at run time: fields of their own, on tables that come before and behind the list of fields.
  await fields.addField(by, 'assets', { label: 'Desk No.', type: 'short_text', isUnique: true });
  await fields.addField(by, 'assets', { label: 'Bought', type: 'date_time', isUnique: false });
  await fields.addField(by, 'people', { label: 'Badge', type: 'number', isUnique: true });
  await source.db.query(`
    INSERT INTO users (email, name, password_hash, role)
      SELECT 'user' || i || '@example.com', E'Tab\\t, back\\\\slash, line\\nfeed, ünïcode 🎉 ' || i, 'x', 'viewer'
        FROM generate_series(1, 200) AS i;
    INSERT INTO people (full_name, notes, x_badge, locked_fields, created_at, created_by, updated_at, updated_by)
      SELECT CASE WHEN i % 7 = 0 THEN E'\\\\.' ELSE 'Person ' || i END,
             (SELECT string_agg(md5(i::text || n), '') FROM generate_series(1, 10) AS n), i, ARRAY['a', NULL, ''],
             TIMESTAMPTZ '2026-01-01' + i * INTERVAL '1 minute', 'test', now(), 'test'
        FROM generate_series(1, 12000) AS i;
    INSERT INTO assets (serial_number, assigned_to, x_desk_no, x_bought, created_at, created_by, updated_at, updated_by)
      SELECT 'S' || i, i, 'D' || i, now(), now(), 'test', now(), 'test' FROM generate_series(1, 100) AS i;
    SELECT setval(pg_get_serial_sequence('people', 'id'), 12345);
  `);
  summary = await createBackup(source.db, file, ports);
});

afterAll(async () => {
  await source.drop();
  rmSync(folder, { recursive: true });
});

async function hashTable(db: Db, table: string): Promise<unknown> {
  const { rows } = await db.query(
    `SELECT count(*) AS n, md5(string_agg(t::text, E'\\n' ORDER BY t::text)) AS sum FROM ${table} t`,
  );
  return rows[0];
}

async function withEmpty<T>(run: (db: Db) => Promise<T>): Promise<T> {
  const empty = await makeEmptyTestDb();
  try {
    return await run(empty.db);
  } finally {
    await empty.drop();
  }
}

async function expectEmpty(db: Db, what: string): Promise<void> {
  const { rows } = await db.query(
    `SELECT count(*) AS n FROM pg_class WHERE relnamespace = 'public'::regnamespace`,
  );
  expect(rows[0], what).toEqual({ n: 0 });
}

const headerOf = (bytes: Buffer) => bytes.subarray(0, bytes.indexOf(10) + 1);

/** A sealed file in its pieces: the frames with their head and code. */
function splitFrames(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = headerOf(bytes).length; at < bytes.length; ) {
    const end = at + 5 + bytes.readUInt32BE(at) + 32;
    frames.push(bytes.subarray(at, end));
    at = end;
  }
  return frames;
}

const contentOf = (bytes: Buffer): string =>
  gunzipSync(Buffer.concat(splitFrames(bytes).map((frame) => frame.subarray(5, -32)))).toString('utf8');

interface OldManifest {
  formatVersion: number;
  tables: Record<string, unknown>[];
  sequences: Record<string, unknown>[];
}

/** A file as version 1 wrote it, with what the structure then said as SQL; `change` makes it hostile. */
function makeOldFile(
  change: (manifest: OldManifest) => void = () => undefined,
  changeRows: (rows: string) => string = (rows) => rows,
): string {
  const text = contentOf(readFileSync(file));
  const end = text.indexOf('\n');
  const manifest = JSON.parse(text.slice(0, end)) as OldManifest;
  manifest.formatVersion = 1;
  for (const table of manifest.tables)
    Object.assign(table, { isUnlogged: false, constraints: [], indexes: [], triggers: [] });
  change(manifest);
  const trailerAt = text.lastIndexOf('{"rowCounts"');
  const body = `${JSON.stringify(manifest)}\n${changeRows(text.slice(end + 1, trailerAt))}`;
  const trailer = JSON.parse(text.slice(trailerAt)) as { rowCounts: unknown };
  const sha256 = createHash('sha256').update(body).digest('hex');
  const path = join(folder, `old-${randomBytes(4).toString('hex')}.gz`);
  writeFileSync(path, gzipSync(`${body}${JSON.stringify({ ...trailer, sha256 })}\n`));
  return path;
}

test('the file is private, complete and says what is in it', () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(summary).toMatchObject({
    file,
    rowCounts: { people: 12_000, assets: 100, users: 200 },
    byteCount: statSync(file).size,
    masterKeyId: 'mk_test',
  });
  expect(splitFrames(readFileSync(file)).length).toBeGreaterThan(2);
  expect(readdirSync(folder)).toEqual(['muster.backup']);
});

test('restoring gives the same structure, rows and sequence positions, fields people added included', async () => {
  await withEmpty(async (db) => {
    const restored = await restore(db, file);
    expect(restored).toMatchObject({ rowCounts: summary.rowCounts, isProved: true });
    expect(await dumpSchema(db)).toBe(await dumpSchema(source.db));
    for (const table of ['users', 'people', 'assets', 'custom_fields'])
      expect(await hashTable(db, table), table).toEqual(await hashTable(source.db, table));
    const next = await db.query<{ id: number }>(
      `INSERT INTO people (created_at, created_by, updated_at, updated_by) VALUES (now(), 'x', now(), 'x') RETURNING id`,
    );
    expect(next.rows[0]?.id).toBe(12_346);
    await expect(db.query(`UPDATE assets SET x_desk_no = 'd1' WHERE x_desk_no = 'D2'`)).rejects.toMatchObject(
      { code: '23505' },
    );
    await expect(db.query('UPDATE api_tokens SET user_id = 999999')).resolves.toBeDefined();
    await expect(
      db.query(
        `INSERT INTO api_tokens (name, token_hash, prefix, role, user_id) VALUES ('x', 'x', 'x', 'viewer', 999999)`,
      ),
    ).rejects.toMatchObject({ code: '23503' });
  });
});

test('a snapshot: rows written while the backup runs are not half in it', async () => {
  const target = join(folder, 'during.backup');
  const slow = createBackup(source.db, target, ports);
  await source.db.query(
    `INSERT INTO people (full_name, created_at, created_by, updated_at, updated_by)
     SELECT 'late', now(), 'x', now(), 'x' FROM generate_series(1, 50)`,
  );
  const counts = (await slow).rowCounts;
  await source.db.query(`DELETE FROM people WHERE full_name = 'late'`);
  expect([12_000, 12_050]).toContain(counts.people);
  await withEmpty(async (db) => {
    expect((await restore(db, target)).rowCounts).toEqual(counts);
  });
});

test('a database that holds anything is refused and left as it is', async () => {
  const before = await hashTable(source.db, 'users');
  await expect(restore(source.db, file)).rejects.toMatchObject({ code: 'DB_NOT_EMPTY' });
  expect(await hashTable(source.db, 'users')).toEqual(before);
});

describe('the seal', () => {
  /** Nothing of the database may be touched before the whole seal was found right. */
  const untouchable = new Proxy({} as Db, {
    get: () => expect.unreachable('the database was used'),
  });

  test('finds every change, whatever it is, before the database is touched', async () => {
    const bytes = readFileSync(file);
    const header = headerOf(bytes);
    const frames = splitFrames(bytes);
    const other = join(folder, 'other.backup');
    await createBackup(source.db, other, ports);
    const otherFrames = splitFrames(readFileSync(other));
    const flipped = (at: number) => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] as number) ^ 1;
      return copy;
    };
    const start = header.length;
    const cases: Record<string, Buffer> = {
      'another time in the header': Buffer.from(
        bytes.toString('latin1').replace(/"createdAt":"\d/, '"createdAt":"3'),
        'latin1',
      ),
      'a bit of the salt': Buffer.from(
        bytes
          .toString('latin1')
          .replace(/"salt":"(.)/, (_all, first: string) => `"salt":"${first === 'A' ? 'B' : 'A'}`),
        'latin1',
      ),
      'a bit of a length': flipped(start + 2),
      'a bit of the content': flipped(start + 5_000),
      'a bit of a code': flipped(start + (frames[0] as Buffer).length - 1),
      'the mark of the last frame': flipped(start + 4),
      'two frames swapped': Buffer.concat([
        header,
        ...[1, 0].map((n) => frames[n] as Buffer),
        ...frames.slice(2),
      ]),
      'a frame left out': Buffer.concat([header, frames[0] as Buffer, ...frames.slice(2)]),
      'a frame twice': Buffer.concat([header, frames[0] as Buffer, ...frames]),
      'the last frame left out': Buffer.concat([header, ...frames.slice(0, -1)]),
      'a frame of another backup': Buffer.concat([header, otherFrames[0] as Buffer, ...frames.slice(1)]),
      'the header of another backup': Buffer.concat([headerOf(readFileSync(other)), ...frames]),
      'something behind the end': Buffer.concat([bytes, Buffer.from('x')]),
      'cut in the middle': bytes.subarray(0, bytes.length / 2),
      'only the header': header,
      'a newer version': Buffer.from(
        bytes.toString('latin1').replace('"formatVersion":2', '"formatVersion":3'),
        'latin1',
      ),
      'another file': Buffer.from('{"hello": "world"}\n'),
      'no backup at all': Buffer.from('hello'),
      nothing: Buffer.alloc(0),
    };
    for (const [name, content] of Object.entries(cases)) {
      const path = join(folder, 'changed.backup');
      writeFileSync(path, content);
      await expect(restore(untouchable, path), name).rejects.toMatchObject({ code: 'DB_BACKUP_INVALID' });
      // With the key here a broken seal is a broken seal, whatever was asked for.
      await expect(restore(untouchable, path, { isUnsealedAccepted: true }), name).rejects.toMatchObject({
        code: 'DB_BACKUP_INVALID',
      });
    }
    await expect(restore(untouchable, join(folder, 'absent'))).rejects.toThrow(/cannot be read/);
  });

  test('needs the master key of the Muster that wrote the file, or somebody who vouches for it', async () => {
    await expect(restore(untouchable, file, { key: undefined })).rejects.toMatchObject({
      code: 'DB_BACKUP_KEY_MISSING',
      message: expect.stringMatching(/mk_test.*the test.*--unsealed/),
    });
    await expect(restore(untouchable, file, { key: randomBytes(32) })).rejects.toThrow(/seal is broken/);
    await withEmpty(async (db) => {
      const restored = await restore(db, file, { key: undefined, isUnsealedAccepted: true });
      expect(restored).toMatchObject({ isProved: false, rowCounts: summary.rowCounts });
    });
  });
});

describe('a file of version 1, without a seal', () => {
  test('is read only when asked for, and then the same comes out', async () => {
    const old = makeOldFile();
    await withEmpty(async (db) => {
      await expect(restore(db, old)).rejects.toMatchObject({ code: 'DB_BACKUP_UNSEALED' });
      await expectEmpty(db, 'without the flag');
      const restored = await restore(db, old, { isUnsealedAccepted: true });
      expect(restored).toMatchObject({ isProved: false, rowCounts: summary.rowCounts });
      expect(await dumpSchema(db)).toBe(await dumpSchema(source.db));
    });
  });

  test('runs none of the SQL that stands in it', async () => {
    const evil = 'CREATE TABLE public.pwned (id int)';
    const old = makeOldFile((manifest) => {
      for (const table of manifest.tables)
        Object.assign(table, {
          constraints: [{ name: 'evil', kind: 'c', definition: `CHECK (true); ${evil}; --` }],
          indexes: [{ name: 'evil', definition: evil }],
          triggers: [{ name: 'evil', definition: evil }],
        });
      for (const sequence of manifest.sequences) sequence.ownedBy = null;
    });
    await withEmpty(async (db) => {
      await restore(db, old, { isUnsealedAccepted: true });
      expect(await dumpSchema(db)).toBe(await dumpSchema(source.db));
    });
  });

  test('with anything that Muster would not have made is refused, and the database stays empty', async () => {
    const people = (manifest: OldManifest) =>
      manifest.tables.find(({ name }) => name === 'people') as { columns: Record<string, unknown>[] };
    const addColumn = (column: Record<string, unknown>) => (manifest: OldManifest) =>
      void people(manifest).columns.push(column);
    const cases: Record<string, [string, RegExp]> = {
      'another table': [
        makeOldFile(
          ({ tables }) => void tables.push({ name: 'evil', columns: [{ name: 'id', type: 'int' }] }),
        ),
        /a table "evil"/,
      ],
      'a table twice': [makeOldFile(({ tables }) => void tables.push({ ...tables[0] })), /twice/],
      'a table less': [makeOldFile(({ tables }) => void tables.pop()), /is not in it/],
      'a column Muster does not add': [
        makeOldFile(addColumn({ name: 'evil', type: 'text' })),
        /"evil".*none/,
      ],
      'a type with SQL': [
        makeOldFile(addColumn({ name: 'x_evil', type: 'text DEFAULT pg_sleep(9)' })),
        /"x_evil".*type/,
      ],
      'a name with SQL': [
        makeOldFile(addColumn({ name: 'x_"; DROP TABLE people; --', type: 'text' })),
        /none/,
      ],
      'a column of a table without own fields': [
        makeOldFile(({ tables }) => {
          const users = tables.find(({ name }) => name === 'users') as { columns: unknown[] };
          users.columns.push({ name: 'x_evil', type: 'text' });
        }),
        /"x_evil".*none/,
      ],
      'a column that is required and missing': [
        makeOldFile((manifest) => void people(manifest).columns.shift()),
        /"id" of table "people" is not in it/,
      ],
      'another sequence': [
        makeOldFile(({ sequences }) => void sequences.push({ name: 'evil', lastValue: '1' })),
        /sequence "evil"/,
      ],
      'a position with SQL': [
        makeOldFile(({ sequences }) => void sequences.push({ name: 'people_id_seq', lastValue: '1; DROP' })),
        /description/,
      ],
      'a field whose column is SQL': [
        makeOldFile(undefined, (rows) =>
          rows.replaceAll('\tx_badge\tx_badge\t', '\tx_badge\tx"; DROP TABLE people\t'),
        ),
        /field "x_badge" of people does not fit/,
      ],
      'a field of another type': [
        makeOldFile(undefined, (rows) => rows.replace(/(\tx_badge\tx_badge\tBadge\t)number/, '$1short_text')),
        /does not fit/,
      ],
      'other rows': [
        makeOldFile(undefined, (rows) => rows.replace('user7@example.com', 'user8@example.com')),
        /not accepted/,
      ],
      'rows of another table': [
        makeOldFile(undefined, (rows) => rows.replace('{"table":"users"}', '{"table":"people"}')),
        /missing/,
      ],
    };
    await withEmpty(async (db) => {
      for (const [name, [path, message]] of Object.entries(cases)) {
        await expect(restore(db, path, { isUnsealedAccepted: true }), name).rejects.toMatchObject({
          code: 'DB_BACKUP_INVALID',
          message: expect.stringMatching(message),
        });
        await expectEmpty(db, name);
      }
    });
  });

  test('damaged or cut short is refused, and the database stays empty', async () => {
    const bytes = readFileSync(makeOldFile());
    const text = gunzipSync(bytes).toString('utf8');
    const damaged = Buffer.from(bytes);
    damaged.fill(0, Math.trunc(bytes.length / 2), Math.trunc(bytes.length / 2) + 64);
    const cases: [string, Buffer, RegExp][] = [
      ['damaged', damaged, /damaged|checksum|not accepted|not a backup/],
      ['shortened', bytes.subarray(0, bytes.length / 2), /damaged|too early/],
      ['without its end', gzipSync(text.slice(0, text.lastIndexOf('{"rowCounts"'))), /too early/],
      ['changed', gzipSync(text.replace('user7@example.com', 'user7@example.org')), /checksum/],
      ['foreign', gzipSync('{"hello": "world"}\n'), /does not begin/],
    ];
    await withEmpty(async (db) => {
      for (const [name, content, message] of cases) {
        const path = join(folder, `${name}.bad`);
        writeFileSync(path, content);
        await expect(restore(db, path, { isUnsealedAccepted: true }), name).rejects.toMatchObject({
          code: 'DB_BACKUP_INVALID',
          message: expect.stringMatching(message),
        });
        await expectEmpty(db, name);
      }
    });
  });
});

describe('writing', () => {
  test('a file that exists or cannot be written is named and nothing is left behind', async () => {
    await expect(createBackup(source.db, file, ports)).rejects.toThrow(/exists already/);
    const nowhere = join(folder, 'no/such/folder.backup');
    await expect(createBackup(source.db, nowhere, ports)).rejects.toMatchObject({
      code: 'DB_BACKUP_FAILED',
      message: expect.stringContaining(nowhere),
    });
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('goes through nothing that somebody else has put there, and replaces nothing', async () => {
    const place = join(folder, 'shared');
    mkdirSync(place);
    const victim = join(place, 'victim');
    const target = join(place, 'target.backup');
    writeFileSync(victim, 'untouched');
    symlinkSync(victim, `${target}.part`);
    await createBackup(source.db, target, ports);
    expect(readFileSync(victim, 'utf8')).toBe('untouched');

    const dangling = join(place, 'dangling.backup');
    symlinkSync(join(place, 'elsewhere'), dangling);
    await expect(createBackup(source.db, dangling, ports)).rejects.toThrow(/exists already/);

    // Somebody takes the name while the backup is being written.
    const raced = join(place, 'raced.backup');
    const making = createBackup(source.db, raced, ports);
    while (!readdirSync(place).some((name) => name.startsWith('raced'))) await clock.sleep(1);
    writeFileSync(raced, 'mine');
    await expect(making).rejects.toThrow(/exists already/);
    expect(readFileSync(raced, 'utf8')).toBe('mine');
    expect(readdirSync(place).sort()).toEqual([
      'dangling.backup',
      'raced.backup',
      'target.backup',
      'target.backup.part',
      'victim',
    ]);
  });

  const small = mkdtempSync(join(tmpdir(), 'muster-small-disk-'));
  const run = (...args: [string, ...string[]]) => spawnSync(args[0], args.slice(1)).status === 0;
  const canMount =
    process.geteuid?.() === 0 && run('mount', '-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small);
  afterAll(() => {
    if (canMount) run('umount', small);
    rmSync(small, { recursive: true });
  });

  test.runIf(canMount)(
    'a full disk ends the backup at once, in plain words, and the database goes on',
    async () => {
      await expect(createBackup(source.db, join(small, 'full.backup'), ports)).rejects.toMatchObject({
        code: 'DB_BACKUP_FAILED',
        message: expect.stringContaining('the disk is full'),
      });
      expect(readdirSync(small)).toEqual([]);
      expect((await source.db.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    },
  );
});
