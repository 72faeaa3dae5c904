import { expect, test } from 'vitest';
import type { ClientDefinition } from '../definition/definition.ts';
import { readRetryAfterMs } from './classify-response.ts';

const date = 'Sat, 21 Nov 2026 07:00:00 GMT';
const read = (
  retryHint: ClientDefinition['retryHint'] | undefined,
  headers: Record<string, string>,
  text = '',
) => readRetryAfterMs(retryHint ? { retryHint } : {}, { headers, text });

test.each([
  ['Retry-After in seconds', { 'retry-after': '30' }, 30_000],
  ['Retry-After as a date', { 'retry-after': 'Sat, 21 Nov 2026 07:00:20 GMT', date }, 20_000],
  ["a date without the sender's own", { 'retry-after': 'Sat, 21 Nov 2026 07:00:20 GMT' }, undefined],
  ['nothing', {}, undefined],
])('%s', (_name, headers, waitMs) => {
  expect(read(undefined, headers)).toBe(waitMs);
});

test.each([
  ['seconds', '12', 12_000],
  ['milliseconds', '1500', 1_500],
  ['epoch-seconds', String(Date.parse(date) / 1_000 + 9), 9_000],
] as const)('a header of its own in %s', (unit, value, waitMs) => {
  expect(read({ header: 'x-reset', unit }, { 'x-reset': value, date })).toBe(waitMs);
});

/** The wording is the vendor's: facts/ninjaone-manageengine.md §2.5. */
test.each([
  ['Cannot execute more than 100 requests per API in 2 minutes. Try again after 22 minutes.', 1_320_000],
  ['Try again after 45 seconds', 45_000],
  ['Retry in 1 hour.', 3_600_000],
  ['Please try again after some time.', undefined],
])('a sentence: %s', (message, waitMs) => {
  const hint = { bodyPath: 'error.details.message', unit: 'sentence' as const };
  expect(read(hint, {}, JSON.stringify({ error: { details: { message } } }))).toBe(waitMs);
});

test('a body that is no JSON holds no sentence', () => {
  expect(read({ bodyPath: 'message', unit: 'sentence' }, { 'retry-after': '5' }, '<html>')).toBe(5_000);
});
