/**
 * What has to happen regularly, once for all processes: start what is due, pick up what nobody works on, notice what
 * has ended or takes too long. Started by the queue's tick, which puts the next one in its own place.
 */
import type { Db, Tx } from '../db/client.ts';
import { isAppError } from '../errors.ts';
import { nextRunAt } from '../integrations/schedule.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import {
  type DueIntegration,
  findDatabaseTime,
  lockDueIntegration,
  setNextRun,
} from './due-integrations.queries.ts';
import { makeRunGuard } from './guard-next-runs.ts';
import type { SessionRequests } from './session-requests.ts';
import { findEndedSessions, findOverdueSessions, findStrandedSessions } from './session-rows.queries.ts';
import type { Transport } from './transport.ts';

export interface TickDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  transport: Transport;
  requests: SessionRequests;
  notify: NotifyPort;
  /** Further chores: drafts, old notifications, expiring credentials. Each failure is logged, none stops the others. */
  chores: readonly { name: string; run(): Promise<void> }[];
}

export interface NotifyPort {
  notify(
    tx: { query: Db['query'] },
    notification: {
      userIds: readonly number[];
      level: 'info' | 'warning' | 'error';
      title: string;
      message: string;
      link?: string;
    },
  ): Promise<void>;
}

/** A session not done after this long is told to the contacts (facts/product-behaviour.md §2.4). */
export const overdueAfterHours = 24;
const endedWithinSeconds = 3_600;
const choreEveryMs = 10 * 60_000;

export function makeTick(deps: TickDeps): () => Promise<void> {
  let choresAtMs = Number.NEGATIVE_INFINITY;
  const guardNextRuns = makeRunGuard(deps);
  return async () => {
    const now = await findDatabaseTime(deps.db);
    await guardNextRuns(now);
    await startDue(deps, now);
    for (const sessionId of await findStrandedSessions(deps.db)) await deps.transport.sendSession(sessionId);
    for (const sessionId of await findEndedSessions(deps.db, endedWithinSeconds)) {
      await deps.transport.sendFollowUp({ kind: 'ended', sessionId });
    }
    for (const sessionId of await findOverdueSessions(deps.db, overdueAfterHours)) {
      await deps.transport.sendFollowUp({ kind: 'overdue', sessionId });
    }
    const nowMs = deps.clock.monotonicMs();
    if (nowMs - choresAtMs < choreEveryMs) return;
    choresAtMs = nowMs;
    for (const chore of deps.chores) {
      try {
        await chore.run();
      } catch (err) {
        deps.log.error({ err, chore: chore.name }, 'a regular chore failed; it is tried again later');
      }
    }
  };
}

/**
 * Requests a session for every due integration, each in a transaction of its own, so that one that cannot be started
 * does not keep the others back. Missed runs are run once, not made up for one by one.
 */
async function startDue(deps: TickDeps, now: Date): Promise<void> {
  const startedIds = new Set<number>();
  for (;;) {
    const due = await deps.db.withTransaction(async (tx) => {
      const found = await lockDueIntegration(tx, now);
      // A schedule that names an instant already past would be found for ever.
      if (found && !startedIds.has(found.id)) await startOne(deps, tx, found, now);
      return found;
    });
    if (!due || startedIds.has(due.id)) return;
    startedIds.add(due.id);
  }
}

async function startOne(deps: TickDeps, tx: Tx, due: DueIntegration, now: Date): Promise<void> {
  try {
    await setNextRun(tx, due.id, nextRunAt(due.schedule, now, due.nextRunAt));
  } catch (err) {
    deps.log.error(
      { err, integrationId: due.id },
      'a schedule cannot be read; the integration runs by hand only',
    );
    await setNextRun(tx, due.id, undefined);
    await tellNotStarted(
      deps,
      tx,
      due,
      'Its schedule cannot be read. Open the integration and save the schedule anew.',
    );
    return;
  }
  try {
    const request = { kind: 'scheduled', requestedBy: null, requestedByName: 'Schedule' } as const;
    await deps.requests.requestSession({ integrationId: due.id, ...request }, tx);
  } catch (err) {
    if (!isAppError(err) || err.code !== 'SYNC_ALREADY_RUNNING') throw err;
    deps.log.warn({ integrationId: due.id }, 'a scheduled run did not start: the one before is still open');
    await tellNotStarted(
      deps,
      tx,
      due,
      `The session before is still open at the time of the scheduled run. ${err.message}`,
    );
  }
}

function tellNotStarted(deps: TickDeps, tx: Tx, due: DueIntegration, message: string): Promise<void> {
  return deps.notify.notify(tx, {
    userIds: due.contacts,
    level: 'warning',
    title: `${due.name}: scheduled run did not start`,
    message,
    link: `/integrations/${due.id}`,
  });
}
