import { expect, test } from 'vitest';
import { parseRetryAfterMs } from './retry-after.ts';

const nowMs = Date.parse('2026-01-01T00:00:00Z');
const nowSeconds = nowMs / 1_000;

test.each<[string, Record<string, string>, number | undefined]>([
  ['seconds', { 'retry-after': '7' }, 7_000],
  ['seconds with a fraction', { 'retry-after': '0.5' }, 500],
  ['an HTTP date', { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' }, 9_000],
  ['an HTTP date that is over', { 'retry-after': 'Wed, 31 Dec 2025 23:59:00 GMT' }, 0],
  ['milliseconds', { 'retry-after-ms': '1200', 'retry-after': '2' }, 1_200],
  ['an instant in epoch seconds', { 'x-rate-limit-reset': String(nowSeconds + 30) }, 30_000],
  ['an instant in epoch milliseconds', { 'x-ratelimit-reset': String(nowMs + 250) }, 250],
  ['seconds left', { 'ratelimit-reset': '45' }, 45_000],
  ['prose', { 'retry-after': 'a while' }, undefined],
  ['nothing', {}, undefined],
  ['a negative number', { 'x-ratelimit-reset': '-5' }, undefined],
])('%s', (_name, headers, expected) => {
  expect(parseRetryAfterMs({ status: 429, headers }, nowMs)).toBe(expected);
});

test('the end of a rate window says nothing about an answer that is not a 429', () => {
  const headers = { 'x-ratelimit-reset': '3600' };
  expect(parseRetryAfterMs({ status: 503, headers }, nowMs)).toBeUndefined();
  expect(parseRetryAfterMs({ status: 503, headers: { ...headers, 'retry-after': '3' } }, nowMs)).toBe(3_000);
});
