import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './model/clock.ts';

/** The clock of the machine. Built once, by main.ts and cli.ts. */
export function makeSystemClock(): Clock {
  return {
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    async sleep(ms, signal) {
      try {
        await delay(ms, undefined, signal ? { signal } : {});
      } catch (err) {
        // The port promises the signal's own reason, not Node's AbortError around it.
        throw signal?.aborted ? signal.reason : err;
      }
    },
  };
}
