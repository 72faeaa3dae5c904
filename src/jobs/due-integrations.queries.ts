import type { Queryable, Tx } from '../db/client.ts';
import type { Schedule } from '../integrations/schedule.ts';

/** Who hears of what happens to integration `i`. */
const contactsSql = `CASE WHEN cardinality(i.contacts) > 0 THEN i.contacts
    ELSE array(SELECT u.id FROM users u WHERE u.role = 'administrator' AND NOT u.is_disabled ORDER BY u.id) END`;

export interface DueIntegration {
  id: number;
  name: string;
  schedule: Schedule;
  nextRunAt: Date;
  contacts: number[];
}

/**
 * The active integration that has been due longest, locked; other processes skip it. `exceptIds` were tried before.
 * `contacts` are the people to tell: the integration's, or all administrators where there are none.
 */
export async function lockDueIntegration(
  tx: Tx,
  now: Date,
  exceptIds: readonly number[],
): Promise<DueIntegration | undefined> {
  const { rows } = await tx.query<DueIntegration>(
    `SELECT i.id, i.name, i.schedule, i.next_run_at AS "nextRunAt", ${contactsSql} AS contacts FROM integrations i
      WHERE i.status = 'active' AND i.next_run_at <= $1 AND NOT i.id = ANY ($2)
      ORDER BY i.next_run_at, i.id LIMIT 1 FOR UPDATE OF i SKIP LOCKED`,
    [now, exceptIds],
  );
  return rows[0];
}

/** The clock that schedules are judged by: one for all processes, whatever their machines think. */
export async function findDatabaseTime(db: Queryable): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return (rows[0] as { now: Date }).now;
}

/** Active integrations whose next run is still to come. */
export async function listComingRuns(
  db: Queryable,
  now: Date,
): Promise<{ id: number; schedule: Schedule; nextRunAt: Date }[]> {
  const { rows } = await db.query<{ id: number; schedule: Schedule; nextRunAt: Date }>(
    `SELECT id, schedule, next_run_at AS "nextRunAt" FROM integrations WHERE status = 'active' AND next_run_at > $1 ORDER BY id`,
    [now],
  );
  return rows;
}

/** Unless somebody has changed it meanwhile. */
export async function moveNextRun(
  db: Queryable,
  integrationId: number,
  from: Date,
  to: Date | undefined,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE integrations SET next_run_at = $3
      WHERE id = $1 AND status = 'active' AND date_trunc('milliseconds', next_run_at) = $2`,
    [integrationId, from, to ?? null],
  );
  return rowCount === 1;
}

export async function setNextRun(tx: Tx, integrationId: number, at: Date | undefined): Promise<void> {
  await tx.query('UPDATE integrations SET next_run_at = $2 WHERE id = $1', [integrationId, at ?? null]);
}

export interface SessionForContacts {
  sessionId: number;
  kind: string;
  status: string;
  endedAt: Date;
  errorCode: string | null;
  errorMessage: string | null;
  /** What fell silent, in words. */
  drift: string | null;
  integrationId: number;
  integrationName: string;
  contacts: number[];
  /** Sessions that failed in a row with this error during the hours before, this one included. */
  failureCount: number;
}

/** A session with the people to tell about it: the contacts, or all administrators where there are none. */
export async function findSessionForContacts(
  tx: Tx,
  sessionId: number,
): Promise<SessionForContacts | undefined> {
  const { rows } = await tx.query<SessionForContacts>(
    `SELECT s.id AS "sessionId", s.kind, s.status, coalesce(s.ended_at, now()) AS "endedAt", s.error_code AS "errorCode",
            s.error_message AS "errorMessage", s.drift, i.id AS "integrationId", i.name AS "integrationName",
            (SELECT count(*) FROM sessions f
              WHERE f.integration_id = s.integration_id AND f.kind NOT IN ('test', 'preview') AND f.id <= s.id
                AND f.status = 'failed' AND f.error_code = s.error_code
                AND f.ended_at > s.ended_at - make_interval(hours => $2)
                AND f.id > coalesce((SELECT max(o.id) FROM sessions o
                                      WHERE o.integration_id = s.integration_id AND o.kind NOT IN ('test', 'preview')
                                        AND o.id < s.id
                                        AND (o.status <> 'failed' OR o.error_code IS DISTINCT FROM s.error_code)), 0)
            ) AS "failureCount",
            ${contactsSql} AS contacts
       FROM sessions s JOIN integrations i ON i.id = s.integration_id WHERE s.id = $1`,
    [sessionId, failureWindowHours],
  );
  return rows[0];
}

/** Failures further apart than this do not belong together. */
const failureWindowHours = 6;

/** Brings the next run of an active, scheduled integration forward; returns when it runs, undefined when it does not. */
export async function bringRunForward(tx: Tx, integrationId: number, at: Date): Promise<Date | undefined> {
  const { rows } = await tx.query<{ nextRunAt: Date }>(
    `UPDATE integrations SET next_run_at = least(next_run_at, $2)
      WHERE id = $1 AND status = 'active' AND next_run_at IS NOT NULL RETURNING next_run_at AS "nextRunAt"`,
    [integrationId, at],
  );
  return rows[0]?.nextRunAt;
}

export async function addRetryNote(tx: Tx, sessionId: number, at: Date, message: string): Promise<void> {
  await tx.query(`INSERT INTO session_log (session_id, at, level, message) VALUES ($1, $2, 'info', $3)`, [
    sessionId,
    at,
    message,
  ]);
}
