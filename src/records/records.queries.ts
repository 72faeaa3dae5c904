import type { Db, Tx } from '../db/client.ts';
import { findSqlState } from '../db/db-errors.ts';
import { makeError } from '../errors.ts';
import {
  type KeysetColumn,
  type KeysetValue,
  keysetOrderBy,
  parseKeysetCursor,
  planKeysetCondition,
} from '../model/keyset-cursor.ts';
import type { ListFilter, ListPage, ListQuery } from '../model/list-query.ts';
import { makeListPage, type PlannedList, planList } from '../model/list-sql.ts';
import { findMatchingValues } from './distinct-values.queries.ts';
import { type ObjectList, withSortColumns } from './record-columns.ts';
import { makeIlikePattern, planRecordFilter, planSearch } from './record-filters.ts';
import { type RecordRow, selectList, toRecord } from './record-rows.ts';
import { streamInSnapshot } from './stream-in-snapshot.ts';

/** Counting stops here; beyond it the planner's estimate is shown. */
const exactCountLimit = 10_000;
/** Up to so many expected records are collected and then sorted; */
const narrowLimit = 25_000;
/** up to so many, when the start of the order has no page full of them; with more, the order's index is walked. */
const collectLimit = 60_000;
const walkLimit = 20_000;
const listTimeoutMs = 5_000;
/** PostgreSQL's code for a statement that ran into statement_timeout. */
const queryCanceled = '57014';

/** `matching` holds, by filter, the values of the field that match it, where that is known. */
export function planRecordList(
  list: ObjectList,
  query: ListQuery,
  matching: ReadonlyMap<ListFilter, string[]> = new Map(),
): PlannedList {
  const wantsArchived = query.filters.some((filter) => filter.field === 'archived');
  const values: unknown[] = [];
  const param = (value: unknown) => `$${values.push(value)}`;
  const conditions = [wantsArchived ? 'true' : list.base];
  if (list.within !== undefined) conditions.push(list.within);
  const q = query.q?.trim() ?? '';
  if (q !== '') conditions.push(planSearch(list, q, param));
  const filters = query.filters.filter((filter) => {
    const condition = planRecordFilter(list, filter, param, matching.get(filter));
    if (condition !== undefined) conditions.push(condition);
    return condition === undefined;
  });
  const { q: _q, ...rest } = withSortColumns({ ...query, filters });
  return planList(rest, {
    columns: list.columns,
    tieBreaker: 'id',
    base: { sql: conditions.join(' AND '), values },
  });
}

/** One page; `limits` as above. Throws RECORDS_LIST_TOO_SLOW after 5 s. */
export async function listRecords(
  db: Db,
  list: ObjectList,
  query: ListQuery,
  limits = { narrow: narrowLimit, collect: collectLimit, timeoutMs: listTimeoutMs },
): Promise<ListPage<RecordRow>> {
  try {
    return await db.withTransaction(async (tx) => {
      await tx.query(`SET LOCAL statement_timeout = ${limits.timeoutMs}`);
      const planned = planRecordList(list, query, await findMatches(tx, list, query));
      const expected = await estimateRows(tx, list, planned);
      const isFiltered = planned.countWhere !== list.base;
      const { rows, total } =
        (isFiltered && expected > limits.narrow && expected <= limits.collect
          ? await walkStart(tx, list, query, planned, expected)
          : undefined) ??
        (isFiltered && expected <= limits.collect
          ? await findThenSort(tx, list, query, planned, limits.collect)
          : undefined) ??
        (await walkSorted(tx, list, query, planned, expected));
      return makeListPage(planned, rows, (row) => toRecord(list, row), total);
    });
  } catch (err) {
    if (findSqlState(err) !== queryCanceled) throw err;
    throw makeError('RECORDS_LIST_TOO_SLOW', { seconds: limits.timeoutMs / 1_000 }, { cause: err });
  }
}

async function findMatches(
  tx: Tx,
  list: ObjectList,
  query: ListQuery,
): Promise<ReadonlyMap<ListFilter, string[]>> {
  const matching = new Map<ListFilter, string[]>();
  for (const filter of query.filters) {
    const pattern = makeIlikePattern(filter);
    const column = list.indexed[filter.field];
    if (pattern === undefined || column?.type !== 'text') continue;
    const found = await findMatchingValues(tx, list.table, column, pattern);
    if (found) matching.set(filter, found);
  }
  return matching;
}

interface FoundRows {
  rows: Row[];
  total: { count: number; isExact: boolean };
}

/**
 * For filters that leave few records: collects them all, then sorts. Left alone, PostgreSQL would rather walk the
 * index of the order until it has met a page full, which takes seconds where the matches lie at its far end or are
 * fewer than a page. Undefined when there were far more than the planner expected.
 */
