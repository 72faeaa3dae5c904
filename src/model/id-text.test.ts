import { expect, test } from 'vitest';
import { toIdText } from './id-text.ts';

test.each([
  [7, '7'],
  [0, '0'],
  [9_007_199_254_740_993n, '9007199254740993'],
  ['A-1', 'A-1'],
  [false, 'false'],
  ['x'.repeat(600), 'x'.repeat(512)],
])('%s names a record', (value, text) => {
  expect(toIdText(value)).toBe(text);
});

test.each([[undefined], [null], [''], [{ id: 1 }], [[1]]])('%j names nothing', (value) => {
  expect(toIdText(value)).toBeUndefined();
});
