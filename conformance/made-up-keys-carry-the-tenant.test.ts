/** Vendors count ids from 1 for every account: a key made of one, with words around it, says whose it is. */
import { expect, test } from 'vitest';
import { isBareMadeUpKey } from '../src/mapping/made-up-key.ts';
import { streamSubjects } from './helpers/subjects.ts';

const keys = streamSubjects.flatMap(([name, , { suggestedMapping, nativeIdPath }]) =>
  suggestedMapping
    .filter(({ isSyncKey }) => isSyncKey)
    .map(({ source, target }) => [`${name}: ${target}`, source, nativeIdPath] as const),
);

test.each(keys)('%s', (_name, source, nativeIdPath) => {
  expect(isBareMadeUpKey(source, nativeIdPath)).toBe(false);
});

test('it would be noticed', () => {
  const made = keys.filter(([, source]) => source.includes('tenant'));
  expect(made.length).toBeGreaterThan(4);
  for (const [, source, nativeIdPath] of made)
    expect(isBareMadeUpKey(source.replaceAll('tenant', 'other'), nativeIdPath)).toBe(true);
});
