import type { AuditRecord } from '../access/audit.queries.ts';
import type { Db } from '../db/client.ts';
import { isAppError, makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { StreamKind } from './audit-stream-types.ts';
import {
  findNextEnd,
  holdStream,
  listEntries,
  listOpenWriters,
  noteFailure,
  noteSent,
  releaseStream,
} from './audit-streams.queries.ts';

export interface StreamTarget {
  kind: StreamKind;
  /** How people call it: the file, the address of the receiver. */
  name: string;
  /** Resolves once the entries have arrived; rejects, and may have delivered some of them. */
  deliver(entries: readonly AuditRecord[], signal: AbortSignal): Promise<void>;
}

export interface AuditStreamDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  target: StreamTarget;
  /** This process, among all that look after the same stream. */
  holder: string;
  batchSize?: number;
  idleMs?: number;
  leaseMs?: number;
  /** Longest time one delivery may take; less than half of a lease. */
  deliverMs?: number;
  firstPauseMs?: number;
}

export interface AuditStream {
  start(): void;
  /** Ends a delivery that is under way (it is made again later) and gives the stream to the next process. */
  stop(): Promise<void>;
}

const maxPauseMs = 300_000;
/** While transactions that write to the audit log are still open. */
const heldMs = 200;

/**
 * Sends the audit log to one target: every entry at least once, in the order of their ids, one process at a time. It
 * reads what is committed and notes in the database how far everything has arrived, so nobody who is audited waits for it
 * or fails with it, and a restart goes on where the last delivery ended.
 */
export function makeAuditStream(deps: AuditStreamDeps): AuditStream {
  const { db, clock, log, target, holder } = deps;
  const { batchSize = 500, idleMs = 1_000, leaseMs = 60_000 } = deps;
  const { deliverMs = 20_000, firstPauseMs = 1_000 } = deps;
  const { kind } = target;
  const stopping = new AbortController();
  let loop: Promise<void> | undefined;
  /** Up to where entries can be sent once these transactions have ended: until then a smaller id may still come. */
  let barrier: { upToId: number; writers: readonly string[] } | undefined;

  const pause = (ms: number) => clock.sleep(ms, stopping.signal).catch(() => undefined);

  /** Undefined: entries of transactions that are still open may have to come first. */
  async function findSendable(afterId: number): Promise<AuditRecord[] | undefined> {
    if (barrier && barrier.upToId <= afterId) barrier = undefined;
    if (barrier) {
      const open = new Set(await listOpenWriters(db));
      barrier.writers = barrier.writers.filter((writer) => open.has(writer));
    } else {
      const upToId = await findNextEnd(db, afterId, batchSize);
      if (upToId === undefined) return [];
      barrier = { upToId, writers: await listOpenWriters(db) };
    }
    if (barrier.writers.length > 0) return undefined;
    const entries = await listEntries(db, { afterId, upToId: barrier.upToId, limit: batchSize });
    // Deleted meanwhile.
    if (entries.length === 0) barrier = undefined;
    return entries;
  }

  async function deliver(entries: readonly AuditRecord[]): Promise<void> {
    const ended = new AbortController();
    const tooLate = new AbortController();
    const limit = clock.sleep(deliverMs, ended.signal).then(
      () => {
        const seconds = Math.ceil(deliverMs / 1_000);
        tooLate.abort(makeError('AUDIT_RECEIVER_SILENT', { target: target.name, seconds }));
      },
      () => undefined,
    );
    try {
      await target.deliver(entries, AbortSignal.any([stopping.signal, tooLate.signal]));
    } finally {
      ended.abort();
      await limit;
    }
  }

  /** Returns how long to wait before the next look. */
  async function look(): Promise<number> {
    const held = await holdStream(db, { kind, target: target.name, holder, leaseMs });
    if (!held) barrier = undefined;
    if (!held || held.isWaiting) return idleMs;
    const entries = await findSendable(held.sentId);
    if (!entries) return heldMs;
    const last = entries.at(-1);
    if (!last) return idleMs;
    try {
      await deliver(entries);
    } catch (err) {
      if (stopping.signal.aborted) return 0;
      const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(held.failureCount, 20), maxPauseMs);
      log.warn(
        { err, stream: kind, target: target.name, pauseMs },
        'the audit log could not be sent; it is tried again',
      );
      const error = isAppError(err)
        ? err.message
        : 'Something went wrong inside Muster; the log has the details.';
      await noteFailure(db, { kind, holder, error, at: clock.now(), pauseMs });
      return 0;
    }
    const sent = { kind, holder, fromId: held.sentId, toId: last.id, at: clock.now() };
    if (!(await noteSent(db, sent)))
      log.warn(
        { stream: kind },
        'another process has sent the audit log meanwhile; entries may arrive twice',
      );
    else if (held.failureCount > 0)
      log.info({ stream: kind, target: target.name }, 'the audit log is sent again');
    return 0;
  }

  async function run(): Promise<void> {
    let failureCount = 0;
    while (!stopping.signal.aborted) {
      try {
        await pause(await look());
        failureCount = 0;
      } catch (err) {
        failureCount += 1;
        log.warn(
          { err, stream: kind },
          'where the stream of the audit log stands could not be read; it tries again',
        );
        await pause(Math.min(idleMs * 2 ** failureCount, 30_000));
      }
    }
    await releaseStream(db, kind, holder).catch((err: unknown) =>
      log.debug({ err, stream: kind }, 'the lease of the audit stream ends by itself'),
    );
  }

  return {
    start() {
      loop ??= run();
    },
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}
