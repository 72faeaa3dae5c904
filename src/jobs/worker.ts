/**
 * Takes sessions from the queue and runs them, several at a time. The session row decides who may: a worker claims
 * it under a new epoch, keeps the heartbeat, and stops when the row says that somebody else has it. What becomes of a
 * session that could not go on is a rung of the ladder of retries in docs/flow.md.
 */
import type { Db, Tx } from '../db/client.ts';
import { isDatabaseTrouble } from '../db/db-errors.ts';
import { isAppError, makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import { LeaseEnd, type SessionLease } from '../sync/session/session-lease.ts';
import { addSessionLog } from '../sync/session/session-row.queries.ts';
import type { IndexMaintenance } from './index-maintenance.ts';
import type { RetentionWork } from './retention-work.ts';
import { claimSession, failSessionRow, heartbeatSession, releaseSession } from './session-rows.queries.ts';
import type { FollowUp, Transport } from './transport.ts';

export interface WorkerDeps {
  db: Db;
  /** A pool of its own: however busy the others are, a session that goes on is not thought dead. */
  heartbeats: Db;
  clock: Clock;
  log: Logger;
  transport: Transport;
  workerId: string;
  /** Sessions at the same time. */
  concurrency: number;
  runSession(lease: SessionLease): Promise<void>;
  tick(): Promise<void>;
  followUp(tx: Tx, followUp: FollowUp): Promise<void>;
  /** Default: list indexes are left to other workers. */
  indexMaintenance?: IndexMaintenance;
  retention?: RetentionWork;
  heartbeatMs?: number;
  idleMs?: number;
}

export interface Worker {
  start(): void;
  /** Lets running batches commit, gives the sessions back, and resolves. */
  stop(): Promise<void>;
  busyCount(): number;
}

/** How often what is due or was left behind is looked for. */
export const tickSeconds = 5;
/** A session that ended this many workers (out of memory, say) is not handed to another one. */
const maxClaimCount = 20;
/** The tick's job is looked after this often: lost, or put off by a clock that was wrong, it would never come back. */
const tickCareMs = 30_000;
/** Pauses before a session is taken up again after the database could not go on: doubled with each claim. */
const firstRetryDelaySeconds = 5;
const maxRetryDelaySeconds = 300;

export function makeWorker(deps: WorkerDeps): Worker {
  const { db, heartbeats, clock, log, transport } = deps;
  const heartbeatMs = deps.heartbeatMs ?? 3_000;
  const idleMs = deps.idleMs ?? 500;
  const running = new Map<number, { controller: AbortController; done: Promise<void> }>();
  const stopping = new AbortController();
  let loop: Promise<void> | undefined;
  let tickCareAtMs = Number.NEGATIVE_INFINITY;

  /** Rejections of an aborted sleep are how the loops end. */
  const pause = (ms: number, signal: AbortSignal) => clock.sleep(ms, signal).catch(() => undefined);

  async function keepAlive(
    sessionId: number,
    epoch: number,
    controller: AbortController,
    ended: AbortSignal,
  ): Promise<void> {
    let lastBeatMs = clock.monotonicMs();
    while (!ended.aborted) {
      await pause(heartbeatMs, ended);
      if (ended.aborted) return;
      try {
        const alive = await heartbeatSession(heartbeats, sessionId, epoch);
        if (!alive) controller.abort(new LeaseEnd('lost'));
        else if (alive.isCancelRequested) controller.abort(new LeaseEnd('cancel'));
        lastBeatMs = clock.monotonicMs();
      } catch (err) {
        // The database may be away for a moment; the commit itself is fenced by the epoch in any case.
        log.warn(
          { err, sessionId, silentMs: clock.monotonicMs() - lastBeatMs },
          'a heartbeat could not be written',
        );
      }
    }
  }

  async function runOne(sessionId: number, epoch: number): Promise<void> {
    const controller = new AbortController();
    const ended = new AbortController();
    const done = (async () => {
      const beats = keepAlive(sessionId, epoch, controller, ended.signal);
      let thrown: { err: unknown } | undefined;
      try {
        if (epoch > maxClaimCount)
          throw makeError('JOBS_SESSION_ABANDONED', { sessionId, count: maxClaimCount });
        await deps.runSession({ sessionId, epoch, workerId: deps.workerId, signal: controller.signal });
      } catch (err) {
        thrown = { err };
      }
      // The last heartbeat first: one that came after the session was given back would keep others away from it.
      ended.abort();
      await beats;
      const hasEnded = thrown ? await afterThrow(sessionId, epoch, thrown.err) : true;
      running.delete(sessionId);
      // A follow-up happens once: one sent for a session that goes on elsewhere would be lost to its real end.
      if (hasEnded) await transport.sendFollowUp({ kind: 'ended', sessionId });
    })().catch((err: unknown) => {
      running.delete(sessionId);
      log.error({ err, sessionId }, 'the end of a session could not be handled; the tick will');
    });
    running.set(sessionId, { controller, done });
  }

  /** Returns whether the session has ended. */
  async function afterThrow(sessionId: number, epoch: number, err: unknown): Promise<boolean> {
    if (err instanceof LeaseEnd && err.kind === 'shutdown') {
      await giveBack(sessionId, epoch);
      log.info({ sessionId }, 'session given back for another worker');
      return false;
    }
    if (err instanceof LeaseEnd || (isAppError(err) && err.code === 'SYNC_EPOCH_LOST')) {
      log.warn({ sessionId, epoch }, 'session was taken over by another worker');
      return false;
    }
    if (isDatabaseTrouble(err) && epoch < maxClaimCount) {
      const delaySeconds = Math.min(firstRetryDelaySeconds * 2 ** (epoch - 1), maxRetryDelaySeconds);
      log.warn(
        { err, sessionId, delaySeconds },
        'the database could not go on; the session is resumed from its checkpoint',
      );
      if (await giveBack(sessionId, epoch, delaySeconds)) await noteWait(sessionId, err, delaySeconds);
      return false;
    }
    log.error({ err, sessionId }, 'session ended by an unexpected error');
    const end = isAppError(err)
      ? { errorCode: err.code, errorMessage: err.message }
      : {
          errorCode: 'API_INTERNAL',
          errorMessage: 'Something went wrong inside Muster; the log has the details.',
        };
    return failSessionRow(db, { sessionId, epoch, ...end });
  }

  /**
   * The session is free together with its next job: a tick that saw it free and without one would send one that does
   * not wait. Returns whether it was still this worker's.
   */
  function giveBack(sessionId: number, epoch: number, delaySeconds?: number): Promise<boolean> {
    return db.withTransaction(async (tx) => {
      if (!(await releaseSession(tx, sessionId, epoch))) return false;
      await transport.sendSession(sessionId, { tx, ...(delaySeconds === undefined ? {} : { delaySeconds }) });
      return true;
    });
  }

  /** For whoever looks at the session meanwhile. */
  async function noteWait(sessionId: number, err: unknown, delaySeconds: number): Promise<void> {
    const reason = isAppError(err) ? err.message : 'The database cannot be reached.';
    const message = `${reason} The session goes on from where it was in about ${delaySeconds} seconds.`;
    try {
      await addSessionLog(db, sessionId, { at: clock.now(), level: 'warning', message });
    } catch (noteErr) {
      log.warn({ err: noteErr, sessionId }, 'that the session waits could not be noted');
    }
  }

  /** Returns whether there was anything to do. */
  async function step(): Promise<boolean> {
    let hasWorked = false;
    if (clock.monotonicMs() - tickCareAtMs > tickCareMs) {
      await transport.mendTimes();
      await transport.sendTick(0);
      tickCareAtMs = clock.monotonicMs();
    }
    if (running.size < deps.concurrency) {
      const job = await transport.fetchSession();
      if (job) {
        hasWorked = true;
        const claim = await claimSession(db, job.sessionId, deps.workerId);
        await transport.completeSession(job);
        if (claim) await runOne(job.sessionId, claim.epoch);
      }
    }
    if (await transport.takeTick(tickSeconds)) {
      hasWorked = true;
      await deps.tick();
    }
    if (await deps.indexMaintenance?.startNext()) hasWorked = true;
    if (await deps.retention?.startNext()) hasWorked = true;
    return (await transport.runFollowUp(deps.followUp)) || hasWorked;
  }

  async function runLoop(): Promise<void> {
    let failureCount = 0;
    while (!stopping.signal.aborted) {
      try {
        const hasWorked = await step();
        failureCount = 0;
        if (!hasWorked) await pause(idleMs, stopping.signal);
      } catch (err) {
        failureCount += 1;
        log.error({ err }, 'the worker could not look for work; it tries again');
        await pause(Math.min(idleMs * 2 ** failureCount, 15_000), stopping.signal);
      }
    }
  }

  return {
    start() {
      loop ??= runLoop();
    },
    async stop() {
      stopping.abort();
      await loop;
      for (const { controller } of running.values()) controller.abort(new LeaseEnd('shutdown'));
      await Promise.all([
        deps.indexMaintenance?.stop(),
        deps.retention?.stop(),
        ...[...running.values()].map(({ done }) => done),
      ]);
    },
    busyCount: () => running.size,
  };
}
