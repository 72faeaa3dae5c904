import type { Clock } from '../model/clock.ts';
import type { RateBudget } from './egress-types.ts';

interface Bucket {
  tokens: number;
  refilledAtMs: number;
  runningCount: number;
  pausedUntilMs: number;
  queue: (() => void)[];
}

export interface RateLimiter {
  /** Waits for a place; the returned function gives it back. Rejects with the signal's reason when aborted. */
  enter(key: string, budget: RateBudget, signal?: AbortSignal): Promise<() => void>;
  /** Nobody with this key sends before `untilMs` (epoch). */
  pause(key: string, untilMs: number): void;
}

/** Token bucket and concurrency bound per key, first come first served. */
export function makeRateLimiter(clock: Clock): RateLimiter {
  const buckets = new Map<string, Bucket>();
  const nowMs = () => clock.now().getTime();
  const bucketOf = (key: string, budget?: RateBudget): Bucket => {
    let bucket = buckets.get(key);
    if (!bucket) {
      bucket = {
        tokens: budget?.burst ?? 1,
        refilledAtMs: nowMs(),
        runningCount: 0,
        pausedUntilMs: 0,
        queue: [],
      };
      buckets.set(key, bucket);
    }
    return bucket;
  };
  const leave = (bucket: Bucket) => {
    bucket.runningCount -= 1;
    bucket.queue.shift()?.();
  };
  return {
    async enter(key, budget, signal) {
      const bucket = bucketOf(key, budget);
      while (bucket.runningCount >= budget.maxConcurrent) {
        await new Promise<void>((resolve, reject) => {
          const wake = () => {
            signal?.removeEventListener('abort', abort);
            resolve();
          };
          const abort = () => {
            bucket.queue = bucket.queue.filter((waiting) => waiting !== wake);
            reject(signal?.reason);
          };
          if (signal?.aborted) return reject(signal.reason);
          signal?.addEventListener('abort', abort, { once: true });
          bucket.queue.push(wake);
        });
      }
      bucket.runningCount += 1;
      try {
        for (;;) {
          const now = nowMs();
          bucket.tokens = Math.min(
            budget.burst,
            bucket.tokens + ((now - bucket.refilledAtMs) / 1_000) * budget.requestsPerSecond,
          );
          bucket.refilledAtMs = now;
          const waitMs = Math.max(
            bucket.pausedUntilMs - now,
            bucket.tokens >= 1 ? 0 : Math.ceil(((1 - bucket.tokens) / budget.requestsPerSecond) * 1_000),
          );
          if (waitMs <= 0) break;
          await clock.sleep(waitMs, signal);
        }
        bucket.tokens -= 1;
      } catch (err) {
        leave(bucket);
        throw err;
      }
      let isLeft = false;
      return () => {
        if (isLeft) return;
        isLeft = true;
        leave(bucket);
      };
    },
    pause(key, untilMs) {
      const bucket = bucketOf(key);
      bucket.pausedUntilMs = Math.max(bucket.pausedUntilMs, untilMs);
    },
  };
}
