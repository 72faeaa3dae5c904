import { type EgressResponse, headerOf } from './egress-types.ts';

const resetHeaders = [
  'x-ratelimit-reset',
  'x-rate-limit-reset',
  'ratelimit-reset',
  'x-ratelimit-reset-after',
];
const millisecondHeaders = ['retry-after-ms', 'x-ms-retry-after-ms'];
const plainNumber = /^\d+(\.\d+)?$/;
const yearInSeconds = 31_536_000;

/**
 * How long the answer asks to wait: Retry-After as seconds or HTTP date (RFC 9110 §10.2.3), its milliseconds form,
 * or, with 429, a reset header in epoch seconds or seconds left (facts on vendor APIs, §9.14). Other answers carry
 * reset headers too, where they only say when a window ends. undefined when it does not say.
 */
export function parseRetryAfterMs(
  response: Pick<EgressResponse, 'headers' | 'status'>,
  nowMs: number,
): number | undefined {
  for (const name of millisecondHeaders) {
    const found = headerOf(response, name)?.trim() ?? '';
    if (plainNumber.test(found)) return Number(found);
  }
  const after = headerOf(response, 'retry-after')?.trim() ?? '';
  if (plainNumber.test(after)) return Number(after) * 1_000;
  const at = Date.parse(after);
  if (!Number.isNaN(at)) return Math.max(at - nowMs, 0);
  if (response.status !== 429) return undefined;
  for (const name of resetHeaders) {
    const found = headerOf(response, name)?.trim() ?? '';
    const reset = plainNumber.test(found) ? Number(found) : 0;
    if (reset <= 0) continue;
    // More than a year of seconds can only be an instant, more than a thousand times that one in milliseconds.
    if (reset > yearInSeconds * 1_000) return Math.max(reset - nowMs, 0);
    return reset > yearInSeconds ? Math.max(reset * 1_000 - nowMs, 0) : reset * 1_000;
  }
  return undefined;
}
