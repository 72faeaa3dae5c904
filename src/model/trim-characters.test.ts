import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trimEndOf, trimOf } from './trim-characters.ts';

test('the same as the regular expression, for every text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('/', '\n', '\r', 'a') }), (text) => {
      expect(trimEndOf(text, '/')).toBe(text.replace(/\/+$/, ''));
      expect(trimOf(text, '\r\n')).toBe(text.replace(/^[\r\n]+|[\r\n]+$/g, ''));
    }),
  );
});

test('a run that does not reach the end is walked through once', () => {
  // With a square of steps this would take hours.
  const text = `${'/'.repeat(2_000_000)}x`;
  expect(trimEndOf(text, '/')).toBe(text);
});
