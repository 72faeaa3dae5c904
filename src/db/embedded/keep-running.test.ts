import { expect, test } from 'vitest';
import { makeMemoryLog } from '../../../test/helpers/silent-log.ts';
import type { Clock } from '../../model/clock.ts';
import { failureWindowMs, keepRunning, maxFailureCount } from './keep-running.ts';

/** Sleeping moves the time; after `endAtMs` the watching ends. */
function makeWatch(endAtMs: number) {
  let nowMs = 0;
  const stopped = new AbortController();
  const clock: Clock = {
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    async sleep(ms) {
      nowMs += ms;
      if (nowMs >= endAtMs) stopped.abort();
    },
  };
  return { clock, signal: stopped.signal, log: makeMemoryLog(), nowMs: () => nowMs };
}

test('what ends is started again: at once, then after ever longer pauses, and given up in the end', async () => {
  const watch = makeWatch(failureWindowMs);
  const startedAtMs: number[] = [];
  const problems: unknown[] = [];
  await keepRunning({
    ...watch,
    isRunning: () => false,
    restart: async () => {
      startedAtMs.push(watch.nowMs());
      throw new Error(`no. ${startedAtMs.length}`);
    },
    onGiveUp: (problem) => problems.push(problem),
  });
  const pausesMs = startedAtMs.slice(1).map((atMs, index) => atMs - (startedAtMs[index] as number));
  expect(startedAtMs[0]).toBeLessThanOrEqual(1_000);
  expect(pausesMs).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  expect(startedAtMs).toHaveLength(maxFailureCount);
  expect(problems).toEqual([new Error(`no. ${maxFailureCount}`)]);
});

test('a server that starts and ends again and again is given up as well', async () => {
  const watch = makeWatch(failureWindowMs);
  let restartCount = 0;
  let hasGivenUp = false;
  await keepRunning({
    ...watch,
    isRunning: () => false,
    restart: async () => {
      restartCount += 1;
    },
    onGiveUp: () => {
      hasGivenUp = true;
    },
  });
  expect(restartCount).toBe(maxFailureCount);
  expect(hasGivenUp).toBe(true);
});

test('an end now and then, over days, is never given up', async () => {
  const watch = makeWatch(200 * failureWindowMs);
  let runsUntilMs = 0;
  let restartCount = 0;
  await keepRunning({
    ...watch,
    isRunning: () => watch.nowMs() < runsUntilMs,
    restart: async () => {
      restartCount += 1;
      runsUntilMs = watch.nowMs() + 2 * failureWindowMs;
    },
    onGiveUp: () => expect.unreachable(),
  });
  expect(restartCount).toBeGreaterThan(50);
});
