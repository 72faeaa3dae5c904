import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { Transport } from './transport.ts';

export interface RetentionWorkDeps {
  clock: Clock;
  log: Logger;
  transport: Transport;
  /** Deletes in slices; not done where the signal ended it. */
  forget(signal: AbortSignal): Promise<{ isDone: boolean }>;
  /** Pause between two looks at the queue. */
  lookEveryMs?: number;
}

export interface RetentionWork {
  /** Starts the waiting job and does not wait for its end. Returns whether it started one. */
  startNext(): Promise<boolean>;
  /** Lets the slice at hand be finished and gives the rest back. */
  stop(): Promise<void>;
}

/** Runs the deleting of what was kept long enough beside the sessions. */
export function makeRetentionWork(deps: RetentionWorkDeps): RetentionWork {
  const { clock, log, transport } = deps;
  const lookEveryMs = deps.lookEveryMs ?? 10_000;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let lookedAtMs = Number.NEGATIVE_INFINITY;

  async function run(jobId: string): Promise<void> {
    try {
      const { isDone } = await deps.forget(stopping.signal);
      if (!isDone) await transport.sendRetention();
      await transport.completeRetention(jobId);
    } catch (err) {
      log.error({ err }, 'the deleting of what was kept long enough failed and will be tried again');
      await transport.failRetention(jobId, err instanceof Error ? err.message : String(err));
    }
  }

  return {
    async startNext() {
      const nowMs = clock.monotonicMs();
      if (running || stopping.signal.aborted || nowMs - lookedAtMs < lookEveryMs) return false;
      lookedAtMs = nowMs;
      const jobId = await transport.fetchRetention();
      if (jobId === undefined) return false;
      running = run(jobId)
        .catch((err: unknown) =>
          log.error(
            { err },
            'a job could not be given back; the queue gives it out again once it has expired',
          ),
        )
        .finally(() => {
          running = undefined;
        });
      return true;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
