import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findIdProblem, isShortenedId, toFormerIdText, toIdText } from './id-text.ts';

test.each([
  [7, '7'],
  [0, '0'],
  [-5, '-5'],
  [9_007_199_254_740_993n, '9007199254740993'],
  ['A-1', 'A-1'],
  [' a b ', ' a b '],
  ['a\u200bb', 'a\u200bb'],
  ['x'.repeat(512), 'x'.repeat(512)],
])('%s names a record', (value, text) => {
  expect(toIdText(value)).toBe(text);
  expect(toFormerIdText(value)).toBeUndefined();
});

test.each([
  [undefined, 'no value'],
  [null, 'no value'],
  ['', 'no value'],
  [' \t\u00a0', 'no value'],
  [{ id: 1 }, 'an object'],
  [[1], 'a list'],
  [false, 'yes or no'],
])('%j names nothing', (value, problem) => {
  expect(toIdText(value)).toBeUndefined();
  expect(findIdProblem(value)).toBe(problem);
});

test.each([
  ['x'.repeat(600), 'x'.repeat(512)],
  [`${'x'.repeat(511)}\u{1F600}`, `${'x'.repeat(511)}\ufffd`],
  ['a\u0000b', 'ab'],
  ['a\ud83d', 'a\ufffd'],
])('%j is kept as its beginning and a hash', (value, former) => {
  const text = toIdText(value) ?? '';
  expect(isShortenedId(text)).toBe(true);
  expect(text.length).toBeLessThan(512);
  expect(toFormerIdText(value)).toBe(former);
});

test('ids that differ stay two, and PostgreSQL can hold and index every one', () => {
  const unit = fc.constantFrom('a', '\u0000', '\ud83d', '\udc00', '\u4e00', '\u0301', '\u{1F600}');
  const text = fc
    .tuple(
      fc.constantFrom('', 'x'.repeat(508), '\u4e00'.repeat(520)),
      fc.array(unit, { minLength: 1, maxLength: 6 }),
    )
    .map(([start, parts]) => start + parts.join(''));
  fc.assert(
    fc.property(text, text, (one, other) => {
      const [left, right] = [toIdText(one) ?? '', toIdText(other) ?? ''];
      expect(left === right).toBe(one === other);
      expect(left.isWellFormed() && !left.includes('\u0000')).toBe(true);
      expect(Buffer.byteLength(left)).toBeLessThanOrEqual(2_100);
    }),
  );
});
