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
    saasAccounts: await count('saas_accounts', 'missing_since IS NULL AND NOT is_repeated'),
  };
}

export interface CredentialState {
  id: number;
  name: string;
  status: 'not_authenticated' | 'authenticated' | 'expiring' | 'needs_reauthentication' | 'needs_secret';
  statusReason: string | null;
  expiresAt: Date | null;
  usedByCount: number;
}

/** Credentials that do not simply work: not or no longer authenticated, or ending before `expiresBefore`. */
export async function listTroubledCredentials(
  db: Queryable,
  expiresBefore: Date,
): Promise<CredentialState[]> {
  const { rows } = await db.query<CredentialState>(
    `SELECT c.id, c.name, c.status, c.status_reason AS "statusReason", c.expires_at AS "expiresAt",
            (SELECT count(*) FROM integrations i WHERE i.credential_id = c.id) AS "usedByCount"
     FROM credentials c
     WHERE NOT c.is_draft AND (c.status <> 'authenticated' OR c.expires_at < $1)
     ORDER BY c.name, c.id`,
    [expiresBefore],
  );
  return rows;
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
  type Row = Omit<IntegrationState, 'last'> &
    Omit<NonNullable<IntegrationState['last']>, 'id' | 'status'> & {
      lastId: number | null;
      lastStatus: string;
    };
  const { rows } = await db.query<Row>(
    `SELECT i.id, i.name, i.status, i.next_run_at AS "nextRunAt", c.status AS "credentialStatus",
            EXISTS (SELECT 1 FROM sessions o WHERE o.integration_id = i.id AND o.status IN ('queued', 'running'))
              AS "hasOpenSession",
            last.id AS "lastId", last.status AS "lastStatus", last.error_message AS "errorMessage",
            last.failed_count AS "failedCount", last.ambiguous_count AS "ambiguousCount", last.ended_at AS "endedAt"
     FROM integrations i
     LEFT JOIN credentials c ON c.id = i.credential_id
     LEFT JOIN LATERAL (
       SELECT * FROM sessions s
       WHERE s.integration_id = i.id AND s.kind IN ('manual', 'scheduled', 'apply') AND s.ended_at IS NOT NULL
         AND s.status <> 'canceled'
       ORDER BY s.id DESC LIMIT 1) AS last ON true
     ORDER BY i.name, i.id`,
  );
  return rows.map(
    ({ lastId, lastStatus, errorMessage, failedCount, ambiguousCount, endedAt, ...integration }) => ({
      ...integration,
      last:
        lastId === null
          ? null
          : { id: lastId, status: lastStatus, errorMessage, failedCount, ambiguousCount, endedAt },
    }),
  );
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
  skippedCount: number;
  warningCount: number;
  queuedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

export async function listRecentSessions(db: Queryable, limit: number): Promise<SessionSummary[]> {
  const { rows } = await db.query<SessionSummary>(
    `SELECT s.id, s.integration_id AS "integrationId", i.name AS "integrationName", s.kind, s.status,
            s.read_count AS "readCount", s.created_count AS "createdCount", s.updated_count AS "updatedCount",
            s.failed_count AS "failedCount", s.skipped_count AS "skippedCount", s.warning_count AS "warningCount", s.queued_at AS "queuedAt", s.started_at AS "startedAt", s.ended_at AS "endedAt"
     FROM sessions s JOIN integrations i ON i.id = s.integration_id ORDER BY s.id DESC LIMIT $1`,
    [limit],
  );
  return rows;
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
  const { rows } = await db.query<SessionDay>(
    `SELECT day::date AS date,
            count(*) FILTER (WHERE s.status = 'succeeded') AS "succeededCount",
            count(*) FILTER (WHERE s.status = 'succeeded_with_errors') AS "succeededWithErrorsCount",
            count(*) FILTER (WHERE s.status = 'failed') AS "failedCount",
            count(*) FILTER (WHERE s.status = 'canceled') AS "canceledCount"
     FROM (SELECT generate_series(today - make_interval(days => $2::integer - 1), today, interval '1 day') AS day
           FROM (SELECT date_trunc('day', $1::timestamptz AT TIME ZONE $3) AS today) AS base) AS days
     LEFT JOIN sessions s ON s.kind <> 'test'
       AND s.ended_at >= day AT TIME ZONE $3 AND s.ended_at < (day + interval '1 day') AT TIME ZONE $3
     GROUP BY day ORDER BY day`,
    [now, dayCount, timeZone],
  );
  return rows;
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
