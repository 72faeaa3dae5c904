import type { Db, Queryable, Tx } from '../db/client.ts';
import { makeError } from '../errors.ts';
import type { KeysetValue } from '../model/keyset-cursor.ts';
import { escapeLike, type ListPage, type ListQuery } from '../model/list-query.ts';
import { makeListPage, type PlannedList, planList } from '../model/list-sql.ts';
import { type ObjectList, withSortColumns } from './record-columns.ts';

export type RecordValue = string | number | boolean | string[] | null;

export interface RecordRow {
  id: number;
  values: Record<string, RecordValue>;
  archivedAt: Date | null;
}

/** Counting stops here; beyond it the planner's estimate is shown. */
const exactCountLimit = 10_000;
const listTimeoutMs = 5_000;
/** PostgreSQL's code for a statement that ran into statement_timeout. */
const queryCanceled = '57014';

export function planRecordList(list: ObjectList, query: ListQuery): PlannedList {
  const q = query.q?.trim().toLowerCase() ?? '';
  const wantsArchived = query.filters.some((filter) => filter.field === 'archived');
  const conditions = [wantsArchived ? 'true' : list.base];
  const values: unknown[] = [];
  if (q !== '') conditions.push(`${list.searchSql} LIKE $${values.push(`%${escapeLike(q)}%`)}`);
  const { q: _q, ...rest } = withSortColumns(query);
  return planList(rest, {
    columns: list.columns,
    tieBreaker: 'id',
    base: { sql: conditions.join(' AND '), values },
  });
}

/** One page, newest plan first rows first. Throws RECORDS_LIST_TOO_SLOW after 5 s. */
export async function listRecords(db: Db, list: ObjectList, query: ListQuery): Promise<ListPage<RecordRow>> {
  const planned = planRecordList(list, query);
  try {
    return await db.withTransaction(async (tx) => {
      await tx.query(`SET LOCAL statement_timeout = ${listTimeoutMs}`);
      const { rows } = await tx.query<Row>(
        `SELECT ${selectList(list)}, ${planned.cursorKeys} AS cursor_keys FROM ${list.from}
          WHERE ${planned.where} ORDER BY ${planned.orderBy} LIMIT ${planned.rowLimit}`,
        planned.values,
      );
      const isWhole = query.cursor === undefined && rows.length < planned.rowLimit;
      const total = await countRows(tx, list, planned, { count: rows.length, isWhole });
      return makeListPage(planned, rows, (row) => toRecord(list, row), total);
    });
  } catch (err) {
    if ((err as { code?: unknown }).code !== queryCanceled) throw err;
    throw makeError('RECORDS_LIST_TOO_SLOW', { seconds: listTimeoutMs / 1_000 }, { cause: err });
  }
}

type Row = Record<string, unknown> & { cursor_keys: KeysetValue[] };

function selectList(list: ObjectList): string {
  const fields = list.selected.map(({ sql }, index) => `${sql} AS f${index}`).join(', ');
  const archived = list.columns['archived'] ? 't.archived_at' : 'NULL::timestamptz AS archived_at';
  return `t.id, ${archived}${fields === '' ? '' : `, ${fields}`}`;
}

function toRecord(list: ObjectList, row: Record<string, unknown>): RecordRow {
  const values: Record<string, RecordValue> = {};
  for (const [index, { name }] of list.selected.entries()) values[name] = toValue(row[`f${index}`]);
  return { id: Number(row['id']), values, archivedAt: (row['archived_at'] as Date | null) ?? null };
}

function toValue(value: unknown): RecordValue {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  return value as RecordValue;
}

/**
 * Exact up to 10,000; beyond what the planner expects. A first page that is not full has counted by itself, and
 * where the planner expects far more than is ever counted, counting would only cost time.
 */
async function countRows(
  tx: Tx,
  list: ObjectList,
  planned: PlannedList,
  shown: { count: number; isWhole: boolean },
): Promise<{ count: number; isExact: boolean }> {
  if (shown.isWhole) return { count: shown.count, isExact: true };
  const { rows: plans } = await tx.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT JSON) SELECT 1 FROM ${list.from} WHERE ${planned.countWhere}`,
    planned.countValues,
  );
  const expected = Math.round(plans[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0);
  if (expected > exactCountLimit) return { count: expected, isExact: false };
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM ${list.from} WHERE ${planned.countWhere} LIMIT ${exactCountLimit + 1}) found`,
    planned.countValues,
  );
  const count = rows[0]?.count ?? 0;
  return count <= exactCountLimit ? { count, isExact: true } : { count: exactCountLimit, isExact: false };
}

/** Rows of a list in its order, so many at a time, from one snapshot; memory does not grow with the list. */
export async function* streamRecords(
  db: Db,
  list: ObjectList,
  query: ListQuery,
  batchSize: number,
): AsyncGenerator<RecordRow[]> {
  let cursor: string | undefined;
  for (;;) {
    const planned = planRecordList(list, {
      ...query,
      limit: batchSize,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const { rows } = await db.query<Row>(
      `SELECT ${selectList(list)}, ${planned.cursorKeys} AS cursor_keys FROM ${list.from}
        WHERE ${planned.where} ORDER BY ${planned.orderBy} LIMIT ${planned.rowLimit}`,
      planned.values,
    );
    const page = makeListPage(planned, rows, (row) => toRecord(list, row), { count: 0, isExact: false });
    if (page.items.length > 0) yield page.items;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

export interface StoredRecord extends RecordRow {
  version: number;
  lockedFields: string[];
  createdAt: Date;
  createdBy: string | null;
  createdBySession: number | null;
  updatedAt: Date;
  updatedBy: string | null;
}

export async function findRecord(
  db: Queryable,
  list: ObjectList,
  id: number,
): Promise<StoredRecord | undefined> {
  const isPeople = list.table === 'people';
  const hasBy = list.table !== 'saas_accounts';
  const { rows } = await db.query<Record<string, unknown>>(
    `SELECT ${selectList(list)}, t.version, t.created_at, t.updated_at,
            ${isPeople ? 't.locked_fields, t.created_by_session' : 'NULL AS locked_fields, NULL AS created_by_session'},
            ${hasBy ? 't.created_by, t.updated_by' : 'NULL AS created_by, NULL AS updated_by'}
       FROM ${list.from} WHERE t.id = $1`,
    [id],
  );
  const row = rows[0];
  if (!row) return undefined;
  return {
    ...toRecord(list, row),
    version: Number(row['version']),
    lockedFields: (row['locked_fields'] as string[] | null) ?? [],
    createdAt: row['created_at'] as Date,
    createdBy: row['created_by'] as string | null,
    createdBySession: row['created_by_session'] as number | null,
    updatedAt: row['updated_at'] as Date,
    updatedBy: row['updated_by'] as string | null,
  };
}
