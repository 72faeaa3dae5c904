/**
 * pg-boss as transport: it only carries "look at session N". What a session is, who has it and how far it got
 * stands in our own session row, since pg-boss fences nothing (a worker thought dead may still complete its job).
 *
 * So a job is completed as soon as the session row is claimed; from then on the row's heartbeat counts. A job lost
 * in between costs nothing either: the tick sends it again. The maintenance of list indexes needs no row of its own: it
 * may be done twice, and an advisory lock keeps two from doing it at once.
 */

import type { PoolClient, QueryResult } from 'pg';
import { type Db as BossDb, PgBoss, type QueueOptions, type QueuePolicy } from 'pg-boss';
import type { Db, Tx } from '../db/client.ts';
import { hashToUuid } from '../model/hash-to-uuid.ts';
import type { Logger } from '../model/logger.ts';
import type { ObjectName } from '../model/objects.ts';
import { mendQueueTimes } from './queue-times.queries.ts';

const sessionQueue = 'muster.session';
const tickQueue = 'muster.tick';
const followUpQueue = 'muster.follow-up';
/** The name that jobs of earlier versions wait under. */
const listIndexQueue = 'muster.look-after-list-indexes';

const retentionQueue = 'muster.retention';

const daySeconds = 24 * 60 * 60;

const queues: Record<string, QueueOptions & { policy: QueuePolicy }> = {
  // `short`: at most one waiting job per session, whoever sends it again.
  [sessionQueue]: {
    policy: 'short',
    retryLimit: 3,
    retryDelay: 2,
    expireInSeconds: 60,
    deleteAfterSeconds: 3_600,
  },
  // `short`: at most one tick waits, however many processes send one.
  [tickQueue]: { policy: 'short', retryLimit: 0, expireInSeconds: 60, deleteAfterSeconds: 60 },
  // Completed ones are kept for days: their ids are what makes a follow-up happen once.
  [followUpQueue]: {
    policy: 'standard',
    retryLimit: 8,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 600,
    expireInSeconds: 120,
    deleteAfterSeconds: 7 * daySeconds,
  },
  // `short`: at most one waiting job per object. One that runs does not count: it may have read the requests already.
  [listIndexQueue]: {
    policy: 'short',
    retryLimit: 3,
    retryDelay: 60,
    retryBackoff: true,
    // Many indexes of a very large table, one after the other.
    expireInSeconds: 6 * 3_600,
    deleteAfterSeconds: daySeconds,
  },
  // `short`: at most one waits. It may be done twice: what is deleted is deleted.
  [retentionQueue]: {
    policy: 'short',
    retryLimit: 3,
    retryDelay: 600,
    retryBackoff: true,
    expireInSeconds: 6 * 3_600,
    deleteAfterSeconds: daySeconds,
  },
};

export interface SessionJob {
  jobId: string;
  sessionId: number;
}

export interface ListIndexJob {
  jobId: string;
  object: ObjectName;
}

/** What has to be done once after something happened to a session. */
export interface FollowUp {
  kind: 'ended' | 'overdue';
  sessionId: number;
}

export interface Transport {
  /** Creates pg-boss's own tables when missing (safe when several processes start at once) and the queues. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** With `tx` the job appears when the transaction commits. A second waiting job for the same session is dropped. */
  sendSession(sessionId: number, options?: { tx?: Tx; delaySeconds?: number }): Promise<void>;
  fetchSession(): Promise<SessionJob | undefined>;
  completeSession(job: SessionJob): Promise<void>;
  failSession(job: SessionJob, reason: string): Promise<void>;
  /** Makes sure that a tick waits, `delaySeconds` away at most. */
  sendTick(delaySeconds: number, tx?: Tx): Promise<void>;
  /** Brings back what a clock that was wrong has put off into a far future. Safe to repeat. */
  mendTimes(): Promise<void>;
  /** Takes the tick when it is due, putting the next one in its place: the chain cannot break. */
  takeTick(nextDelaySeconds: number): Promise<boolean>;
  /** Sent again or from several processes, a follow-up is still done once. */
  sendFollowUp(followUp: FollowUp): Promise<void>;
  /** Runs one due follow-up in the transaction that completes it. Returns false when none is due. */
  runFollowUp(run: (tx: Tx, followUp: FollowUp) => Promise<void>): Promise<boolean>;
  /** Has the list indexes of an object maintained. A second waiting job for the same object is dropped. */
  sendListIndexes(object: ObjectName, options?: { delaySeconds?: number }): Promise<void>;
  fetchListIndexes(): Promise<ListIndexJob | undefined>;
  completeListIndexes(job: ListIndexJob): Promise<void>;
  /** The job comes back after a minute or more, three times at most. */
  failListIndexes(job: ListIndexJob, reason: string): Promise<void>;
  /** Has deleted what was kept long enough. A second waiting job is dropped. */
  sendRetention(): Promise<void>;
  /** Id of the job. */
  fetchRetention(): Promise<string | undefined>;
  completeRetention(jobId: string): Promise<void>;
  failRetention(jobId: string, reason: string): Promise<void>;
}

