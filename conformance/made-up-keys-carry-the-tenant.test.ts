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
  expect(isBareMadeUpKey('vendor-{{ id }}', 'id')).toBe(true);
  expect(isBareMadeUpKey('vendor-{{ tenant }}-{{ id }}', 'id')).toBe(false);
  for (const [, source, nativeIdPath] of keys.filter((key) => key[1].includes('tenant')))
    expect(isBareMadeUpKey(source.replaceAll('tenant', 'other'), nativeIdPath)).toBe(true);
});
