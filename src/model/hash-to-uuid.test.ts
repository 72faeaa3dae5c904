import { expect, test } from 'vitest';
import { hashToUuid } from './hash-to-uuid.ts';

test('the first 128 bits of sha256, the same for a text and its bytes', () => {
  expect(hashToUuid('abc')).toBe('ba7816bf-8f01-cfea-4141-40de5dae2223');
  expect(hashToUuid(Buffer.from('abc'))).toBe(hashToUuid('abc'));
});
