/**
 * The session row as truth about a run. Heartbeats are written and judged by the database's clock, so that workers
 * on machines with different clocks agree on who is alive.
 */
import type { Queryable } from '../db/client.ts';
import type { SessionKind } from '../sync/run.ts';
import { deleteWorkRows } from '../sync/session/session-row.queries.ts';

/** A worker that has not written its heartbeat for this long is thought dead. */
export const deadAfterSeconds = 15;

/**
 * True in SQL where `instant` lies `deadAfterSeconds` (parameter `$n`) in the past, or as far in the future: that one
 * was written under a clock that was wrong, and would otherwise count as fresh until its time comes.
 */
const isLongSince = (instant: string, n: number) =>
  `abs(extract(epoch FROM clock_timestamp() - ${instant})) > $${n}`;

export interface NewSession {
  integrationId: number;
  kind: SessionKind;
  requestedBy: number | null;
  requestedByName: string;
  planSessionId: number | null;
}

/** Inserts a queued session; undefined when the integration has an open one (unique index). */
export async function insertSession(db: Queryable, session: NewSession): Promise<number | undefined> {
  const { rows } = await db.query<{ id: number }>(
    `INSERT INTO sessions (integration_id, kind, requested_by, requested_by_name, plan_session_id)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (integration_id) WHERE status IN ('queued', 'running') DO NOTHING
     RETURNING id`,
    [
      session.integrationId,
      session.kind,
      session.requestedBy,
      session.requestedByName,
      session.planSessionId,
    ],
  );
  return rows[0]?.id;
}

/** Name of the integration and its open session, if any. Waits for a deletion of the integration to end. */
export async function findOpenSession(
  db: Queryable,
  integrationId: number,
): Promise<{ name: string; sessionId: number | null; status: 'queued' | 'running' | null } | undefined> {
  const { rows } = await db.query<{
    name: string;
    sessionId: number | null;
    status: 'queued' | 'running' | null;
  }>(
    `SELECT i.name, s.id AS "sessionId", s.status
       FROM integrations i LEFT JOIN sessions s ON s.integration_id = i.id AND s.status IN ('queued', 'running')
      WHERE i.id = $1 FOR KEY SHARE OF i`,
    [integrationId],
  );
  return rows[0];
}

/**
 * Takes a session that is queued, or running under a worker thought dead. The new epoch locks the old worker out.
 * Undefined when there is nothing to take.
 */
export async function claimSession(
  db: Queryable,
  sessionId: number,
  workerId: string,
): Promise<{ epoch: number } | undefined> {
  const { rows } = await db.query<{ epoch: number }>(
    `UPDATE sessions SET status = 'running', epoch = epoch + 1, worker_id = $2, heartbeat_at = clock_timestamp(),
            started_at = coalesce(started_at, clock_timestamp()),
            phase = CASE WHEN phase = 'waiting' THEN 'reading' ELSE phase END
      WHERE id = $1
        AND (status = 'queued'
             OR status = 'running' AND (heartbeat_at IS NULL OR ${isLongSince('heartbeat_at', 3)}))
      RETURNING epoch`,
    [sessionId, workerId, deadAfterSeconds],
  );
  return rows[0];
}

/** Undefined when the lease is lost (or the session has ended). */
export async function heartbeatSession(
  db: Queryable,
  sessionId: number,
  epoch: number,
): Promise<{ isCancelRequested: boolean } | undefined> {
  const { rows } = await db.query<{ isCancelRequested: boolean }>(
    `UPDATE sessions SET heartbeat_at = clock_timestamp() WHERE id = $1 AND epoch = $2 AND status = 'running'
     RETURNING cancel_requested_at IS NOT NULL AS "isCancelRequested"`,
    [sessionId, epoch],
  );
  return rows[0];
}

/** Gives a session back so that any worker may take it at once. False when it has ended or is someone else's. */
export async function releaseSession(db: Queryable, sessionId: number, epoch: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE sessions SET heartbeat_at = NULL, worker_id = NULL WHERE id = $1 AND epoch = $2 AND status = 'running'`,
    [sessionId, epoch],
  );
  return rowCount === 1;
}

/** Ends a session that no worker could finish. False when it has ended or is someone else's by now. */
export async function failSessionRow(
  db: Queryable,
  end: { sessionId: number; epoch: number; errorCode: string; errorMessage: string },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE sessions SET status = 'failed', phase = 'done', ended_at = clock_timestamp(), worker_id = NULL,
            error_code = $3, error_message = $4
      WHERE id = $1 AND epoch = $2 AND status = 'running'`,
    [end.sessionId, end.epoch, end.errorCode, end.errorMessage],
  );
  if (rowCount !== 1) return false;
  await deleteWorkRows(db, end.sessionId);
  return true;
}

/**
 * A session nobody works on ends at once: queued, or given back (it waits for the database). A running one is asked to
 * stop, which its worker sees at its next heartbeat.
 * Undefined when there is no such session.
 */
export async function cancelSessionRow(
  db: Queryable,
  sessionId: number,
  canceledBy: number | null,
): Promise<{ isOpen: boolean; status: string } | undefined> {
  const { rows } = await db.query<{ status: string }>(
    `UPDATE sessions SET cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()),
            cancel_requested_by = coalesce(cancel_requested_by, $2),
            status = CASE WHEN heartbeat_at IS NULL THEN 'canceled' ELSE status END,
            phase = CASE WHEN heartbeat_at IS NULL THEN 'done' ELSE phase END,
            ended_at = CASE WHEN heartbeat_at IS NULL THEN clock_timestamp() ELSE ended_at END
      WHERE id = $1 AND status IN ('queued', 'running')
      RETURNING status`,
    [sessionId, canceledBy],
  );
  if (rows[0]?.status === 'canceled') await deleteWorkRows(db, sessionId);
  if (rows[0]) return { isOpen: true, status: rows[0].status };
  const found = await db.query<{ status: string }>('SELECT status FROM sessions WHERE id = $1', [sessionId]);
  return found.rows[0] && { isOpen: false, status: found.rows[0].status };
}

export async function findSessionStatus(db: Queryable, sessionId: number): Promise<string | undefined> {
  const { rows } = await db.query<{ status: string }>('SELECT status FROM sessions WHERE id = $1', [
    sessionId,
  ]);
  return rows[0]?.status;
}

/** Open sessions nobody works on: a dead worker's, or queued ones whose job was lost. */
export async function findStrandedSessions(db: Queryable): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `SELECT id FROM sessions
      WHERE status = 'running' AND (heartbeat_at IS NULL OR ${isLongSince('heartbeat_at', 1)})
         OR status = 'queued' AND ${isLongSince('queued_at', 1)}
      ORDER BY id LIMIT 500`,
    [deadAfterSeconds],
  );
  return rows.map((row) => row.id);
}

/**
 * Sessions that ended lately. Only the newest 2,000 are looked at, so that the question costs the same however long
 * the history is.
 */
export async function findEndedSessions(db: Queryable, withinSeconds: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `SELECT id FROM sessions
      WHERE id > (SELECT max(id) - 2000 FROM sessions)
        AND ended_at > clock_timestamp() - make_interval(secs => $1)
      ORDER BY id`,
    [withinSeconds],
  );
  return rows.map((row) => row.id);
}

/** Sessions that have been running for longer than `hours`. */
export async function findOverdueSessions(db: Queryable, hours: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `SELECT id FROM sessions
      WHERE status IN ('queued', 'running') AND coalesce(started_at, queued_at) < clock_timestamp() - make_interval(hours => $1)`,
    [hours],
  );
  return rows.map((row) => row.id);
}
