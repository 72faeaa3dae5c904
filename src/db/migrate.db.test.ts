import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import { makeEmptyTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeDb } from './client.ts';
import { migrate } from './migrate.ts';

const log = makeMemoryLog();
let empty: TestDb;
beforeAll(async () => {
  empty = await makeEmptyTestDb();
});
afterAll(() => empty.drop());

test('several processes starting at once apply each migration exactly once', async () => {
  const pools = Array.from({ length: 6 }, () => makeDb({ url: empty.url, log, maxConnectionCount: 1 }));
  const results = await Promise.all(pools.map((db) => migrate(db, log)));
  await Promise.all(pools.map((db) => db.close()));
  const { rows } = await empty.db.query<{ count: number }>('SELECT count(*) AS count FROM schema_migrations');
  expect(results.reduce((sum, result) => sum + result.appliedCount, 0)).toBe(rows[0]?.count);
  expect(rows[0]?.count).toBeGreaterThan(0);
  expect(await migrate(empty.db, log)).toMatchObject({ appliedCount: 0 });
});

test('a migration that fails leaves nothing of itself, and is named', async () => {
  const other = await makeEmptyTestDb();
  const dir = mkdtempSync(join(tmpdir(), 'muster-migrations-'));
  writeFileSync(join(dir, '0001_good.sql'), 'CREATE TABLE good (id int);');
  writeFileSync(join(dir, '0002_bad.sql'), 'CREATE TABLE half (id int); SELECT nonsense;');
  try {
    await expect(migrate(other.db, log, dir)).rejects.toMatchObject({
      code: 'DB_MIGRATION_FAILED',
      message: expect.stringContaining('0002_bad.sql'),
    });
    const { rows } = await other.db.query(
      `SELECT to_regclass('good') IS NOT NULL AS good, to_regclass('half') IS NOT NULL AS half`,
    );
    expect(rows[0]).toEqual({ good: true, half: false });
  } finally {
    rmSync(dir, { recursive: true });
    await other.drop();
  }
});
