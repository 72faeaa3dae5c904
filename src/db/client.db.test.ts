import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeDb } from './client.ts';

let test1: TestDb;
beforeAll(async () => {
  test1 = await makeTestDb();
});
afterAll(() => test1.drop());

test('int8 is a number while exact, dates stay text, timestamptz is a Date', async () => {
  const { rows } = await test1.db.query(
    `SELECT 42::int8 AS small, 9223372036854775807::int8 AS big, ARRAY[1, NULL]::int8[] AS list,
            DATE '2026-03-01' AS day, ARRAY[DATE '2026-03-01'] AS days, TIMESTAMPTZ '2026-03-01T00:00:00Z' AS at`,
  );
  expect(rows[0]).toEqual({
    small: 42,
    big: '9223372036854775807',
    list: [1, null],
    day: '2026-03-01',
    days: ['2026-03-01'],
    at: new Date('2026-03-01T00:00:00Z'),
  });
});

test('a transaction that throws leaves nothing behind and the connection usable', async () => {
  await test1.db.query('CREATE TABLE probe (id int)');
  const failing = test1.db.withTransaction(async (tx) => {
    await tx.query('INSERT INTO probe VALUES (1)');
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  const { rows } = await test1.db.query('SELECT count(*) AS count FROM probe');
  expect(rows[0]).toEqual({ count: 0 });
});

test('a connection killed in a transaction is reported as DB_UNAVAILABLE and replaced', async () => {
  const failing = test1.db.withTransaction(async (tx) => {
    const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await test1.db.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await tx.query('SELECT pg_sleep(1)');
  });
  await expect(failing).rejects.toMatchObject({ code: 'DB_UNAVAILABLE', recovery: 'retry' });
  const { rows } = await test1.db.query('SELECT 1 AS one');
  expect(rows[0]).toEqual({ one: 1 });
});

test('an error about something else inside a transaction stays what it is', async () => {
  const missing = Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT', syscall: 'open' });
  const refused = Object.assign(new Error('connect ECONNREFUSED 192.0.2.1:443'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  });
  for (const err of [missing, refused]) {
    await expect(test1.db.withTransaction(() => Promise.reject(err))).rejects.toBe(err);
  }
});

test('a server that is not there is DB_UNAVAILABLE', async () => {
  const nobody = makeDb({ url: 'postgresql://muster@127.0.0.1:1/none', log: makeMemoryLog() });
  await expect(nobody.query('SELECT 1')).rejects.toMatchObject({ code: 'DB_UNAVAILABLE' });
  await nobody.close();
});

test('a pool whose connections are all lent says so, and not that the database is away', async () => {
  const small = makeDb({
    url: test1.url,
    log: makeMemoryLog(),
    maxConnectionCount: 1,
    connectTimeoutMs: 200,
  });
  await small.withTransaction(async () => {
    for (const busy of [small.query('SELECT 1'), small.withTransaction(async () => undefined)])
      await expect(busy).rejects.toMatchObject({
        code: 'DB_BUSY',
        recovery: 'retry',
        message: expect.stringMatching(/All 1 database connections.*0\.2 seconds/),
      });
  });
  expect((await small.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await small.close();
});
