import { makeSystemClock } from '../../src/clock.ts';
import type { Clock } from '../../src/model/clock.ts';

const shortestSkippedMs = 10;
const shortestNotedMs = 1_000;

export interface HurriedClock extends Clock {
  /** Waits of a second or more, in the order they were asked for; pauses of a rate budget are shorter. */
  readonly pausesMs: number[];
}

/** The clock of the machine, but whoever wants to sleep is woken at once: the clock is moved forward instead. */
export function makeHurriedClock(): HurriedClock {
  const system = makeSystemClock();
  const pausesMs: number[] = [];
  let offsetMs = 0;
  return {
    pausesMs,
    now: () => new Date(system.now().getTime() + offsetMs),
    monotonicMs: () => system.monotonicMs() + offsetMs,
    async sleep(ms, signal) {
      if (ms < shortestSkippedMs) return system.sleep(ms, signal);
      if (ms >= shortestNotedMs) pausesMs.push(ms);
      offsetMs += ms;
      await system.sleep(0, signal);
    },
  };
}
