import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeLoopDelayWatch } from './loop-delay.ts';

test('a block of the event loop is seen, stays for the next reader, and is forgotten after two windows', async () => {
  let nowMs = 0;
  const watch = makeLoopDelayWatch({ clock: { monotonicMs: () => nowMs } });
  await delay(60);
  const end = performance.now() + 1_500;
  while (performance.now() < end);
  await delay(60);
  // It cannot have been shorter than the loop was blocked.
  expect(watch.read().longestMs).toBeGreaterThan(1_400);
  expect(watch.read().longestMs).toBeGreaterThan(1_400);
  nowMs += 61_000;
  expect(watch.read().longestMs).toBeGreaterThan(1_400);
  nowMs += 61_000;
  watch.read();
  nowMs += 61_000;
  expect(watch.read().longestMs).toBeLessThan(1_400);
  watch.stop();
});
