/**
 * What has to happen regularly, once for all processes: start what is due, pick up what nobody works on, notice what
 * has ended or takes too long. Started by the queue's tick, which puts the next one in its own place.
 */
import type { Db } from '../db/client.ts';
import { isAppError } from '../errors.ts';
import { nextRunAt } from '../integrations/schedule.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import { lockDueIntegrations, setNextRun } from './due-integrations.queries.ts';
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
  let choresAtMs = 0;
  return async () => {
    await startDue(deps);
    for (const sessionId of await findStrandedSessions(deps.db)) await deps.transport.sendSession(sessionId);
    for (const sessionId of await findEndedSessions(deps.db, endedWithinSeconds)) {
      await deps.transport.sendFollowUp({ kind: 'ended', sessionId });
    }
    for (const sessionId of await findOverdueSessions(deps.db, overdueAfterHours)) {
      await deps.transport.sendFollowUp({ kind: 'overdue', sessionId });
    }
    const nowMs = deps.clock.now().getTime();
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

/** Missed runs are run once, not made up for one by one. */
async function startDue(deps: TickDeps): Promise<void> {
  await deps.db.withTransaction(async (tx) => {
    const now = deps.clock.now();
    for (const due of await lockDueIntegrations(tx, now)) {
      await setNextRun(tx, due.id, nextRunAt(due.schedule, now, due.nextRunAt));
      try {
        await deps.requests.requestSession(
          { integrationId: due.id, kind: 'scheduled', requestedBy: null, requestedByName: 'Schedule' },
          tx,
        );
      } catch (err) {
        if (!isAppError(err) || err.code !== 'SYNC_ALREADY_RUNNING') throw err;
        deps.log.warn(
          { integrationId: due.id },
          'a scheduled run did not start: the one before is still open',
        );
        await deps.notify.notify(tx, {
          userIds: due.contacts,
          level: 'warning',
          title: `${due.name}: scheduled run did not start`,
          message: `The session before is still open at the time of the scheduled run. ${err.message}`,
          link: `/integrations/${due.id}`,
        });
      }
    }
  });
}
