import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { ObjectName } from '../model/objects.ts';
import type { ListIndexJob, Transport } from './transport.ts';

export interface IndexMaintenanceDeps {
  clock: Clock;
  log: Logger;
  transport: Transport;
  /** Drops and makes indexes; not done where another process is at it, or where the signal ended the work. */
  maintain(object: ObjectName, signal: AbortSignal): Promise<{ isDone: boolean }>;
  /** Pause between two looks at the queue. */
  lookEveryMs?: number;
  /** Pause before work that was not done is taken up again. */
  repeatAfterSeconds?: number;
}

export interface IndexMaintenance {
  /** Starts the next waiting job, one at a time, and does not wait for its end. Returns whether it started one. */
  startNext(): Promise<boolean>;
  /** Lets the index at hand be finished, gives the rest back, and resolves. */
  stop(): Promise<void>;
}

/** Runs the maintenance jobs of list indexes beside the sessions: an index of a large table takes seconds. */
export function makeIndexMaintenance(deps: IndexMaintenanceDeps): IndexMaintenance {
  const { clock, log, transport } = deps;
  const lookEveryMs = deps.lookEveryMs ?? 5_000;
  const repeatAfterSeconds = deps.repeatAfterSeconds ?? 30;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let lookedAtMs = Number.NEGATIVE_INFINITY;

  async function run(job: ListIndexJob): Promise<void> {
    const { isDone } = await deps.maintain(job.object, stopping.signal);
    if (!isDone) {
      const delaySeconds = stopping.signal.aborted ? 0 : repeatAfterSeconds;
      await transport.sendListIndexes(job.object, { delaySeconds });
    }
    await transport.completeListIndexes(job);
  }

  async function afterThrow(job: ListIndexJob, err: unknown): Promise<void> {
    log.error({ err, object: job.object }, 'the maintenance of list indexes failed and will be tried again');
    await transport.failListIndexes(job, err instanceof Error ? err.message : String(err));
  }

  return {
    async startNext() {
      const nowMs = clock.monotonicMs();
      if (running || stopping.signal.aborted || nowMs - lookedAtMs < lookEveryMs) return false;
      lookedAtMs = nowMs;
      const job = await transport.fetchListIndexes();
      if (!job) return false;
      running = run(job)
        .catch((err: unknown) => afterThrow(job, err))
        .catch((err: unknown) =>
          log.error(
            { err, object: job.object },
            'a job could not be given back; the queue gives it out again once it has expired',
          ),
        )
        .finally(() => {
          running = undefined;
          lookedAtMs = Number.NEGATIVE_INFINITY;
        });
      return true;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
