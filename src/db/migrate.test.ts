import { expect, test } from 'vitest';
import { loadMigrations, type Migration, planMigrations } from './migrate.ts';

const file = (number: number, checksum = `sum${number}`): Migration => ({
  number,
  name: `${number}.sql`,
  sql: '',
  checksum,
});

test('pending migrations are those not applied, in order', () => {
  expect(planMigrations([file(1)], [file(1), file(2), file(3)]).map((next) => next.number)).toEqual([2, 3]);
  expect(planMigrations([file(1)], [file(1)])).toEqual([]);
});

test('a database that is ahead is refused', () => {
  expect(() => planMigrations([file(1), file(2)], [file(1)])).toThrow(/newer than this Muster/);
});

test('an edited migration is refused', () => {
  expect(() => planMigrations([file(1, 'other')], [file(1)])).toThrow(/another wording/);
});

test('a migration put before an applied one is refused', () => {
  expect(() => planMigrations([file(2)], [file(1), file(2)])).toThrow(/comes before 2/);
});

test('the migrations of this version are well-formed', async () => {
  const migrations = await loadMigrations();
  expect(migrations[0]?.number).toBe(1);
});
