/**
 * The one client for every outgoing request. Per attempt: rate budget → guard → connect to the checked address →
 * bounded reading; around it redirects (each checked again) and retries that honour what the vendor asks for,
 * the lowest rung of the ladder of retries in docs/flow.md.
 */
import type { LookupAddress } from 'node:dns';
import { isAppError, makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import { hostOf } from '../model/host-of.ts';
import type { Logger } from '../model/logger.ts';
import { makeAddressGuard } from './address-guard.ts';
import type { Egress, EgressRequest, EgressResponse, RetryPolicy } from './egress-types.ts';
import { makeDispatchers } from './make-dispatchers.ts';
import { makeRateLimiter } from './rate-limiter.ts';
import { parseRetryAfterMs } from './retry-after.ts';
import { sendRequest } from './send-request.ts';

export interface EgressOptions {
  clock: Clock;
  log: Logger;
  /** Between 0 and 1; spreads retries of several processes. */
  random(): number;
  lookup(host: string): Promise<LookupAddress[]>;
  allow: readonly string[];
  httpProxy?: string | undefined;
  /** The proxy is told names instead of checked addresses. */
  proxyTakesNames?: boolean | undefined;
  maxResponseBytes: number;
  userAgent: string;
}

type Outcome = { response: EgressResponse } | { failure: unknown };

const defaultRetry: RetryPolicy = { maxAttempts: 5, maxTotalWaitMs: 120_000 };
const retryStatuses = new Set([429, 502, 503, 504]);
/** RFC 9110 §9.2.2 */
const idempotent = new Set(['GET', 'PUT', 'DELETE']);

export function makeEgress(options: EgressOptions): Egress {
  const { clock, log } = options;
  const guard = makeAddressGuard(options.allow);
  const { lookup, httpProxy, proxyTakesNames } = options;
  const dispatchers = makeDispatchers({ guard, lookup, httpProxy, proxyTakesNames });
  const limiter = makeRateLimiter(clock);
  const sending = {
    dispatchers,
    userAgent: options.userAgent,
    maxResponseBytes: options.maxResponseBytes,
  };

  /** One attempt within the rate budget. An abort while waiting for it is thrown. */
  async function attempt(
    request: EgressRequest,
    attemptCount: number,
    startedAtMs: number,
  ): Promise<Outcome> {
    const leave =
      request.budgetKey !== undefined && request.budget
        ? await limiter.enter(request.budgetKey, request.budget, request.signal)
        : undefined;
    try {
      const answer = await sendRequest(sending, request);
      return { response: { ...answer, attemptCount, elapsedMs: clock.monotonicMs() - startedAtMs } };
    } catch (err) {
      return { failure: err };
    } finally {
      leave?.();
    }
  }

  /** How long to wait before the next attempt; undefined when this was the last one. */
  function planRetry(
    request: EgressRequest,
    policy: RetryPolicy,
    outcome: Outcome,
    attemptCount: number,
    waitedMs: number,
  ): number | undefined {
    const response = 'response' in outcome ? outcome.response : undefined;
    const isPassing = response
      ? retryStatuses.has(response.status)
      : isAppError((outcome as { failure: unknown }).failure) &&
        (outcome as { failure: { recovery?: string } }).failure.recovery === 'retry';
    if (!isPassing) return undefined;
    const hintMs = response
      ? (request.retryHint?.(response) ?? parseRetryAfterMs(response, clock.now().getTime()))
      : undefined;
    // "Wait 0 seconds" and instants that are over say nothing.
    const ownMs =
      response?.status === 429 && policy.throttlePauseMs !== undefined
        ? policy.throttlePauseMs * 2 ** (attemptCount - 1)
        : backoffMs(attemptCount, options.random());
    const waitMs = hintMs !== undefined && hintMs > 0 ? hintMs : ownMs;
    // Others of this key wait as well, but never longer than this request would have waited itself.
    if (response?.status === 429 && request.budgetKey !== undefined)
      limiter.pause(request.budgetKey, Math.min(waitMs, policy.maxTotalWaitMs));
    const mayRepeat = idempotent.has(request.method) || policy.isSafeToRepeat === true;
    const isOver = attemptCount >= policy.maxAttempts || waitedMs + waitMs > policy.maxTotalWaitMs;
    return mayRepeat && !isOver ? waitMs : undefined;
  }

  async function send(request: EgressRequest): Promise<EgressResponse> {
    const startedAtMs = clock.monotonicMs();
    const policy = request.retry ?? defaultRetry;
    let waitedMs = 0;
    for (let attemptCount = 1; ; attemptCount += 1) {
      const outcome = await attempt(request, attemptCount, startedAtMs);
      const waitMs = planRetry(request, policy, outcome, attemptCount, waitedMs);
      if (waitMs === undefined) {
        if ('response' in outcome) return outcome.response;
        throw outcome.failure;
      }
      const status = 'response' in outcome ? outcome.response.status : undefined;
      log.debug(
        { host: nameHost(request.url), status, attemptCount, waitMs },
        'outgoing request is tried again',
      );
      waitedMs += waitMs;
      await clock.sleep(waitMs, request.signal);
    }
  }

  return {
    async request(request) {
      try {
        request.signal?.throwIfAborted();
        return await send(request);
      } catch (err) {
        if (isAppError(err) || !request.signal?.aborted) throw err;
        throw makeError('EGRESS_ABORTED', { host: nameHost(request.url) }, { cause: err });
      }
    },
    close: () => dispatchers.close(),
  };
}

const nameHost = (url: string) => hostOf(url) ?? 'an invalid URL';

/** Doubles from half a second to 15 seconds, of which the upper half is left to chance. */
function backoffMs(attemptCount: number, random: number): number {
  return Math.round(Math.min(500 * 2 ** (attemptCount - 1), 15_000) * (0.5 + random / 2));
}
