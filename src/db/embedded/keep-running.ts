import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';

export interface KeepRunningOptions {
  clock: Clock;
  log: Logger;
  /** Ends the watching. */
  signal: AbortSignal;
  isRunning(): boolean;
  /** Starts it again, or finds that somebody else has. */
  restart(): Promise<void>;
  /** It ended too often: nobody looks after it any more. */
  onGiveUp(lastProblem: unknown): void;
}

const checkEveryMs = 500;
/** Ends and failed starts within this time count together. */
export const failureWindowMs = 10 * 60_000;
/** With one more, somebody has to look. */
export const maxFailureCount = 6;
const firstPauseMs = 1_000;
const maxPauseMs = 30_000;

/** Nothing before the first restart, then 1, 2, 4 … 30 s. */
function pauseBefore(failureCount: number): number {
  return failureCount <= 1 ? 0 : Math.min(firstPauseMs * 2 ** (failureCount - 2), maxPauseMs);
}

/**
 * Watches over something that runs and starts it again when it has ended, more slowly each time, until it has failed
 * too often. Resolves when the signal ends it or it has given up.
 */
export async function keepRunning(options: KeepRunningOptions): Promise<void> {
  const { clock, log, signal } = options;
  let failuresAtMs: number[] = [];
  const pause = (ms: number) => clock.sleep(ms, signal).catch(() => undefined);

  function noteFailure(): void {
    const nowMs = clock.monotonicMs();
    failuresAtMs = [...failuresAtMs.filter((atMs) => nowMs - atMs < failureWindowMs), nowMs];
  }

  while (!signal.aborted) {
    await pause(checkEveryMs);
    if (signal.aborted || options.isRunning()) continue;
    noteFailure();
    let problem: unknown;
    while (!signal.aborted) {
      if (failuresAtMs.length > maxFailureCount) {
        options.onGiveUp(problem);
        return;
      }
      const waitMs = pauseBefore(failuresAtMs.length);
      log.error(
        { failureCount: failuresAtMs.length, waitMs, ...(problem ? { err: problem } : {}) },
        'the database has ended by itself; it is started again',
      );
      await pause(waitMs);
      if (signal.aborted) return;
      try {
        await options.restart();
        break;
      } catch (err) {
        problem = err;
        noteFailure();
      }
    }
  }
}
