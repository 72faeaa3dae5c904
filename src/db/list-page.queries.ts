import type { KeysetValue } from '../model/keyset-cursor.ts';
import type { ListPage } from '../model/list-query.ts';
import { makeListPage, type PlannedList } from '../model/list-sql.ts';
import type { Queryable } from './client.ts';

/**
 * One page of a planned list and how many there are. `select` names its columns as the items do (`user_id AS "userId"`).
 * With `countLimit` counting stops there, and the total says that it is not exact.
 */
export async function queryListPage<T extends object>(
  db: Queryable,
  planned: PlannedList,
  { select, from, countLimit }: { select: string; from: string; countLimit?: number },
): Promise<ListPage<T>> {
  const { rows } = await db.query<T & { cursor_keys: KeysetValue[] }>(
    `SELECT ${select}, ${planned.cursorKeys} AS cursor_keys FROM ${from}
      WHERE ${planned.where} ORDER BY ${planned.orderBy} LIMIT ${planned.rowLimit}`,
    planned.values,
  );
  const limit = countLimit === undefined ? '' : ` LIMIT ${countLimit + 1}`;
  const counted = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT FROM ${from} WHERE ${planned.countWhere}${limit}) found`,
    planned.countValues,
  );
  const count = counted.rows[0]?.count ?? 0;
  const isExact = countLimit === undefined || count <= countLimit;
  const total = { count: isExact ? count : countLimit, isExact };
  return makeListPage(planned, rows, ({ cursor_keys: _keys, ...item }) => item as unknown as T, total);
}
