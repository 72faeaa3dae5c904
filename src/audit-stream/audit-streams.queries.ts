import type { AuditRecord } from '../access/audit.queries.ts';
import type { Queryable } from '../db/client.ts';
import { type AuditStreamRow, type StreamKind, waitingLimit } from './audit-stream-types.ts';

/*
 * Where each stream of the audit log stands, and which process sends it: a lease, judged by the database's clock alone.
 * An end further away than any lease or pause lasts was written under a clock that was wrong, and counts as over.
 */

const longestSeconds = 3_600;
/** A stream nobody has looked after for so long is no longer wanted: its setting was taken away. */
const wantedSeconds = 24 * 3_600;

const isOver = (column: string) =>
  `(${column} IS NULL OR ${column} <= clock_timestamp() OR ${column} > clock_timestamp() + interval '${longestSeconds} seconds')`;
const wantedSql = `attended_at > clock_timestamp() - interval '${wantedSeconds} seconds'`;

/** The last entry that no stream that is wanted still has to send; retention keeps what comes after it. */
export const deletableIdSql = `coalesce((SELECT min(sent_id) FROM audit_streams WHERE ${wantedSql}), 9223372036854775807)`;

export interface HeldStream {
  sentId: number;
  failureCount: number;
  /** Not yet time for another try. */
  isWaiting: boolean;
}

/**
 * Takes or keeps the lease of a stream; makes the stream when there is none. Undefined: another process has it. Writes
 * only when less than half of the lease is left.
 */
export async function holdStream(
  db: Queryable,
  stream: { kind: StreamKind; target: string; holder: string; leaseMs: number },
): Promise<HeldStream | undefined> {
  const { kind, target, holder, leaseMs } = stream;
  const { rows } = await db.query<HeldStream & { isHeld: boolean; isFree: boolean; target: string }>(
    `SELECT sent_id AS "sentId", failure_count AS "failureCount", target, NOT ${isOver('next_try_at')} AS "isWaiting",
            holder = $2 AND held_until > clock_timestamp() + $3 / 2 * interval '1 millisecond' AND NOT ${isOver('held_until')} AS "isHeld",
            holder = $2 OR ${isOver('held_until')} AS "isFree"
       FROM audit_streams WHERE kind = $1`,
    [kind, holder, leaseMs],
  );
  const found = rows[0];
  if (found && !found.isFree) return undefined;
  if (found?.isHeld && found.target === target) return found;
  const taken = await db.query<HeldStream>(
    `INSERT INTO audit_streams AS s (kind, target, holder, held_until, attended_at)
     VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond', clock_timestamp())
     ON CONFLICT (kind) DO UPDATE
        SET target = EXCLUDED.target, holder = EXCLUDED.holder, held_until = EXCLUDED.held_until, attended_at = EXCLUDED.attended_at
      WHERE s.holder = EXCLUDED.holder OR ${isOver('s.held_until')}
     RETURNING sent_id AS "sentId", failure_count AS "failureCount", NOT ${isOver('s.next_try_at')} AS "isWaiting"`,
    [kind, target, holder, leaseMs],
  );
  const held = taken.rows[0];
  if (held && found && found.target !== target) {
    await clearFailure(db, kind, holder);
    return { ...held, isWaiting: false, failureCount: 0 };
  }
  return held;
}

/** What went wrong with another target says nothing about this one. */
async function clearFailure(db: Queryable, kind: StreamKind, holder: string): Promise<void> {
  await db.query(
    `UPDATE audit_streams SET failing_since = NULL, failure_count = 0, error = NULL, next_try_at = NULL
      WHERE kind = $1 AND holder = $2`,
    [kind, holder],
  );
}

export async function releaseStream(db: Queryable, kind: StreamKind, holder: string): Promise<void> {
  await db.query('UPDATE audit_streams SET held_until = NULL WHERE kind = $1 AND holder = $2', [
    kind,
    holder,
  ]);
}

/** The last id of the next `limit` entries that can be seen. */
export async function findNextEnd(
  db: Queryable,
  afterId: number,
  limit: number,
): Promise<number | undefined> {
  const { rows } = await db.query<{ id: number | null }>(
    'SELECT max(id) AS id FROM (SELECT id FROM audit_log WHERE id > $1 ORDER BY id LIMIT $2) next',
    [afterId, limit],
  );
  return rows[0]?.id ?? undefined;
}

/**
 * Transactions that are writing to the audit log and have not ended. An entry takes its id after its transaction has
 * this lock, and is seen before the lock is given back: once those that are found here after an id was seen have ended,
 * no smaller id is still to come. Transactions that write elsewhere, also for hours, do not matter.
 */
export async function listOpenWriters(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ transaction: string }>(
    `SELECT virtualtransaction AS transaction FROM pg_locks
      WHERE locktype = 'relation' AND relation = 'audit_log'::regclass AND mode = 'RowExclusiveLock' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows.map(({ transaction }) => transaction);
}

export async function listEntries(
  db: Queryable,
  range: { afterId: number; upToId: number; limit: number },
): Promise<AuditRecord[]> {
  const { rows } = await db.query<AuditRecord>(
    `SELECT id, at, user_id AS "userId", actor, source, action, target_type AS "targetType", target_id AS "targetId",
            target_name AS "targetName", details
       FROM audit_log WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3`,
    [range.afterId, range.upToId, range.limit],
  );
  return rows;
}

/** False: somebody else has sent meanwhile, nothing was noted. */
export async function noteSent(
  db: Queryable,
  sent: { kind: StreamKind; holder: string; fromId: number; toId: number; at: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE audit_streams
        SET sent_id = $4, sent_at = $5, failing_since = NULL, failure_count = 0, error = NULL, next_try_at = NULL
      WHERE kind = $1 AND holder = $2 AND sent_id = $3`,
    [sent.kind, sent.holder, sent.fromId, sent.toId, sent.at],
  );
  return rowCount === 1;
}

export async function noteFailure(
  db: Queryable,
  failure: { kind: StreamKind; holder: string; error: string; at: Date; pauseMs: number },
): Promise<void> {
  await db.query(
    `UPDATE audit_streams
        SET failing_since = coalesce(failing_since, $4), failure_count = failure_count + 1, error = $3,
            next_try_at = clock_timestamp() + $5 * interval '1 millisecond'
      WHERE kind = $1 AND holder = $2`,
    [failure.kind, failure.holder, failure.error, failure.at, failure.pauseMs],
  );
}

/** The streams some process has looked after lately, and what waits for each. */
export async function listWantedStreams(db: Queryable): Promise<AuditStreamRow[]> {
  const { rows } = await db.query<AuditStreamRow>(
    `SELECT s.kind, s.target, s.sent_id AS "sentId", s.sent_at AS "sentAt", s.attended_at AS "attendedAt",
            s.failing_since AS "failingSince", s.failure_count AS "failureCount", s.error,
            s.next_try_at AS "nextTryAt",
            (SELECT at FROM audit_log WHERE id > s.sent_id ORDER BY id LIMIT 1) AS "waitingSince",
            (SELECT count(*) FROM (SELECT FROM audit_log WHERE id > s.sent_id LIMIT ${waitingLimit}) w) AS "waitingCount"
       FROM audit_streams s WHERE ${wantedSql} ORDER BY s.kind`,
  );
  return rows;
}
