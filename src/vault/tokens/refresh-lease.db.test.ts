import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import { makeTestConnector, makeTestVault, testActor } from '../../../test/helpers/with-vault.ts';
import { findLease, findLeaseState, findPauseMs } from './refresh-lease.queries.ts';

const leaseMs = 60_000;
let testDb: TestDb;
let id: number;

beforeAll(async () => {
  testDb = await makeTestDb();
  const { vault, close } = await makeTestVault({ db: testDb.db, definitions: [makeTestConnector()] });
  const fields = { url: 'https://acme.example.com', apiKey: 'planted-key' };
  const made = await vault.create(testActor, { connectorId: 'acme', methodId: 'key', name: 'Key', fields });
  id = made.id;
  await close();
});
afterAll(() => testDb.drop());

const setTimes = (sql: string) =>
  testDb.db.query(`UPDATE credentials SET refresh_leased_until = ${sql}, refresh_not_before = ${sql}`);

test('a lease and a pause hold for as long as they were meant', async () => {
  await setTimes(`clock_timestamp() + interval '30 seconds'`);
  expect(await findLease(testDb.db, id, leaseMs)).toBeUndefined();
  expect(await findLeaseState(testDb.db, id)).toMatchObject({ isLeased: true });
  expect(await findPauseMs(testDb.db, id)).toBeGreaterThan(20_000);
});

test('written while the clock was 40 days ahead, they hold nobody up', async () => {
  await setTimes(`clock_timestamp() + interval '40 days'`);
  expect(await findLeaseState(testDb.db, id)).toMatchObject({ isLeased: false });
  expect(await findPauseMs(testDb.db, id)).toBe(0);
  expect(await findLease(testDb.db, id, leaseMs)).toMatchObject({ row: { id } });
});
