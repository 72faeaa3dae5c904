import { makeError } from '../errors.ts';
import {
  type KeysetColumn,
  type KeysetValue,
  keysetOrderBy,
  makeKeysetCursor,
  parseKeysetCursor,
  planKeysetCondition,
} from './keyset-cursor.ts';
import {
  escapeLike,
  type ListFields,
  type ListFilter,
  type ListPage,
  type ListQuery,
  type ListSort,
  splitFilterValues,
} from './list-query.ts';
import { type FilterReader, type SqlType, sqlTypes } from './sql-types.ts';

/** One column of a list: `sql` is an expression from code, never from a request. */
export interface ListColumn {
  sql: string;
  type: SqlType;
  /** Reads a filter's value where it is written in another way than the SQL type is. */
  filter?: FilterReader;
  isNullable?: boolean;
  /** Default true. */
  isSortable?: boolean;
  /** Default true. */
  isFilterable?: boolean;
}

export type ListColumns = Readonly<Record<string, ListColumn>>;

/** What `parseListQuery` needs to know about these columns. */
export function makeListFields(columns: ListColumns, defaultSort: readonly ListSort[]): ListFields {
  const entries = Object.entries(columns);
  return {
    sortable: entries.filter(([, column]) => column.isSortable !== false).map(([name]) => name),
    filterable: Object.fromEntries(
      entries
        .filter(([, column]) => column.isFilterable !== false)
        .map(([name, column]) => [name, sqlTypes[column.type].ops]),
    ),
    defaultSort,
  };
}

export interface PlannedList {
  /** Conditions of the page, with the cursor's; `true` when there are none. */
  where: string;
  orderBy: string;
  /** Expression to select as `cursor_keys`: the row's sort values as a JSON array. */
  cursorKeys: string;
  /** One more than asked for: the extra row tells whether there is a next page. */
  rowLimit: number;
  values: unknown[];
  /** The same without the cursor, for counting. */
  countWhere: string;
  countValues: unknown[];
  keyset: KeysetColumn[];
}

export interface PlanListOptions {
  columns: ListColumns;
  /** Unique, not nullable column that ends every sort. */
  tieBreaker: string;
  /** Expressions searched by `q` (case-insensitive, anywhere in the text). */
  search?: readonly string[];
  /** Conditions that always hold; their parameters are `$1…` in `values`. */
  base?: { sql: string; values: unknown[] };
}

/** Turns a parsed list query into SQL pieces; every value is a parameter. Throws API_BAD_REQUEST for values of the wrong type. */
export function planList(query: ListQuery, options: PlanListOptions): PlannedList {
  const values: unknown[] = [...(options.base?.values ?? [])];
  const conditions: string[] = options.base ? [options.base.sql] : [];
  const param = (value: unknown) => `$${values.push(value)}`;

  if (query.q && options.search) {
    const pattern = param(`%${escapeLike(query.q)}%`);
    conditions.push(`(${options.search.map((sql) => `${sql} ILIKE ${pattern}`).join(' OR ')})`);
  }
  for (const filter of query.filters) {
    const column = options.columns[filter.field];
    if (column) conditions.push(planFilter(filter, column, param));
  }
  const countWhere = conditions.join(' AND ') || 'true';
  const countValues = [...values];

  const keyset = planKeyset(query.sort, options);
  if (query.cursor) {
    const after = planKeysetCondition(keyset, parseKeysetCursor(query.cursor, keyset), values.length + 1);
    conditions.push(after.sql);
    values.push(...after.values);
  }
  const keys = keyset.map(({ sql, type }) => (sqlTypes[type].isRoundedInJson ? `(${sql})::text` : sql));
  return {
    where: conditions.join(' AND ') || 'true',
    orderBy: keysetOrderBy(keyset),
    cursorKeys: `jsonb_build_array(${keys.join(', ')})`,
    rowLimit: query.limit + 1,
    values,
    countWhere,
    countValues,
    keyset,
  };
}

function planKeyset(sort: readonly ListSort[], { columns, tieBreaker }: PlanListOptions): KeysetColumn[] {
  const last = sort.at(-1)?.direction ?? 'asc';
  const order = sort.some(({ field }) => field === tieBreaker)
    ? sort
    : [...sort, { field: tieBreaker, direction: last }];
  return order.flatMap(({ field, direction }) => {
    const column = columns[field];
    return column
      ? [
          {
            sql: column.sql,
            name: field,
            direction,
            isNullable: column.isNullable ?? false,
            type: column.type,
          },
        ]
      : [];
  });
}

/** Signs of the operators that compare with one value. */
export const comparisonSigns = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

function planFilter(filter: ListFilter, column: ListColumn, param: (value: unknown) => string): string {
  const { sql, type } = column;
  const one = () => `${param(readFilterValue(filter.field, filter.value, column))}::${type}`;
  switch (filter.op) {
    case 'empty':
      return sqlTypes[type].emptySql(sql);
    case 'notEmpty':
      return sqlTypes[type].filledSql(sql);
    case 'contains':
      return `${sql} ILIKE ${param(`%${escapeLike(filter.value)}%`)}`;
    case 'starts':
      return `${sql} ILIKE ${param(`${escapeLike(filter.value)}%`)}`;
    case 'ne':
      return `${sql} IS DISTINCT FROM ${one()}`;
    case 'in': {
      const list = splitFilterValues(filter.value).map((value) =>
        readFilterValue(filter.field, value, column),
      );
      return `${sql} = ANY (${param(list)}::${type}[])`;
    }
    default:
      return `${sql} ${comparisonSigns[filter.op]} ${one()}`;
  }
}

/** A filter's value as PostgreSQL is given it. Throws API_BAD_REQUEST naming the field. */
export function readFilterValue(
  field: string,
  text: string,
  { type, filter = sqlTypes[type].filter }: Pick<ListColumn, 'type' | 'filter'>,
): string | boolean {
  const fail = (wanted: string) =>
    makeError(
      'API_BAD_REQUEST',
      { problem: `The filter on "${field}" needs ${wanted}, not "${text}".` },
      { field: 'filter' },
    );
  if (text.includes('\0')) throw fail('text without control characters');
  const value = filter.read(text);
  if (value === undefined) throw fail(filter.wanted);
  return value;
}

/** Makes the answer from `rowLimit` rows, each with its `cursor_keys`. */
export function makeListPage<R extends { cursor_keys: KeysetValue[] }, T>(
  planned: PlannedList,
  rows: readonly R[],
  toItem: (row: R) => T,
  total: { count: number; isExact: boolean },
): ListPage<T> {
  const limit = planned.rowLimit - 1;
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(toItem),
    nextCursor: last ? makeKeysetCursor(planned.keyset, last.cursor_keys) : null,
    total,
  };
}
