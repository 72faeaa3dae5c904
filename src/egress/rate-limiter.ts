import type { Clock } from '../model/clock.ts';
import type { RateBudget } from './egress-types.ts';

interface Waiting {
  budget: RateBudget;
  admit(): void;
  fail(err: unknown): void;
}

interface Bucket {
  tokens: number;
  refilledAtMs: number;
  runningCount: number;
  pausedUntilMs: number;
  /** First come, first served: nobody overtakes. */
  queue: Waiting[];
  isServing: boolean;
  /** Ends the server's sleep when nobody waits any more. */
  sleep: AbortController | undefined;
}

export interface RateLimiter {
  /** Waits for a place; the returned function gives it back. Rejects with the signal's reason when aborted. */
  enter(key: string, budget: RateBudget, signal?: AbortSignal): Promise<() => void>;
  /** Nobody with this key sends for the next `waitMs`. */
  pause(key: string, waitMs: number): void;
}

/** Token bucket and concurrency bound per key. */
export function makeRateLimiter(clock: Clock): RateLimiter {
  const buckets = new Map<string, Bucket>();
  const nowMs = () => clock.monotonicMs();

  const bucketOf = (key: string): Bucket => {
    let bucket = buckets.get(key);
    if (!bucket) {
      bucket = {
        tokens: Number.POSITIVE_INFINITY,
        refilledAtMs: nowMs(),
        runningCount: 0,
        pausedUntilMs: 0,
        queue: [],
        isServing: false,
        sleep: undefined,
      };
      buckets.set(key, bucket);
    }
    return bucket;
  };

  /** Milliseconds until the next request may go; 0 takes the token. */
  function takeToken(bucket: Bucket, budget: RateBudget): number {
    const now = nowMs();
    const perSecond = Math.max(budget.requestsPerSecond, 0.001);
    const refilled = bucket.tokens + (Math.max(now - bucket.refilledAtMs, 0) / 1_000) * perSecond;
    bucket.tokens = Math.min(Math.max(budget.burst, 1), refilled);
    bucket.refilledAtMs = now;
    const missing = bucket.tokens >= 1 ? 0 : Math.ceil(((1 - bucket.tokens) / perSecond) * 1_000);
    const waitMs = Math.max(bucket.pausedUntilMs - now, missing);
    if (waitMs <= 0) bucket.tokens -= 1;
    return Math.max(waitMs, 0);
  }

  async function serve(bucket: Bucket): Promise<void> {
    if (bucket.isServing) return;
    bucket.isServing = true;
    try {
      for (let first = bucket.queue[0]; first; first = bucket.queue[0]) {
        if (bucket.runningCount >= Math.max(first.budget.maxConcurrent, 1)) return;
        const waitMs = takeToken(bucket, first.budget);
        if (waitMs === 0) {
          bucket.queue.shift();
          bucket.runningCount += 1;
          first.admit();
          continue;
        }
        bucket.sleep = new AbortController();
        const { signal } = bucket.sleep;
        await clock.sleep(waitMs, signal).catch((err: unknown) => {
          if (!signal.aborted) throw err;
        });
      }
    } catch (err) {
      for (const waiting of bucket.queue.splice(0)) waiting.fail(err);
    } finally {
      bucket.isServing = false;
      bucket.sleep = undefined;
    }
  }

  const makeLeave = (bucket: Bucket) => {
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      bucket.runningCount -= 1;
      void serve(bucket);
    };
  };

  return {
    async enter(key, budget, signal) {
      signal?.throwIfAborted();
      const bucket = bucketOf(key);
      await new Promise<void>((resolve, reject) => {
        const onAbort = () => {
          bucket.queue = bucket.queue.filter((found) => found !== waiting);
          if (bucket.queue.length === 0) bucket.sleep?.abort();
          reject(signal?.reason);
        };
        const waiting: Waiting = {
          budget,
          admit() {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          },
          fail: reject,
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        bucket.queue.push(waiting);
        void serve(bucket);
      });
      return makeLeave(bucket);
    },
    pause(key, waitMs) {
      const bucket = bucketOf(key);
      bucket.pausedUntilMs = Math.max(bucket.pausedUntilMs, nowMs() + waitMs);
    },
  };
}
