import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../model/clock.ts';

export interface LoopDelay {
  medianMs: number;
  p99Ms: number;
  longestMs: number;
}

export interface LoopDelayWatch {
  /** How late the process was with what was due, in the last one to two minutes. */
  read(): LoopDelay;
  stop(): void;
}

const windowMs = 60_000;
/** What the timer of the measurement itself takes: it is due every so many milliseconds. */
const resolutionMs = 10;

/**
 * Watches the event loop: while one request or record computes, nothing else is answered. Two histograms take turns, so
 * that whoever reads does not take anything from the next who does.
 */
export function makeLoopDelayWatch({ clock }: { clock: Pick<Clock, 'monotonicMs'> }): LoopDelayWatch {
  let before = startHistogram();
  let current = startHistogram();
  let begunAtMs = clock.monotonicMs();

  function rotate(): void {
    const nowMs = clock.monotonicMs();
    if (nowMs - begunAtMs < windowMs) return;
    before.disable();
    before = current;
    current = startHistogram();
    begunAtMs = nowMs;
  }

  return {
    read() {
      rotate();
      const most = (read: (histogram: typeof current) => number): number => {
        const delays = [before, current].map((one) => read(one) / 1e6 - resolutionMs);
        return Math.max(0, ...delays.filter(Number.isFinite));
      };
      return {
        medianMs: most((one) => one.percentile(50)),
        p99Ms: most((one) => one.percentile(99)),
        longestMs: most((one) => one.max),
      };
    },
    stop() {
      before.disable();
      current.disable();
    },
  };
}

function startHistogram() {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  return histogram;
}
