import type { Db } from '../db/client.ts';
import { findAppliedMigrations } from '../db/migrate.queries.ts';
import { loadMigrations, planMigrations } from '../db/migrate.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { LoopDelay } from './loop-delay.ts';

export interface ReadinessCheck {
  name: string;
  /** Rejects when the part cannot do its work; the error's message is shown. */
  run(): Promise<void>;
}

export interface ReadinessReport {
  isReady: boolean;
  checks: { name: string; isOk: boolean; message: string }[];
  /** Longest time in the last one to two minutes in which the process answered nothing. */
  longestLoopDelayMs: number;
}

export interface Readiness {
  /** Runs all checks at once. A check that takes longer than 3 seconds counts as failed. */
  check(): Promise<ReadinessReport>;
}

const limitMs = 3_000;

export function makeReadiness(options: {
  checks: readonly ReadinessCheck[];
  clock: Clock;
  log: Logger;
  readLoopDelay: () => LoopDelay;
}): Readiness {
  const { checks, clock, log, readLoopDelay } = options;

  async function runCheck(check: ReadinessCheck): Promise<ReadinessReport['checks'][number]> {
    const finished = new AbortController();
    try {
      const tooLate = clock.sleep(limitMs, finished.signal).then(
        () => {
          throw new Error(`no answer within ${limitMs / 1000} seconds`);
        },
        () => undefined,
      );
      await Promise.race([check.run(), tooLate]);
      return { name: check.name, isOk: true, message: 'ok' };
    } catch (err) {
      log.warn({ err, check: check.name }, 'a readiness check failed');
      return { name: check.name, isOk: false, message: err instanceof Error ? err.message : String(err) };
    } finally {
      finished.abort();
    }
  }

  return {
    async check() {
      const results = await Promise.all(checks.map(runCheck));
      const longestLoopDelayMs = Math.round(readLoopDelay().longestMs);
      return { isReady: results.every(({ isOk }) => isOk), checks: results, longestLoopDelayMs };
    },
  };
}

/** The database answers, and has every migration this version knows. */
export function makeDatabaseChecks(db: Db): ReadinessCheck[] {
  return [
    {
      name: 'database',
      async run() {
        await db.query('SELECT 1');
      },
    },
    {
      name: 'migrations',
      async run() {
        const open = planMigrations(await findAppliedMigrations(db), await loadMigrations());
        if (open.length > 0) {
          throw new Error(
            `${open.length} migrations are not applied yet. Run "muster migrate" or restart Muster.`,
          );
        }
      },
    },
  ];
}
