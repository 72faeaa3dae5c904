import { makeError } from '../errors.ts';
import { type SqlType, sqlTypes } from './sql-types.ts';

/**
 * Keyset paging: the next page starts after the last row's sort values, so a deep page costs what the first one does
 * and rows that come or go meanwhile shift nothing. The cursor carries those values and the sort order they belong to;
 * it is not signed, since it can say nothing that a filter could not, but it is checked like any other input.
 */
export type KeysetValue = string | number | boolean | null;

export interface KeysetColumn {
  /** SQL expression, from code, never from a request. */
  sql: string;
  /** API name; part of the cursor, so that a cursor of another order is refused. */
  name: string;
  direction: 'asc' | 'desc';
  /** False lets PostgreSQL use an index range. The last column must be unique and not nullable. */
  isNullable: boolean;
  /** PostgreSQL type the value is sent as. */
  type: SqlType;
}

const describeOrder = (columns: readonly KeysetColumn[]) =>
  columns.map((column) => (column.direction === 'desc' ? `-${column.name}` : column.name)).join(',');

const makeBadCursor = (problem: string) => makeError('API_BAD_REQUEST', { problem }, { field: 'cursor' });

const isKeysetValue = (value: unknown): value is KeysetValue =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value));

/**
 * Makes the opaque cursor of the page after a row. `values` are the row's values of `columns`, in their order.
 * A timestamp must come as text from SQL (`at::text`): a JavaScript Date has lost the microseconds.
 */
export function makeKeysetCursor(columns: readonly KeysetColumn[], values: readonly KeysetValue[]): string {
  if (values.length !== columns.length) throw new TypeError('a cursor needs one value for each sort column');
  return Buffer.from(JSON.stringify([describeOrder(columns), ...values]), 'utf8').toString('base64url');
}

/** Reads a cursor back. Throws API_BAD_REQUEST (field `cursor`) when it is damaged or belongs to another sort order. */
export function parseKeysetCursor(cursor: string, columns: readonly KeysetColumn[]): KeysetValue[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw makeBadCursor('The cursor is damaged. Leave it out to start at the first page.');
  }
  if (!Array.isArray(parsed)) {
    throw makeBadCursor('The cursor is damaged. Leave it out to start at the first page.');
  }
  const [order, ...values] = parsed as unknown[];
  if (order !== describeOrder(columns)) {
    throw makeBadCursor('The cursor belongs to another sort order. Leave it out to start at the first page.');
  }
  if (values.length !== columns.length || !values.every(isKeysetValue)) {
    throw makeBadCursor('The cursor is damaged. Leave it out to start at the first page.');
  }
  return values.map((value, at) => checkValue(value, columns[at] as KeysetColumn));
}

/** A value PostgreSQL could not read as the column's type would end as a server error; it is the caller's mistake. */
function checkValue(value: KeysetValue, column: KeysetColumn): KeysetValue {
  const isGood =
    value === null
      ? column.isNullable
      : !String(value).includes('\0') && sqlTypes[column.type].isCursorValue(value);
  if (!isGood) throw makeBadCursor('The cursor is damaged. Leave it out to start at the first page.');
  return value;
}

/** The ORDER BY list (without the words). PostgreSQL's own place for nulls: last ascending, first descending. */
export function keysetOrderBy(columns: readonly KeysetColumn[]): string {
  return columns.map((column) => `${column.sql} ${column.direction.toUpperCase()}`).join(', ');
}

/**
 * The condition "comes after this row", with parameters from `$firstParam` on. One row comparison when all columns go
 * the same way and none is nullable (an index range); otherwise the same thing written out column by column.
 */
export function planKeysetCondition(
  columns: readonly KeysetColumn[],
  values: readonly KeysetValue[],
  firstParam: number,
): { sql: string; values: KeysetValue[] } {
  const param = (at: number) => `$${firstParam + at}::${columns[at]?.type}`;
  const first = columns[0];
  if (first && columns.every((column) => !column.isNullable && column.direction === first.direction)) {
    const left = columns.map((column) => column.sql).join(', ');
    const right = columns.map((_, at) => param(at)).join(', ');
    return { sql: `(${left}) ${first.direction === 'asc' ? '>' : '<'} (${right})`, values: [...values] };
  }
  const branches = columns.map((column, at) => {
    const same = columns
      .slice(0, at)
      .map((before, index) => isSame(before, values[index] ?? null, param(index)));
    return `(${[...same, isAfter(column, values[at] ?? null, param(at))].join(' AND ')})`;
  });
  // Every parameter is mentioned once more, so that PostgreSQL knows the type of one that a null made unnecessary.
  const mentioned = columns.map((_, at) => `${param(at)} IS NOT DISTINCT FROM ${param(at)}`).join(' AND ');
  return { sql: `((${branches.join(' OR ')}) AND ${mentioned})`, values: [...values] };
}

const isSame = (column: KeysetColumn, value: KeysetValue, param: string) =>
  value === null ? `${column.sql} IS NULL` : `${column.sql} = ${param}`;

function isAfter(column: KeysetColumn, value: KeysetValue, param: string): string {
  if (value === null) return column.direction === 'asc' ? 'false' : `${column.sql} IS NOT NULL`;
  const compared = `${column.sql} ${column.direction === 'asc' ? '>' : '<'} ${param}`;
  return column.isNullable && column.direction === 'asc'
    ? `(${compared} OR ${column.sql} IS NULL)`
    : compared;
}
