import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import { runToItsEnd } from '../../test/helpers/run-to-its-end.ts';
import { makeWildcard } from './wildcard.ts';

test.each([
  ['*', ''],
  ['*', 'anything'],
  ['a*', 'a'],
  ['*a', 'ba'],
  ['a*a', 'aa'],
  ['a*b*c', 'a b b c'],
  ['a.c', 'a.c'],
  ['#-#', '1-2'],
  ['*#', 'x7'],
  ['**', ''],
])('%j stands for %j', (pattern, text) => {
  expect(makeWildcard(pattern, { digits: true }).test(text)).toBe(true);
});

test.each([
  ['a*a', 'a'],
  ['a.c', 'abc'],
  ['a', 'A'],
  ['#', 'x'],
  ['ab*bc', 'abc'],
  ['a*', 'ba'],
  ['', 'a'],
])('%j does not stand for %j', (pattern, text) => {
  expect(makeWildcard(pattern, { digits: true }).test(text)).toBe(false);
});

test('says what a regular expression would say', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', '#', '.'), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '1', '#', '.', '*'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (written, of) => {
      const source = written.replaceAll('.', '\\.').replaceAll('#', '[0-9]').replaceAll('*', '.*');
      expect(makeWildcard(written, { digits: true }).test(of)).toBe(new RegExp(`^${source}$`, 's').test(of));
    }),
    { numRuns: counts(500, 20_000) },
  );
});

test('many stars cost no time', () => {
  const wildcard = makeWildcard(`${'a*'.repeat(100)}b`);
  const text = 'a'.repeat(1_000_000);
  expect(runToItsEnd(() => wildcard.test(text))).toBe(false);
});
