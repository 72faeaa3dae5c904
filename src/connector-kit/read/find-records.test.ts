import { describe, expect, test } from 'vitest';
import { findRecords, tellsOfError } from './find-records.ts';

const first = { isFirst: true, total: undefined };
const later = { isFirst: false, total: undefined };
const all = { nullIsEmpty: true, absentIsEmpty: true, singleIsList: true };

describe('null', () => {
  test.each([
    ['on the first page is no list', { items: null }, undefined, first, undefined],
    ['behind it is an empty one', { items: null }, undefined, later, []],
    ['beside a total of 0 is an empty one', { items: null }, undefined, { isFirst: true, total: 0 }, []],
    ['is what the definition says', { items: null }, { nullIsEmpty: true }, first, []],
    ['beside records that are counted is none', { items: null }, all, { isFirst: true, total: 3 }, undefined],
    ['beside an error is none', { items: null, error: 'no' }, all, later, undefined],
  ])('%s', (_how, json, shape, page, found) => {
    expect(findRecords(json, 'items', shape, page)).toEqual(found);
  });

  test('on the way to the list counts as well', () => {
    expect(findRecords({ data: null }, 'data.items', { nullIsEmpty: true }, first)).toEqual([]);
    expect(findRecords(null, '', { nullIsEmpty: true }, first)).toEqual([]);
  });
});

describe('an absent key', () => {
  test.each([
    ['the list', { data: {} }],
    ['what it is in', { kind: 'users' }],
    ['everything', {}],
  ])('%s: an empty list only where the definition says so', (_what, json) => {
    expect(findRecords(json, 'data.items', { absentIsEmpty: true }, first)).toEqual([]);
    expect(findRecords(json, 'data.items', { nullIsEmpty: true, singleIsList: true }, later)).toBeUndefined();
  });

  test.each([
    ['an error', { error: { code: 7 } }],
    ['a failed status', { status: 'error' }],
    ['a failure told by success', { success: false }],
    ['a total that says otherwise', { data: {} }],
    ['a text where the list should be in', { data: 'no' }],
    ['a list where the list should be in', { data: [] }],
    ['a text for an answer', 'no'],
  ])('%s is no empty list', (_what, json) => {
    const page = { isFirst: true, total: 5 };
    const shape = { absentIsEmpty: true };
    expect(findRecords(json, 'data.items', shape, json === '' ? first : page)).toBeUndefined();
  });
});

describe('one object', () => {
  test('is a list of one where the definition says so', () => {
    expect(findRecords({ items: { id: 1 } }, 'items', { singleIsList: true }, first)).toEqual([{ id: 1 }]);
    expect(findRecords({ items: { id: 1 } }, 'items', { nullIsEmpty: true }, first)).toBeUndefined();
  });

  test.each([{ error: 'no' }, { errors: [{ code: 1 }] }, { status: 'failed', message: 'no' }])(
    'that tells of an error is none: %j',
    (json) => {
      expect(findRecords(json, '', { singleIsList: true }, first)).toBeUndefined();
      expect(findRecords({ items: json }, 'items', { singleIsList: true }, first)).toBeUndefined();
    },
  );

  test.each(['text', 7, true])('%j is no record', (items) => {
    expect(findRecords({ items }, 'items', all, later)).toBeUndefined();
  });
});

test('a list is a list, whatever stands beside it', () => {
  expect(findRecords({ items: [], error: 'part of it failed' }, 'items', undefined, first)).toEqual([]);
});

test('what is empty in the place of an error is none', () => {
  for (const json of [
    { error: null },
    { errors: [] },
    { errorCode: 0 },
    { status: 'ok' },
    { success: true },
    [],
  ])
    expect(tellsOfError(json)).toBe(false);
});