/** Makes the transport on Muster's own connection pool. */
export function makeTransport({ db, log }: { db: Db; log: Logger }): Transport {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => db.withClient((client) => runStatements(client, text, values)) },
    // Schedules are Muster's own (`run-tick.ts`): pg-boss's cron has minute grain and looks every 30 s only.
    schedule: false,
    superviseIntervalSeconds: 30,
    monitorIntervalSeconds: 30,
    maintenanceIntervalSeconds: 3_600,
  });
  boss.on('error', (err) => log.warn({ err }, 'the job queue reported an error'));
  boss.on('warning', (warning) => log.warn({ warning }, 'the job queue reported a warning'));

  const within = (tx: Tx | undefined): { db?: BossDb } =>
    tx ? { db: { executeSql: (text, values) => tx.client.query(text, values) } } : {};

  return {
    // One process at a time: rivals creating pg-boss's tables would make each other's statements fail.
    start: () =>
      db.withClient(async (client) => {
        await client.query(`SELECT pg_advisory_lock(hashtext('muster.jobs'), 0)`);
        try {
          await boss.start();
          for (const [name, options] of Object.entries(queues)) await boss.createQueue(name, options);
        } finally {
          await client.query(`SELECT pg_advisory_unlock(hashtext('muster.jobs'), 0)`);
        }
      }),
    stop: () => boss.stop({ graceful: false, close: false }),

    async sendSession(sessionId, { tx, delaySeconds } = {}) {
      await boss.send(
        sessionQueue,
        { sessionId },
        {
          ...within(tx),
          singletonKey: String(sessionId),
          ...(delaySeconds === undefined ? {} : { startAfter: delaySeconds }),
        },
      );
    },
    async fetchSession() {
      const [job] = await boss.fetch<{ sessionId: number }>(sessionQueue);
      return job && { jobId: job.id, sessionId: job.data.sessionId };
    },
    async completeSession(job) {
      await boss.complete(sessionQueue, job.jobId);
    },
    async failSession(job, reason) {
      await boss.fail(sessionQueue, job.jobId, { reason });
    },

    async sendTick(delaySeconds, tx) {
      await boss.send(tickQueue, {}, { ...within(tx), startAfter: delaySeconds });
    },
    async mendTimes() {
      const mendedCount = await mendQueueTimes(db);
      if (mendedCount > 0)
        log.warn({ mendedCount }, 'the queue held times from a clock that was wrong; they were mended');
    },
    takeTick: (nextDelaySeconds) =>
      db.withTransaction(async (tx) => {
        const [job] = await boss.fetch(tickQueue, within(tx));
        if (!job) return false;
        await boss.deleteJob(tickQueue, job.id, within(tx));
        await boss.send(tickQueue, {}, { ...within(tx), startAfter: nextDelaySeconds });
        return true;
      }),

    async sendFollowUp(followUp) {
      await boss.send(followUpQueue, followUp, { id: makeFollowUpId(followUp) });
    },
    async runFollowUp(run) {
      const [job] = await boss.fetch<FollowUp>(followUpQueue);
      if (!job) return false;
      try {
        await db.withTransaction(async (tx) => {
          await run(tx, job.data);
          await boss.complete(followUpQueue, job.id, null, within(tx));
        });
      } catch (err) {
        log.error({ err, followUp: job.data }, 'a follow-up of a session failed and will be tried again');
        await boss.fail(followUpQueue, job.id, { reason: err instanceof Error ? err.message : String(err) });
      }
      return true;
    },

    async sendListIndexes(object, { delaySeconds } = {}) {
      await boss.send(
        listIndexQueue,
        { object },
        { singletonKey: object, ...(delaySeconds === undefined ? {} : { startAfter: delaySeconds }) },
      );
    },
    async fetchListIndexes() {
      const [job] = await boss.fetch<{ object: ObjectName }>(listIndexQueue);
      return job && { jobId: job.id, object: job.data.object };
    },
    async completeListIndexes(job) {
      await boss.complete(listIndexQueue, job.jobId);
    },
    async failListIndexes(job, reason) {
      await boss.fail(listIndexQueue, job.jobId, { reason });
    },

    async sendRetention() {
      await boss.send(retentionQueue, {});
    },
    async fetchRetention() {
      const [job] = await boss.fetch(retentionQueue);
      return job?.id;
    },
    async completeRetention(jobId) {
      await boss.complete(retentionQueue, jobId);
    },
    async failRetention(jobId, reason) {
      await boss.fail(retentionQueue, jobId, { reason });
    },
  };
}

/** pg-boss sends whole scripts from BEGIN to COMMIT; one that fails must not leave its transaction to the pool. */
async function runStatements(client: PoolClient, text: string, values?: unknown[]): Promise<QueryResult> {
  try {
    return await client.query(text, values);
  } catch (err) {
    if (values === undefined || values.length === 0) await client.query('ROLLBACK');
    throw err;
  }
}

/** The same follow-up always has the same job id, and an id is taken only once. */
function makeFollowUpId({ kind, sessionId }: FollowUp): string {
  return hashToUuid(`muster.follow-up:${kind}:${sessionId}`);
}
