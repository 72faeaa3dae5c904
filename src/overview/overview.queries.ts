import type { Queryable } from '../db/client.ts';
import { findSqlState } from '../db/db-errors.ts';
import type { IntegrationStatus } from '../model/integration-options.ts';

/** Above this many rows PostgreSQL's own estimate is shown: counting a million rows costs more than the page. */
const estimateFrom = 100_000;

export interface RowCount {
  count: number;
  isExact: boolean;
}

/** Rows of each object. Archived ones do not count; an estimate cannot tell them apart. */
export async function countRecords(
  db: Queryable,
): Promise<Record<'people' | 'assets' | 'software' | 'saas' | 'saasAccounts', RowCount>> {
  const { rows } = await db.query<{ name: string; estimate: number }>(
    `SELECT relname AS name, greatest(reltuples, 0)::bigint AS estimate FROM pg_class
     WHERE oid IN ('people'::regclass, 'assets'::regclass, 'software'::regclass, 'saas'::regclass, 'saas_accounts'::regclass)`,
  );
  const estimates = new Map(rows.map((row) => [row.name, row.estimate]));
  async function count(
    table: 'people' | 'assets' | 'software' | 'saas' | 'saas_accounts',
    where: string,
  ): Promise<RowCount> {
    const estimate = estimates.get(table) ?? 0;
    if (estimate >= estimateFrom) return { count: estimate, isExact: false };
    const exact = await db.query<{ count: number }>(`SELECT count(*) AS count FROM ${table} WHERE ${where}`);
    return { count: exact.rows[0]?.count ?? 0, isExact: true };
  }
  return {
    people: await count('people', 'archived_at IS NULL'),
    assets: await count('assets', 'archived_at IS NULL'),
    software: await count('software', 'archived_at IS NULL'),
    saas: await count('saas', 'archived_at IS NULL'),
    saasAccounts: await count('saas_accounts', 'missing_since IS NULL'),
  };
}

export interface CredentialState {
  id: number;
  name: string;
  status: 'not_authenticated' | 'authenticated' | 'expiring' | 'needs_reauthentication';
  statusReason: string | null;
  expiresAt: Date | null;
  usedByCount: number;
}

/** Credentials that do not simply work: not or no longer authenticated, or ending before `expiresBefore`. */
export async function listTroubledCredentials(
  db: Queryable,
  expiresBefore: Date,
): Promise<CredentialState[]> {
  const { rows } = await db.query<{
    id: number;
    name: string;
    status: CredentialState['status'];
    status_reason: string | null;
    expires_at: Date | null;
    used_by_count: number;
  }>(
    `SELECT c.id, c.name, c.status, c.status_reason, c.expires_at,
            (SELECT count(*) FROM integrations i WHERE i.credential_id = c.id) AS used_by_count
     FROM credentials c
     WHERE NOT c.is_draft AND (c.status <> 'authenticated' OR c.expires_at < $1)
     ORDER BY c.name, c.id`,
    [expiresBefore],
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    status: row.status,
    statusReason: row.status_reason,
    expiresAt: row.expires_at,
    usedByCount: row.used_by_count,
  }));
}

export interface IntegrationState {
  id: number;
  name: string;
  status: IntegrationStatus;
  nextRunAt: Date | null;
  credentialStatus: CredentialState['status'] | null;
  hasOpenSession: boolean;
  /** The last session that ended and was meant to change data. */
  last: {
    id: number;
    status: string;
    errorMessage: string | null;
    failedCount: number;
    ambiguousCount: number;
    endedAt: Date;
  } | null;
}

export async function listIntegrationStates(db: Queryable): Promise<IntegrationState[]> {
  const { rows } = await db.query<{
    id: number;
    name: string;
    status: IntegrationState['status'];
    next_run_at: Date | null;
    credential_status: CredentialState['status'] | null;
    has_open_session: boolean;
    last_id: number | null;
    last_status: string;
    last_error_message: string | null;
    last_failed_count: number;
    last_ambiguous_count: number;
    last_ended_at: Date;
  }>(
    `SELECT i.id, i.name, i.status, i.next_run_at, c.status AS credential_status,
            EXISTS (SELECT 1 FROM sessions o WHERE o.integration_id = i.id AND o.status IN ('queued', 'running'))
              AS has_open_session,
            last.id AS last_id, last.status AS last_status, last.error_message AS last_error_message,
            last.failed_count AS last_failed_count, last.ambiguous_count AS last_ambiguous_count,
            last.ended_at AS last_ended_at
     FROM integrations i
     LEFT JOIN credentials c ON c.id = i.credential_id
     LEFT JOIN LATERAL (
       SELECT * FROM sessions s
       WHERE s.integration_id = i.id AND s.kind IN ('manual', 'scheduled', 'apply') AND s.ended_at IS NOT NULL
         AND s.status <> 'canceled'
       ORDER BY s.id DESC LIMIT 1) AS last ON true
     ORDER BY i.name, i.id`,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    status: row.status,
    nextRunAt: row.next_run_at,
    credentialStatus: row.credential_status,
    hasOpenSession: row.has_open_session,
    last:
      row.last_id === null
        ? null
        : {
            id: row.last_id,
            status: row.last_status,
            errorMessage: row.last_error_message,
            failedCount: row.last_failed_count,
            ambiguousCount: row.last_ambiguous_count,
            endedAt: row.last_ended_at,
          },
  }));
}

