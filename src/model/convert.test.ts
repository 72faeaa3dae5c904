import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTemplate } from '../templates/compile-template.ts';
import { toBoolean, toNumber, toWrittenDate } from './convert.ts';
import { isNever } from './never-instants.ts';

describe('dates', () => {
  /** Text for an instant, null for "never"; what cannot be read is undefined, or stays where only its unit is missing. */
  const at = (value: unknown, unit = '') => {
    const found = compileTemplate(`{{ at | date${unit} }}`).evaluate({ at: value });
    return found instanceof Date ? found.toISOString() : found;
  };

  test.each<[unknown, unknown]>([
    ['2024-06-08', '2024-06-08T00:00:00.000Z'],
    ['2024-06-08 10:30', '2024-06-08T10:30:00.000Z'],
    ['2024-06-08T10:30:15.123456Z', '2024-06-08T10:30:15.123Z'],
    ['2024-06-08T10:30:15,5', '2024-06-08T10:30:15.500Z'],
    ['2024-06-08T10:30:15+02:00', '2024-06-08T08:30:15.000Z'],
    ['2024-06-08T10:30:15-0530', '2024-06-08T16:00:15.000Z'],
    ['2024-06-08T10:30:15+02', '2024-06-08T08:30:15.000Z'],
    ['2024-06-08 10:30:15 UTC', '2024-06-08T10:30:15.000Z'],
    [' 2024-06-08 ', '2024-06-08T00:00:00.000Z'],
    ['20240608', '2024-06-08T00:00:00.000Z'],
    ['20240608103015', '2024-06-08T10:30:15.000Z'],
    [1743088826.5, '2025-03-27T15:20:26.500Z'],
    [1743088826524, '2025-03-27T15:20:26.524Z'],
    // Nobody says whether these are years, days of a spreadsheet, seconds or milliseconds.
    ['1743088826.524929000', '1743088826.524929000'],
    ['1743088826524', '1743088826524'],
    ['2024', '2024'],
    [45123, 45123],
    [20240608103015, 20240608103015],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2023-02-29', undefined],
    ['2024-13-01', undefined],
    ['2024-06-08T24:00:00Z', undefined],
    ['2024-06-08 or so', undefined],
    ['0000-00-00', null],
    ['0000-00-01', undefined],
    ['06/08/2024', undefined],
    ['', undefined],
    [true, undefined],
    [1e18, 1e18],
    [-1e14, -1e14],
    [[1743088826], undefined],
  ])('%j', (value, expected) => {
    expect(at(value)).toBe(expected);
  });

  test.each<[unknown, string]>([
    [0, ''],
    ['0', ''],
    [-1, ''],
    ['-1', ': "epoch-milliseconds"'],
    [0, ': "epoch-seconds"'],
    [9223372036854775807n, ''],
    ['9223372036854775807', ': "epoch-milliseconds"'],
    ['0001-01-01T00:00:00Z', ''],
    ['0001-01-01T00:00:00+02:00', ''],
    ['9999-12-31T23:59:59-05:00', ''],
    ['1600-12-31T23:00:00Z', ''],
    ['1753-01-01', ''],
    ['1899-12-30', ''],
    ['1900-01-01T00:00:00', ''],
    ['1970-01-01T01:00:00+01:00', ''],
    ['0000-00-00 00:00:00', ''],
    ['2038-01-19T03:14:07Z', ''],
    [-62_135_596_800, ': "epoch-seconds"'],
    [253_402_300_799, ': "epoch-seconds"'],
    [2_147_483_647, ''],
  ])('%s%s is never', (value, unit) => {
    expect(at(value, unit)).toBeNull();
  });

  test('a unit decides where the size of a number cannot', () => {
    expect(at(1_000, ': "epoch-seconds"')).toBe('1970-01-01T00:16:40.000Z');
    expect(at(1_000, ': "epoch-milliseconds"')).toBe('1970-01-01T00:00:01.000Z');
  });

  test('every instant in ISO 8601 is read as it was written', () => {
    const instant = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, (date) => {
        expect(at(date.toISOString())).toBe(isNever(date) ? null : date.toISOString());
        expect(toWrittenDate(date.toISOString())).toEqual(date);
      }),
    );
  });
});

test.each<[unknown, number | bigint | undefined]>([
  [' 42 ', 42],
  ['+4.5', 4.5],
  ['.5', 0.5],
  ['1e3', 1_000],
  ['-9007199254740993', -9007199254740993n],
  ['+9007199254740993', 9007199254740993n],
  [true, 1],
  ['0x10', undefined],
  ['1,5', undefined],
  ['1e999', undefined],
  ['Infinity', undefined],
  [' ', undefined],
  [Number.NaN, undefined],
  [null, undefined],
  [[5], undefined],
])('as a number: case %#', (value, expected) => {
  expect(toNumber(value)).toBe(expected);
});

test.each<[unknown, boolean | undefined]>([
  [' YES ', true],
  ['Inactive', false],
  ['1', true],
  [0, false],
  [2, undefined],
  ['maybe', undefined],
  [null, undefined],
])('%j as yes or no', (value, expected) => {
  expect(toBoolean(value)).toBe(expected);
});

test('a text that nearly is a number is walked through once, however long it is', () => {
  // With a square of steps this would take minutes.
  const digits = '1'.repeat(1_000_000);
  expect(toNumber(`${digits}x`)).toBeUndefined();
  expect(toNumber(`${digits}.${digits}x`)).toBeUndefined();
  expect(toNumber('1.')).toBe(1);
  expect(toNumber('.5')).toBe(0.5);
  expect(toNumber('1.5e3')).toBe(1_500);
});
