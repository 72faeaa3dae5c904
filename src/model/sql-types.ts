/** What a list does with a column, by its PostgreSQL type: comparisons, values of filters, values of cursors. */
import type { FilterOp } from './list-query.ts';

export type SqlType = 'text' | 'integer' | 'bigint' | 'numeric' | 'boolean' | 'timestamptz';

/** Reads the value of a filter. */
export interface FilterReader {
  /** What is wanted, in words: "The filter on … needs <wanted>, not …". */
  wanted: string;
  /** What PostgreSQL is given; undefined when the text is no such value. */
  read(text: string): string | boolean | undefined;
}

export interface SqlTypeSpec {
  /** Comparisons a list offers; messages show the first one. */
  ops: readonly FilterOp[];
  filter: FilterReader;
  /** Conditions "has no value" and "has one" on an expression. */
  emptySql(sql: string): string;
  filledSql(sql: string): string;
  /** False for what PostgreSQL could not read as this type, other than null. */
  isCursorValue(value: string | number | boolean): boolean;
  /** A JavaScript number or Date would round the value: cursors carry it as text. */
  isRoundedInJson: boolean;
}

const compared: readonly FilterOp[] = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'empty', 'notEmpty'];

const byNull = {
  emptySql: (sql: string) => `${sql} IS NULL`,
  filledSql: (sql: string) => `${sql} IS NOT NULL`,
};

function makeWholeNumber(filterLimit: number, cursorLimit: bigint): SqlTypeSpec {
  return {
    ops: compared,
    filter: {
      wanted: 'a whole number',
      read: (text) => (/^-?\d{1,16}$/.test(text) && Math.abs(Number(text)) < filterLimit ? text : undefined),
    },
    ...byNull,
    isCursorValue(value) {
      const text = String(value);
      if (!/^-?\d{1,19}$/.test(text)) return false;
      const number = BigInt(text);
      return number < cursorLimit && number >= -cursorLimit;
    },
    isRoundedInJson: true,
  };
}

export const sqlTypes: Readonly<Record<SqlType, SqlTypeSpec>> = {
  text: {
    ops: ['eq', 'ne', 'contains', 'starts', 'in', 'empty', 'notEmpty'],
    filter: { wanted: 'text', read: (text) => text },
    emptySql: (sql) => `(${sql} IS NULL OR ${sql} = '')`,
    filledSql: (sql) => `(${sql} IS NOT NULL AND ${sql} <> '')`,
    isCursorValue: () => true,
    isRoundedInJson: false,
  },
  integer: { ...makeWholeNumber(2 ** 31, 2n ** 31n), isRoundedInJson: false },
  bigint: makeWholeNumber(Number.MAX_SAFE_INTEGER, 2n ** 63n),
  numeric: {
    ops: compared,
    filter: {
      wanted: 'a number such as 12.5',
      read: (text) => (/^-?\d{1,40}(\.\d{1,40})?$/.test(text) ? text : undefined),
    },
    ...byNull,
    // The minus infinity stands for a missing number, before all others.
    isCursorValue: (value) => /^(-?\d+(\.\d+)?|-Infinity)$/.test(String(value)),
    isRoundedInJson: true,
  },
  boolean: {
    ops: ['eq', 'ne', 'empty', 'notEmpty'],
    filter: {
      wanted: 'true or false',
      read: (text) => (text === 'true' || text === 'false' ? text === 'true' : undefined),
    },
    ...byNull,
    isCursorValue: (value) => typeof value === 'boolean',
    isRoundedInJson: false,
  },
  timestamptz: {
    ops: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'empty', 'notEmpty'],
    filter: {
      wanted: 'a date or an instant such as 2026-01-31 or 2026-01-31T08:00:00Z',
      read(text) {
        const at = new Date(text);
        return /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined;
      },
    },
    ...byNull,
    isCursorValue: (value) =>
      /^\d{4,6}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d(:?\d\d)?(:\d\d)?)?)?$/.test(
        String(value),
      ),
    isRoundedInJson: true,
  },
};
