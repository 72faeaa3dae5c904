import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import type { Clock } from '../model/clock.ts';
import { makeRateLimiter } from './rate-limiter.ts';

/** A clock whose time is moved by hand. */
function makeHandClock() {
  let nowMs = 0;
  let wallOffsetMs = 0;
  let sleepers: { atMs: number; wake(): void }[] = [];
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const clock: Clock = {
    now: () => new Date(nowMs + wallOffsetMs),
    monotonicMs: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { atMs: nowMs + ms, wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((found) => found !== sleeper);
          reject(signal.reason);
        });
      }),
  };
  return {
    clock,
    settle,
    sleeperCount: () => sleepers.length,
    setWall(offsetMs: number) {
      wallOffsetMs = offsetMs;
    },
    async move(ms: number) {
      const untilMs = nowMs + ms;
      for (;;) {
        await settle();
        const next = sleepers.toSorted((left, right) => left.atMs - right.atMs)[0];
        if (!next || next.atMs > untilMs) break;
        nowMs = Math.max(nowMs, next.atMs);
        sleepers = sleepers.filter((found) => found !== next);
        next.wake();
      }
      nowMs = untilMs;
      await settle();
    },
  };
}

test('a burst goes at once, then the rate holds', async () => {
  const { clock, move } = makeHandClock();
  const limiter = makeRateLimiter(clock);
  const budget = { requestsPerSecond: 2, burst: 3, maxConcurrent: 100 };
  let count = 0;
  for (let index = 0; index < 10; index += 1)
    void limiter.enter('a', budget).then((leave) => {
      count += 1;
      leave();
    });
  await move(0);
  expect(count).toBe(3);
  await move(500);
  expect(count).toBe(4);
  await move(1_000);
  expect(count).toBe(6);
});

test('never more at the same time than allowed, and in the order they came', async () => {
  const { clock, move } = makeHandClock();
  const limiter = makeRateLimiter(clock);
  const budget = { requestsPerSecond: 1_000, burst: 1_000, maxConcurrent: 2 };
  const order: number[] = [];
  let running = 0;
  let most = 0;
  const work = async (index: number) => {
    const leave = await limiter.enter('a', budget);
    order.push(index);
    running += 1;
    most = Math.max(most, running);
    await clock.sleep(10 + ((index * 7) % 5));
    running -= 1;
    leave();
    // Whoever comes right when a place is free does not overtake those who wait.
    if (index < 5) void work(index + 100);
  };
  for (let index = 0; index < 8; index += 1) void work(index);
  await move(10_000);
  expect(most).toBe(2);
  expect(order.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(order).toHaveLength(13);
  expect(running).toBe(0);
});

test('a pause holds everybody of the key, and nobody else', async () => {
  const { clock, move } = makeHandClock();
  const limiter = makeRateLimiter(clock);
  const budget = { requestsPerSecond: 100, burst: 100, maxConcurrent: 10 };
  const seen: string[] = [];
  limiter.pause('a', 5_000);
  for (const key of ['a', 'a', 'b']) void limiter.enter(key, budget).then(() => seen.push(key));
  await move(4_999);
  expect(seen).toEqual(['b']);
  await move(1);
  expect(seen).toEqual(['b', 'a', 'a']);
});

test('a clock that was wrong for a while holds nobody: pauses are spans of time, not instants', async () => {
  const { clock, move, setWall } = makeHandClock();
  const limiter = makeRateLimiter(clock);
  const budget = { requestsPerSecond: 1, burst: 1, maxConcurrent: 10 };
  let passedCount = 0;
  const enter = () => void limiter.enter('a', budget).then(() => (passedCount += 1));
  setWall(40 * 86_400_000);
  limiter.pause('a', 5_000);
  enter();
  enter();
  setWall(0);
  await move(6_000);
  expect(passedCount).toBe(2);
});

test('who is aborted leaves the queue at once; no timer is kept for nobody', async () => {
  const { clock, move, settle, sleeperCount } = makeHandClock();
  const limiter = makeRateLimiter(clock);
  const budget = { requestsPerSecond: 1, burst: 1, maxConcurrent: 1 };
  limiter.pause('a', 60_000);
  const controller = new AbortController();
  const waiting = limiter.enter('a', budget, controller.signal);
  await settle();
  expect(sleeperCount()).toBe(1);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await settle();
  expect(sleeperCount()).toBe(0);
  await expect(limiter.enter('a', budget, controller.signal)).rejects.toThrow('enough');
  let isIn = false;
  void limiter.enter('a', budget).then(() => {
    isIn = true;
  });
  await move(60_000);
  expect(isIn).toBe(true);
});

test('whatever comes, goes and is aborted, everybody is served in the end and no place is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ ms: fc.nat(50), isAborted: fc.boolean(), abortMs: fc.nat(200) }), {
        maxLength: 20,
      }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 50 }),
      async (jobs, maxConcurrent, requestsPerSecond) => {
        const { clock, move } = makeHandClock();
        const limiter = makeRateLimiter(clock);
        const budget = { requestsPerSecond, burst: 2, maxConcurrent };
        let [done, aborted, running] = [0, 0, 0];
        for (const job of jobs) {
          const controller = new AbortController();
          if (job.isAborted) void clock.sleep(job.abortMs).then(() => controller.abort(new Error('enough')));
          void limiter.enter('a', budget, controller.signal).then(
            async (leave) => {
              running += 1;
              expect(running).toBeLessThanOrEqual(maxConcurrent);
              await clock.sleep(job.ms);
              running -= 1;
              done += 1;
              leave();
              leave();
            },
            () => {
              aborted += 1;
            },
          );
        }
        await move(60_000);
        expect([done + aborted, running]).toEqual([jobs.length, 0]);
        expect(done).toBeGreaterThanOrEqual(jobs.filter((job) => !job.isAborted).length);
      },
    ),
    { numRuns: counts(15, 250) },
  );
});
