import type { Db } from '../../src/db/client.ts';
import type { Clock } from '../../src/model/clock.ts';
import { leaseEndOf, type SessionLease } from '../../src/sync/session/session-lease.ts';
import { endSession, getSession, saveCheckpoint } from '../../src/sync/session/session-row.queries.ts';

/**
 * Stands in for the sync engine where the queue is the subject: "reads" pages 1 to `pageCount`, commits each with its
 * checkpoint under the session's epoch, and leaves one log line a page, so that lost and doubled pages show.
 */
export function makePageRun(options: { db: Db; clock: Clock; pageCount: number; pauseMs: number }) {
  const { db, clock, pageCount, pauseMs } = options;
  return async (lease: SessionLease): Promise<void> => {
    const { sessionId, epoch, signal } = lease;
    const session = await getSession(db, sessionId);
    let page = (session.cursor as { page: number } | null)?.page ?? 0;
    while (page < pageCount) {
      const end = leaseEndOf(signal);
      if (end?.kind === 'cancel') {
        await endSession(db, { sessionId, epoch, status: 'canceled', at: clock.now() });
        return;
      }
      if (end) throw end;
      page += 1;
      await db.withTransaction(async (tx) => {
        await tx.query(
          `INSERT INTO session_log (session_id, at, level, message) VALUES ($1, now(), 'info', $2)`,
          [sessionId, `page ${page}`],
        );
        await saveCheckpoint(tx, {
          sessionId,
          epoch,
          cursor: { page },
          isReadComplete: page === pageCount,
          phase: 'reading',
          expectedCount: null,
          doubts: {},
          restartCount: 0,
          counters: { ...session.counters, pageCount: page },
        });
      });
      await clock.sleep(pauseMs);
    }
    await endSession(db, { sessionId, epoch, status: 'succeeded', at: clock.now() });
  };
}
