import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../errors.ts';
import {
  type KeysetColumn,
  type KeysetValue,
  keysetOrderBy,
  makeKeysetCursor,
  parseKeysetCursor,
  planKeysetCondition,
} from './keyset-cursor.ts';

const name: KeysetColumn = { sql: 'name', name: 'name', direction: 'asc', isNullable: true, type: 'text' };
const id: KeysetColumn = { sql: 'id', name: 'id', direction: 'asc', isNullable: false, type: 'bigint' };

const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));

describe('keyset cursor', () => {
  it('gives back exactly the values it was made from', () => {
    fc.assert(
      fc.property(fc.option(text), fc.maxSafeInteger(), (value, rowId) => {
        const values: KeysetValue[] = [value, rowId];
        expect(parseKeysetCursor(makeKeysetCursor([name, id], values), [name, id])).toEqual(values);
      }),
    );
  });

  it('answers anything else with API_BAD_REQUEST on the field cursor', () => {
    const damaged = fc.oneof(
      fc.string(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
      fc
        .array(fc.oneof(fc.constant('name,id'), fc.jsonValue()))
        .map((list) => Buffer.from(JSON.stringify(list)).toString('base64url')),
    );
    fc.assert(
      fc.property(damaged, (cursor) => {
        try {
          const values = parseKeysetCursor(cursor, [name, id]);
          expect(values).toHaveLength(2);
          expect(String(values[1])).toMatch(/^-?\d+$/);
        } catch (err) {
          if (!isAppError(err)) throw err;
          expect(err.code).toBe('API_BAD_REQUEST');
          expect(err.field).toBe('cursor');
        }
      }),
    );
  });

  it('refuses a cursor of another sort order', () => {
    const cursor = makeKeysetCursor([name, id], ['a', 1]);
    const descending: KeysetColumn[] = [{ ...name, direction: 'desc' }, id];
    expect(() => parseKeysetCursor(cursor, descending)).toThrow(/another sort order/);
  });

  it.each([
    ['bigint', '9223372036854775808'],
    ['integer', '2147483648'],
    ['timestamptz', 'yesterday'],
    ['boolean', 'true'],
    ['text', 'a\0b'],
  ] as const)('refuses a value that is no %s', (type, value) => {
    const column: KeysetColumn = { ...id, type };
    expect(() => parseKeysetCursor(makeKeysetCursor([column], [value]), [column])).toThrow(/damaged/);
  });

  it('takes a timestamp as PostgreSQL prints it', () => {
    const at: KeysetColumn = { ...id, name: 'at', sql: 'at', type: 'timestamptz' };
    const values = ['2026-11-20 10:00:00.123456+00'];
    expect(parseKeysetCursor(makeKeysetCursor([at], values), [at])).toEqual(values);
  });

  it('uses one row comparison when an index range can serve it', () => {
    const order: KeysetColumn = { ...id, sql: 'at', name: 'at', type: 'timestamptz' };
    expect(planKeysetCondition([order, id], ['2026-01-01', 4], 3)).toEqual({
      sql: '(at, id) > ($3::timestamptz, $4::bigint)',
      values: ['2026-01-01', 4],
    });
    expect(keysetOrderBy([{ ...order, direction: 'desc' }, id])).toBe('at DESC, id ASC');
  });
});