async function findThenSort(
  tx: Tx,
  list: ObjectList,
  query: ListQuery,
  planned: PlannedList,
  limit: number,
): Promise<FoundRows | undefined> {
  const { keyset, countValues } = planned;
  const { keys, sorts } = nameKeys(keyset);
  const after = planAfter(query, planned, sorts);
  const { rows } = await tx.query<Row & { foundCount: number }>(
    `WITH found AS MATERIALIZED (SELECT t.id AS found_id, ${keys} FROM ${list.from} WHERE ${planned.countWhere} LIMIT ${limit + 1}),
          page AS (SELECT * FROM found WHERE ${after.sql} ORDER BY ${keysetOrderBy(sorts)} LIMIT ${planned.rowLimit})
     SELECT ${selectList(list)}, ${planned.cursorKeys} AS cursor_keys, (SELECT count(*) FROM found) AS "foundCount"
       FROM ${list.from} JOIN page ON page.found_id = t.id ORDER BY ${planned.orderBy}`,
    [...countValues, ...after.values],
  );
  if (rows.length === 0 && query.cursor) return undefined;
  const count = rows[0]?.foundCount ?? 0;
  return count > limit ? undefined : { rows, total: { count, isExact: true } };
}

/** Sort values under names of their own, for a query around the one that makes them. */
function nameKeys(keyset: readonly KeysetColumn[]): { keys: string; sorts: KeysetColumn[] } {
  return {
    keys: keyset.map(({ sql }, index) => `${sql} AS k${index}`).join(', '),
    sorts: keyset.map((key, index) => ({ ...key, sql: `k${index}` })),
  };
}

function planAfter(query: ListQuery, planned: PlannedList, columns: readonly KeysetColumn[]) {
  if (!query.cursor) return { sql: 'true', values: [] };
  const after = parseKeysetCursor(query.cursor, planned.keyset);
  return planKeysetCondition(columns, after, planned.countValues.length + 1);
}

/**
 * In between: most often a page full of matches stands within the next records of the order, and is then there at
 * once. Undefined when it does not, after a look at no more than `walkLimit` of them.
 */
async function walkStart(
  tx: Tx,
  list: ObjectList,
  query: ListQuery,
  planned: PlannedList,
  expected: number,
): Promise<FoundRows | undefined> {
  if (list.from !== `${list.table} t`) return undefined;
  const { keys, sorts } = nameKeys(planned.keyset);
  const after = planAfter(query, planned, planned.keyset);
  const { rows } = await tx.query<Row>(
    `SELECT ${selectList(list)}, ${planned.cursorKeys} AS cursor_keys
       FROM (SELECT t.*, ${keys} FROM ${list.from} WHERE ${after.sql} ORDER BY ${planned.orderBy} LIMIT ${walkLimit}) t
      WHERE ${planned.countWhere} ORDER BY ${keysetOrderBy(sorts)} LIMIT ${planned.rowLimit}`,
    [...planned.countValues, ...after.values],
  );
  if (rows.length < planned.rowLimit) return undefined;
  return { rows, total: await countRows(tx, list, planned, expected) };
}

/** For filters that most records pass, and none: the order's index leads straight to the page. */
async function walkSorted(
  tx: Tx,
  list: ObjectList,
  query: ListQuery,
  planned: PlannedList,
  expected: number,
): Promise<FoundRows> {
  const { rows } = await tx.query<Row>(
    `SELECT ${selectList(list)}, ${planned.cursorKeys} AS cursor_keys FROM ${list.from}
      WHERE ${planned.where} ORDER BY ${planned.orderBy} LIMIT ${planned.rowLimit}`,
    planned.values,
  );
  const isWhole = query.cursor === undefined && rows.length < planned.rowLimit;
  if (isWhole) return { rows, total: { count: rows.length, isExact: true } };
  return { rows, total: await countRows(tx, list, planned, expected) };
}

type Row = Record<string, unknown> & { cursor_keys: KeysetValue[] };

async function estimateRows(tx: Tx, list: ObjectList, planned: PlannedList): Promise<number> {
  const { rows } = await tx.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT JSON) SELECT 1 FROM ${list.from} WHERE ${planned.countWhere}`,
    planned.countValues,
  );
  return Math.round(rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0);
}

/** Exact up to 10,000. Where the planner expects far more, counting would only cost time: then its estimate. */
async function countRows(
  tx: Tx,
  list: ObjectList,
  planned: PlannedList,
  expected: number,
): Promise<{ count: number; isExact: boolean }> {
  if (expected > narrowLimit) return { count: expected, isExact: false };
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM ${list.from} WHERE ${planned.countWhere} LIMIT ${exactCountLimit + 1}) found`,
    planned.countValues,
  );
  const count = rows[0]?.count ?? 0;
  return count <= exactCountLimit
    ? { count, isExact: true }
    : { count: Math.max(expected, exactCountLimit), isExact: false };
}

/**
 * Rows of a list in its order, so many at a time, from one snapshot. A cursor of the database sorts once whatever the
 * order is, and memory does not grow with the list.
 */
export function streamRecords(
  db: Db,
  list: ObjectList,
  query: ListQuery,
  batchSize: number,
): AsyncGenerator<RecordRow[]> {
  const planned = planRecordList(list, query);
  return streamInSnapshot(db, async function* (tx) {
    await tx.query(
      `DECLARE records NO SCROLL CURSOR FOR SELECT ${selectList(list)} FROM ${list.from}
        WHERE ${planned.where} ORDER BY ${planned.orderBy}`,
      planned.values,
    );
    for (;;) {
      const { rows } = await tx.query(`FETCH ${batchSize} FROM records`);
      if (rows.length > 0) yield rows.map((row) => toRecord(list, row));
      if (rows.length < batchSize) return;
    }
  });
}
