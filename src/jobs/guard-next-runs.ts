import type { Db } from '../db/client.ts';
import { nextRunAt } from '../integrations/schedule.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import { listComingRuns, moveNextRun } from './due-integrations.queries.ts';

export interface RunGuardDeps {
  db: Db;
  clock: Clock;
  log: Logger;
}

/** Clocks of machines differ a little; only more than this is a clock that was wrong. */
const toleranceMs = 60_000;

/**
 * Makes the guard that keeps every next run within one interval. A clock that was ahead for a moment lets everything
 * run and puts the next run behind its wrong time, where it would stay long after the clock is right again.
 *
 * What was looked at once stays good while the clock goes forward: the first run after a later instant is never an
 * earlier one. So only what has changed is computed, unless the clock went back.
 */
export function makeRunGuard({ db, clock, log }: RunGuardDeps): (now: Date) => Promise<void> {
  let last: { now: Date; atMs: number } | undefined;
  let good = new Map<number, string>();

  /** Warns when the clock did not go on as time did. A machine that slept looks the same; that is worth a line, too. */
  function watchClock(now: Date): void {
    const atMs = clock.monotonicMs();
    if (last) {
      const offMs = now.getTime() - last.now.getTime() - (atMs - last.atMs);
      if (Math.abs(offMs) > toleranceMs)
        log.warn(
          { offSeconds: Math.round(offMs / 1000), now },
          'the clock of the database has jumped (or this machine has slept); schedules go by it',
        );
      if (now < last.now) good = new Map();
    }
    last = { now, atMs };
  }

  return async (now) => {
    watchClock(now);
    const seen = new Map<number, string>();
    for (const { id, schedule, nextRunAt: stored } of await listComingRuns(db, now)) {
      const state = `${stored.getTime()} ${JSON.stringify(schedule)}`;
      if (good.get(id) !== state) {
        const first = findFirstRun(schedule, now);
        if (first !== undefined && stored.getTime() - first.getTime() > toleranceMs) {
          await moveNextRun(db, id, stored, first);
          log.warn(
            { integrationId: id, from: stored, to: first },
            'the next run was further away than the schedule allows (a clock was wrong); it was brought back',
          );
          continue;
        }
      }
      seen.set(id, state);
    }
    good = seen;
  };
}

/** Undefined for a schedule that cannot be read: starting what is due says so. */
function findFirstRun(schedule: Parameters<typeof nextRunAt>[0], now: Date): Date | undefined {
  try {
    return nextRunAt(schedule, now);
  } catch {
    return undefined;
  }
}
