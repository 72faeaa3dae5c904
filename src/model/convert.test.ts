import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTemplate } from '../templates/compile-template.ts';
import { toBoolean, toNumber } from './convert.ts';

describe('dates', () => {
  const at = (value: unknown, unit = '') =>
    (compileTemplate(`{{ at | date${unit} }}`).evaluate({ at: value }) as Date | undefined)?.toISOString();

  test.each<[unknown, string | undefined]>([
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
    ['1743088826.524929000', '2025-03-27T15:20:26.524Z'],
    ['1743088826524', '2025-03-27T15:20:26.524Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2023-02-29', undefined],
    ['2024-13-01', undefined],
    ['2024-06-08T24:00:00Z', undefined],
    ['2024-06-08 or so', undefined],
    ['0000-00-00', undefined],
    ['06/08/2024', undefined],
    ['', undefined],
    [true, undefined],
    [1e18, undefined],
    [-1e14, undefined],
    [[1743088826], undefined],
  ])('%j', (value, expected) => {
    expect(at(value)).toBe(expected);
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
        expect(at(date.toISOString())).toBe(date.toISOString());
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
