import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeSystemClock } from '../clock.ts';
import { openDatabase } from './open-database.ts';

let given: TestDb;
const dataDir = mkdtempSync(join(tmpdir(), 'muster-open-'));
beforeAll(async () => {
  given = await makeTestDb();
});
afterAll(async () => {
  await given.drop();
  rmSync(dataDir, { recursive: true });
});

async function openWith(databaseUrl: string) {
  const log = makeMemoryLog();
  const opened = await openDatabase({ databaseUrl, dataDir, clock: makeSystemClock(), log });
  return { opened, log };
}

test.runIf(inject('databaseServer').role !== undefined)(
  'a superuser is warned about, a role that only owns the database is not',
  async () => {
    const admin = new URL(inject('databaseServer').url);
    admin.pathname = new URL(given.url).pathname;
    const asSuperuser = await openWith(admin.href);
    await asSuperuser.opened.close();
    expect(asSuperuser.log.lines).toMatchObject([
      { level: 'warn', message: expect.stringContaining('is a superuser') },
    ]);
    const asOwner = await openWith(given.url);
    await asOwner.opened.close();
    expect(asOwner.log.lines).toEqual([]);
  },
);

test('requests, work and heartbeats have connections of their own', async () => {
  const { opened } = await openWith(given.url);
  try {
    const names = await Promise.all(
      [opened.db, opened.work, opened.heartbeats].map(async (db) => {
        const { rows } = await db.query<{ name: string }>(
          `SELECT current_setting('application_name') AS name`,
        );
        return rows[0]?.name;
      }),
    );
    expect(names).toEqual(['muster', 'muster work', 'muster heartbeats']);
    for (const db of [opened.db, opened.work, opened.heartbeats])
      expect(db.countConnections()).toMatchObject({ totalCount: 1, waitingCount: 0 });
  } finally {
    await opened.close();
  }
});
