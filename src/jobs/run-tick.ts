/**
 * What has to happen regularly, once for all processes: start what is due, pick up what nobody works on, notice what
 * has ended or takes too long (picking up: the ladder of retries in docs/flow.md). Started by the queue's tick, which puts the next one in its own place.
 */
import type { Db, Tx } from '../db/client.ts';
import { isDatabaseTrouble } from '../db/db-errors.ts';
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
  const { db, transport } = deps;

  /** One part that fails keeps no other part back; a database that is away keeps all of them. */
  async function attempt(part: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (err) {
      if (isDatabaseTrouble(err)) throw err;
      deps.log.error({ err, part }, 'a part of the regular work failed; it is tried again later');
    }
  }

  return async () => {
    const now = await findDatabaseTime(db);
    await attempt('next runs', () => guardNextRuns(now));
    await attempt('due runs', () => startDue(deps, now));
    await attempt('stranded sessions', async () => {
      for (const sessionId of await findStrandedSessions(db)) await transport.sendSession(sessionId);
    });
    await attempt('ended sessions', async () => {
      for (const sessionId of await findEndedSessions(db, endedWithinSeconds))
        await transport.sendFollowUp({ kind: 'ended', sessionId });
    });
    await attempt('overdue sessions', async () => {
      for (const sessionId of await findOverdueSessions(db, overdueAfterHours))
        await transport.sendFollowUp({ kind: 'overdue', sessionId });
    });
    const nowMs = deps.clock.monotonicMs();
    if (nowMs - choresAtMs < choreEveryMs) return;
    choresAtMs = nowMs;
    for (const chore of deps.chores) await attempt(chore.name, chore.run);
  };
}

/**
 * Requests a session for every due integration, each in a transaction of its own, so that one that cannot be started
 * does not keep the others back. Missed runs are run once, not made up for one by one.
 */
async function startDue(deps: TickDeps, now: Date): Promise<void> {
  // Not tried twice: a schedule that names an instant already past would be found for ever.
  const triedIds: number[] = [];
  for (;;) {
    let due: DueIntegration | undefined;
    try {
      await deps.db.withTransaction(async (tx) => {
        due = await lockDueIntegration(tx, now, triedIds);
        if (due) await startOne(deps, tx, due, now);
      });
    } catch (err) {
      if (!due || isDatabaseTrouble(err)) throw err;
      deps.log.error({ err, integrationId: due.id }, 'a scheduled run could not be started; it stays due');
    }
    if (!due) return;
    triedIds.push(due.id);
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
