/** Migration 0008: keys that were stored before text had one door. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import { makeEmptyTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { cleanKey } from '../model/clean-text.ts';
import { hashToUuid } from '../model/hash-to-uuid.ts';
import { migrate, migrationsDir } from './migrate.ts';

const log = makeMemoryLog();
const file = '0008_text_and_software.sql';
let test8: TestDb;
let before: string;

beforeAll(async () => {
  test8 = await makeEmptyTestDb();
  before = mkdtempSync(join(tmpdir(), 'muster-migrations-'));
  for (const name of readdirSync(migrationsDir))
    if (name < file) copyFileSync(join(migrationsDir, name), join(before, name));
  await migrate(test8.db, log, before);
});
afterAll(async () => {
  rmSync(before, { recursive: true });
  await test8.drop();
});

test('the database cleans a key as the code does', async () => {
  const made = /CREATE FUNCTION pg_temp\.clean_key[\s\S]*?\$\$;/.exec(
    readFileSync(join(migrationsDir, file), 'utf8'),
  )?.[0];
  const unit = fc.oneof(
    fc.integer({ min: 1, max: 0xffff }).filter((code) => code < 0xd800 || code > 0xdfff),
    fc.integer({ min: 0x10000, max: 0x10ffff }),
    fc.constantFrom(0x200b, 0x301, 0x20, 0xa0, 0xad, 0x85, 0xfeff, 0x1bca1, 0xe0041, 0x2800, 0x3000, 0x61),
  );
  const text = fc.array(unit, { maxLength: 12 }).map((codes) => String.fromCodePoint(...codes));
  const texts = fc.sample(text, 5_000);
  const ignorable = Array.from({ length: 0x11_0000 }, (_item, code) => code)
    .filter((code) => code !== 0 && (code < 0xd800 || code > 0xdfff))
    .map((code) => String.fromCodePoint(code))
    .filter((letter) => /[\p{Default_Ignorable_Code_Point}\p{Cc}\s]/u.test(letter))
    .map((letter) => `a${letter}b`);
  await test8.db.withTransaction(async (tx) => {
    await tx.query(made ?? '');
    const { rows } = await tx.query<{ given: string; clean: string }>(
      'SELECT given, pg_temp.clean_key(given) AS clean FROM unnest($1::text[]) AS u (given)',
      [[...texts, ...ignorable]],
    );
    const different = rows.filter(({ given, clean }) => clean !== cleanKey(given));
    expect(different.map(({ given }) => given)).toEqual([]);
    await tx.query('DROP FUNCTION pg_temp.clean_key');
  });
});

test('what is stored is cleaned; what somebody else holds stays; no device loses software', async () => {
  const { db } = test8;
  const stamp = `now(), 'test', now(), 'test'`;
  await db.query(`
    INSERT INTO people (email, username, created_at, created_by, updated_at, updated_by) VALUES
      (U&'jose\\0301@x.org', U&'jo\\200Bse', ${stamp}),
      ('ann@x.org', 'ann', ${stamp}), (U&'ann\\00AD@x.org', 'ann2', ${stamp}),
      (U&'dan\\200B@x.org', NULL, ${stamp}), (U&'dan\\200D@x.org', NULL, ${stamp});
    INSERT INTO assets (serial_number, created_at, created_by, updated_at, updated_by) VALUES
      (U&'S\\00A01', ${stamp}), ('S 2', ${stamp});
    INSERT INTO software (name, created_at, created_by, updated_at, updated_by) VALUES
      ('Visual C++', ${stamp}), (U&'Visual\\00A0C++', ${stamp}), (U&'Zi\\200Bp', ${stamp})`);
  const releases = [
    ['Visual C++', '1', 1],
    ['Visual\u00a0C++', '1', 2],
    ['Visual\u00a0C++', '2', 2],
    ['Zi\u200bp', '1', 3],
  ] as const;
  for (const [name, version, softwareId] of releases)
    await db.query(
      `INSERT INTO software_releases (key, name, version, publisher, software_id) VALUES ($1, $2, $3, '', $4)`,
      [hashToUuid(`${name}\0${version}\0`), name, version, softwareId],
    );
  await db.query(`
    INSERT INTO software_installs (asset_id, integration_id, release_ids, installed_on, set_hash, changed_at, session_id) VALUES
      (1, 1, '{1,2,3}', '{2024-01-01,2024-02-01,NULL}', gen_random_uuid(), now(), 1),
      (2, 1, '{2,4}', '{NULL,2024-03-01}', gen_random_uuid(), now(), 1)`);
  await migrate(db, log);
  const lines = async (sql: string) => (await db.query<{ line: string }>(sql)).rows.map(({ line }) => line);
  expect(await lines(`SELECT concat_ws(' ', email, username) AS line FROM people ORDER BY id`)).toEqual([
    'jos\u00e9@x.org jose',
    'ann@x.org ann',
    'ann\u00ad@x.org ann2',
    'dan\u200b@x.org',
    'dan\u200d@x.org',
  ]);
  expect(await lines('SELECT serial_number AS line FROM assets ORDER BY id')).toEqual(['S 1', 'S 2']);
  expect(await lines(`SELECT name || ' ' || asset_count AS line FROM software ORDER BY id`)).toEqual([
    'Visual C++ 2',
    'Zip 0',
  ]);
  expect(
    await lines(
      `SELECT asset_id || ' ' || release_ids::text || installed_on::text AS line FROM software_installs ORDER BY asset_id`,
    ),
  ).toEqual(['1 {1,3}{2024-02-01,NULL}', '2 {1,4}{NULL,2024-03-01}']);
  const { rows } = await db.query<{ key: string; name: string; version: string; software_id: number }>(
    'SELECT key::text AS key, name, version, software_id FROM software_releases ORDER BY id',
  );
  expect(rows).toEqual([
    { key: hashToUuid('Visual C++\x001\x00'), name: 'Visual C++', version: '1', software_id: 1 },
    { key: hashToUuid('Visual C++\x002\x00'), name: 'Visual C++', version: '2', software_id: 1 },
    { key: hashToUuid('Zip\x001\x00'), name: 'Zip', version: '1', software_id: 3 },
  ]);
});
