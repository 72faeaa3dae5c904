import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findUnstorable, findUnstorableIn, toStorable } from './storable-text.ts';

test('what was made storable can be stored; what could be is left as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(findUnstorable(toStorable(`${text}\u0000\uD800`))).toBeUndefined();
      if (findUnstorable(text) === undefined) expect(toStorable(text)).toBe(text);
    }),
  );
});

test('the first one inside a value is named by its way, in keys as well', () => {
  expect(findUnstorableIn({ a: [1, null, { b: 'fine' }], c: ['x', 'y\u0000', '\uDC00'] })).toEqual({
    path: 'c.1',
    problem: 'the character U+0000',
  });
  expect(findUnstorableIn({ a: { 'k\u0000ey': 1 } })?.path).toBe('a.key');
  expect(findUnstorableIn('half \uD83D')?.problem).toContain('surrogate');
  expect(findUnstorableIn({ a: ['\u{1F600}'], b: 12n, c: undefined })).toBeUndefined();
});

test('however deep it is', () => {
  let value: unknown = 'x\u0000';
  for (let depth = 0; depth < 100_000; depth += 1) value = depth % 2 ? [value] : { d: value };
  expect(findUnstorableIn(value)?.problem).toBe('the character U+0000');
});
