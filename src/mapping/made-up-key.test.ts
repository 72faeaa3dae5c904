import { expect, test } from 'vitest';
import { isBareMadeUpKey } from './made-up-key.ts';

test.each([
  ['acme-{{ id }}', true],
  ["{{ 'acme-' ~ id }}", true],
  ["{{ serial | first_of('acme-' ~ id) }}", true],
  ['acme-{{ tenant }}-{{ id }}', false],
  ["{{ uid | first_of('acme-' ~ tenant ~ '-' ~ id) }}", false],
  // Ids by themselves may be unique everywhere, and so may other fields with words around them.
  ['id', false],
  ['{{ id | lower }}', false],
  ['{{ serial }}-{{ model }}', false],
  ['acme-{{ id', false],
])('%s: %s', (source, expected) => {
  expect(isBareMadeUpKey(source, 'id')).toBe(expected);
});
