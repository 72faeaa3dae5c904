import { type EgressResponse, headerOf } from './egress-types.ts';

/**
 * How long the answer asks to wait: Retry-After as seconds or HTTP date (RFC 9110 §10.2.3), or a reset header in
 * epoch seconds or seconds left (facts on vendor APIs, §9.14). undefined when it does not say.
 */
export function parseRetryAfterMs(
  response: Pick<EgressResponse, 'headers'>,
  nowMs: number,
): number | undefined {
  const after = headerOf(response, 'retry-after')?.trim();
  if (after !== undefined && after !== '') {
    if (/^\d+(\.\d+)?$/.test(after)) return Number(after) * 1_000;
    const at = Date.parse(after);
    if (!Number.isNaN(at)) return Math.max(at - nowMs, 0);
  }
  for (const name of ['x-ratelimit-reset', 'x-rate-limit-reset', 'ratelimit-reset']) {
    const reset = Number(headerOf(response, name));
    if (!Number.isFinite(reset) || reset <= 0) continue;
    // Above a year in seconds it can only be an instant.
    return reset > 31_536_000 ? Math.max(reset * 1_000 - nowMs, 0) : reset * 1_000;
  }
  return undefined;
}
