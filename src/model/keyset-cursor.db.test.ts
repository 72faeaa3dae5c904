import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import {
  type KeysetColumn,
  type KeysetValue,
  keysetOrderBy,
  makeKeysetCursor,
  parseKeysetCursor,
  planKeysetCondition,
} from './keyset-cursor.ts';

let test: TestDb;
beforeAll(async () => {
  test = await makeTestDb();
  await test.db.query(
    'CREATE TABLE things (id bigint PRIMARY KEY, name text, rank integer, at timestamptz NOT NULL)',
  );
  await test.db.query(`INSERT INTO things
    SELECT n, CASE WHEN n % 4 = 0 THEN NULL ELSE chr(97 + n % 5) END, CASE WHEN n % 3 = 0 THEN NULL ELSE n % 7 END,
      timestamptz '2026-01-01' + (n % 6) * interval '1 microsecond'
    FROM generate_series(1, 60) n`);
});
afterAll(() => test.drop());

const columns = {
  name: { sql: 'name', name: 'name', isNullable: true, type: 'text' },
  rank: { sql: 'rank', name: 'rank', isNullable: true, type: 'integer' },
  at: { sql: 'at', name: 'at', isNullable: false, type: 'timestamptz' },
  id: { sql: 'id', name: 'id', isNullable: false, type: 'bigint' },
} as const;

const directions = ['asc', 'desc'] as const;
const orders = [['name'], ['rank', 'name'], ['at'], ['at', 'rank'], []] as const;
const cases = orders.flatMap((order) =>
  directions.flatMap((first) => directions.map((last) => ({ order, first, last }))),
);

describe('paging by keyset', () => {
  it.each(cases)(
    'visits every row once, in the order of one big query: $order $first, id $last',
    async (one) => {
      const keys: KeysetColumn[] = [
        ...one.order.map((key, at) => ({ ...columns[key], direction: at === 0 ? one.first : one.last })),
        { ...columns.id, direction: one.last },
      ];
      const all = await test.db.query<{ id: number }>(
        `SELECT id FROM things ORDER BY ${keysetOrderBy(keys)}`,
      );
      const visited: number[] = [];
      let cursor: string | undefined;
      for (;;) {
        const after = cursor ? planKeysetCondition(keys, parseKeysetCursor(cursor, keys), 1) : undefined;
        const page = await test.db.query<{ id: number; keys: KeysetValue[] }>(
          `SELECT id, jsonb_build_array(${keys.map((key) => (key.type === 'timestamptz' ? `${key.sql}::text` : key.sql)).join(', ')}) AS keys
         FROM things ${after ? `WHERE ${after.sql}` : ''} ORDER BY ${keysetOrderBy(keys)} LIMIT 7`,
          after?.values ?? [],
        );
        visited.push(...page.rows.map((row) => row.id));
        const last = page.rows.at(-1);
        if (!last) break;
        cursor = makeKeysetCursor(keys, last.keys);
      }
      expect(visited).toEqual(all.rows.map((row) => row.id));
    },
  );
});