export interface SessionSummary {
  id: number;
  integrationId: number;
  integrationName: string;
  kind: 'test' | 'preview' | 'manual' | 'scheduled' | 'apply';
  status: 'queued' | 'running' | 'succeeded' | 'succeeded_with_errors' | 'failed' | 'canceled';
  readCount: number;
  createdCount: number;
  updatedCount: number;
  failedCount: number;
  queuedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

export async function listRecentSessions(db: Queryable, limit: number): Promise<SessionSummary[]> {
  const { rows } = await db.query<{
    id: number;
    integration_id: number;
    integration_name: string;
    kind: SessionSummary['kind'];
    status: SessionSummary['status'];
    read_count: number;
    created_count: number;
    updated_count: number;
    failed_count: number;
    queued_at: Date;
    started_at: Date | null;
    ended_at: Date | null;
  }>(
    `SELECT s.id, s.integration_id, i.name AS integration_name, s.kind, s.status, s.read_count, s.created_count,
            s.updated_count, s.failed_count, s.queued_at, s.started_at, s.ended_at
     FROM sessions s JOIN integrations i ON i.id = s.integration_id ORDER BY s.id DESC LIMIT $1`,
    [limit],
  );
  return rows.map((row) => ({
    id: row.id,
    integrationId: row.integration_id,
    integrationName: row.integration_name,
    kind: row.kind,
    status: row.status,
    readCount: row.read_count,
    createdCount: row.created_count,
    updatedCount: row.updated_count,
    failedCount: row.failed_count,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }));
}

export interface SessionDay {
  /** YYYY-MM-DD in the time zone asked for. */
  date: string;
  succeededCount: number;
  succeededWithErrorsCount: number;
  failedCount: number;
  canceledCount: number;
}

/** Ended sessions (test runs left out) a day, for `dayCount` days up to today; days without any are there too. */
export async function countSessionsByDay(
  db: Queryable,
  now: Date,
  dayCount: number,
  timeZone: string,
): Promise<SessionDay[]> {
  const { rows } = await db.query<{
    date: string;
    succeeded: number;
    succeeded_with_errors: number;
    failed: number;
    canceled: number;
  }>(
    `SELECT day::date AS date,
            count(*) FILTER (WHERE s.status = 'succeeded') AS succeeded,
            count(*) FILTER (WHERE s.status = 'succeeded_with_errors') AS succeeded_with_errors,
            count(*) FILTER (WHERE s.status = 'failed') AS failed,
            count(*) FILTER (WHERE s.status = 'canceled') AS canceled
     FROM (SELECT generate_series(today - make_interval(days => $2::integer - 1), today, interval '1 day') AS day
           FROM (SELECT date_trunc('day', $1::timestamptz AT TIME ZONE $3) AS today) AS base) AS days
     LEFT JOIN sessions s ON s.kind <> 'test'
       AND s.ended_at >= day AT TIME ZONE $3 AND s.ended_at < (day + interval '1 day') AT TIME ZONE $3
     GROUP BY day ORDER BY day`,
    [now, dayCount, timeZone],
  );
  return rows.map((row) => ({
    date: row.date,
    succeededCount: row.succeeded,
    succeededWithErrorsCount: row.succeeded_with_errors,
    failedCount: row.failed,
    canceledCount: row.canceled,
  }));
}

/** True when PostgreSQL knows the time zone. (pg_timezone_names would read hundreds of files.) */
export async function isTimeZone(db: Queryable, timeZone: string): Promise<boolean> {
  try {
    await db.query('SELECT now() AT TIME ZONE $1', [timeZone]);
    return true;
  } catch (err) {
    if (findSqlState(err) === '22023') return false;
    throw err;
  }
}
