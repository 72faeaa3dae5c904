/** The read side of sessions: lists, progress, outcomes, log, payload. */
import type { Queryable } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import { parseJson } from '../../model/json.ts';
import type { KeysetValue } from '../../model/keyset-cursor.ts';
import type { ListPage, ListQuery } from '../../model/list-query.ts';
import { makeListPage, planList } from '../../model/list-sql.ts';
import type { ObjectName } from '../../model/objects.ts';
import { recordNameSql } from '../../model/record-name.ts';
import { sessionListColumns } from './session-list-fields.ts';

export interface SessionView {
  id: number;
  integrationId: number;
  integrationName: string;
  object: ObjectName;
  kind: string;
  status: string;
  phase: string;
  requestedByName: string;
  mappingVersion: number | null;
  planSessionId: number | null;
  queuedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  isCancelRequested: boolean;
  errorCode: string | null;
  errorMessage: string | null;
  counts: {
    pages: number;
    bytes: number;
    read: number;
    created: number;
    updated: number;
    unchanged: number;
    skipped: number;
    failed: number;
    ambiguous: number;
    canceled: number;
    retired: number;
    warnings: number;
    installsRead: number;
    installsSkipped: number;
    installsChanged: number;
    expected: number | null;
  };
  elapsedMs: number;
  recordsPerSecond: number | null;
  /** Only where the vendor says how many there are. */
  remainingMs: number | null;
  hasPayload: boolean;
}

const select = `SELECT s.*, NULL AS test_payload, s.test_payload IS NOT NULL AS has_payload, i.name AS integration_name, i.object AS object,
    (extract(epoch FROM coalesce(s.ended_at, clock_timestamp()) - s.started_at) * 1000)::bigint AS elapsed_ms`;
const from = 'FROM sessions s JOIN integrations i ON i.id = s.integration_id';

type Row = Record<string, unknown>;

function toView(row: Row): SessionView {
  const count = (name: string) => Number(row[`${name}_count`] ?? 0);
  const elapsedMs = Math.max(0, Number(row['elapsed_ms'] ?? 0));
  const read = count('read');
  const recordsPerSecond = elapsedMs > 0 && read > 0 ? Math.round((read / elapsedMs) * 10_000) / 10 : null;
  const expected = row['expected_count'] === null ? null : Number(row['expected_count']);
  const isRunning = row['status'] === 'running';
  const left = expected === null ? null : Math.max(0, expected - read);
  return {
    id: Number(row['id']),
    integrationId: Number(row['integration_id']),
    integrationName: String(row['integration_name']),
    object: row['object'] as ObjectName,
    kind: String(row['kind']),
    status: String(row['status']),
    phase: String(row['phase']),
    requestedByName: String(row['requested_by_name']),
    mappingVersion: row['mapping_version'] as number | null,
    planSessionId: row['plan_session_id'] as number | null,
    queuedAt: row['queued_at'] as Date,
    startedAt: row['started_at'] as Date | null,
    endedAt: row['ended_at'] as Date | null,
    isCancelRequested: row['cancel_requested_at'] !== null,
    errorCode: row['error_code'] as string | null,
    errorMessage: row['error_message'] as string | null,
    counts: {
      pages: count('page'),
      bytes: count('byte'),
      read,
      created: count('created'),
      updated: count('updated'),
      unchanged: count('unchanged'),
      skipped: count('skipped'),
      failed: count('failed'),
      ambiguous: count('ambiguous'),
      canceled: count('canceled'),
      retired: count('retired'),
      warnings: count('warning'),
      installsRead: count('install_read'),
      installsSkipped: count('install_skipped'),
      installsChanged: count('install_changed'),
      expected,
    },
    elapsedMs,
    recordsPerSecond,
    remainingMs:
      isRunning && left !== null && recordsPerSecond ? Math.round((left / recordsPerSecond) * 1_000) : null,
    hasPayload: row['has_payload'] === true,
  };
}

export async function listSessions(db: Queryable, query: ListQuery): Promise<ListPage<SessionView>> {
  const planned = planList(query, { columns: sessionListColumns, tieBreaker: 'id', search: ['i.name'] });
  const page = await db.query<Row & { cursor_keys: KeysetValue[] }>(
    `${select}, ${planned.cursorKeys} AS cursor_keys ${from} WHERE ${planned.where} ORDER BY ${planned.orderBy} LIMIT ${planned.rowLimit}`,
    planned.values,
  );
  const counted = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 ${from} WHERE ${planned.countWhere} LIMIT 10001) found`,
    planned.countValues,
  );
  const count = counted.rows[0]?.count ?? 0;
  return makeListPage(planned, page.rows, toView, {
    count: Math.min(count, 10_000),
    isExact: count <= 10_000,
  });
}

export async function getSessionView(db: Queryable, id: number): Promise<SessionView> {
  const { rows } = await db.query<Row>(`${select} ${from} WHERE s.id = $1`, [id]);
  if (!rows[0]) throw makeError('API_NOT_FOUND', { what: `Session ${id}` });
  return toView(rows[0]);
}

export interface OutcomeView {
  /** Position for paging: hand the last one back as `after`. */
  key: number;
  outcome: string;
  nativeId: string | null;
  label: string | null;
  recordId: number | null;
  reasonCode: string | null;
  reason: string | null;
  /** { field: [old, new] } or { candidates }. */
  details: Record<string, unknown> | null;
}

export interface OutcomePage {
  items: OutcomeView[];
  nextAfter: number | null;
}

/**
 * One kind of outcome of a session. Created ones are found by the session that created them, updated and retired
 * ones in the history, planned ones in the plan; the rest has rows of its own (see the migration).
 */
export async function listOutcomes(
  db: Queryable,
  session: Pick<SessionView, 'id' | 'kind' | 'object' | 'integrationId'>,
  outcome: string,
  { after, limit }: { after: number; limit: number },
): Promise<OutcomePage> {
  const { text, values } = outcomeQuery(session, outcome);
  const { rows } = await db.query<{
    key: number;
    outcome: string;
    native_id: string | null;
    label: string | null;
    record_id: number | null;
    reason_code: string | null;
    reason: string | null;
    details: Record<string, unknown> | null;
  }>(text, [...values, after, limit + 1]);
  const shown = rows.slice(0, limit).map((row) => ({
    key: row.key,
    outcome: row.outcome,
    nativeId: row.native_id,
    label: row.label,
    recordId: row.record_id,
    reasonCode: row.reason_code,
    reason: row.reason,
    details: row.details,
  }));
  return { items: shown, nextAfter: rows.length > limit ? (shown.at(-1)?.key ?? null) : null };
}

function outcomeQuery(
  session: Pick<SessionView, 'id' | 'kind' | 'object' | 'integrationId'>,
  outcome: string,
): { text: string; values: unknown[] } {
  const label = recordNameSql(session.object);
  const isLive = session.kind === 'manual' || session.kind === 'scheduled' || session.kind === 'apply';
  if (session.kind === 'preview') {
    return {
      text: `SELECT seq AS key, outcome, native_id, label, record_id, reason_code, reason, details FROM plan_items
        WHERE session_id = $1 AND outcome = $2 AND seq > $3 ORDER BY seq LIMIT $4`,
      values: [session.id, outcome],
    };
  }
  if (isLive && outcome === 'created') {
    return {
      text: `SELECT t.id AS key, 'created' AS outcome, r.native_id, ${label} AS label, t.id AS record_id,
          NULL AS reason_code, NULL AS reason, NULL::jsonb AS details
        FROM ${session.object} t LEFT JOIN source_records r ON r.record_id = t.id AND r.integration_id = $2
        WHERE t.created_by_session = $1 AND t.id > $3 ORDER BY t.id LIMIT $4`,
      values: [session.id, session.integrationId],
    };
  }
  if (isLive && (outcome === 'updated' || outcome === 'retired')) {
    const kinds = outcome === 'updated' ? `'updated', 'restored'` : `'deactivated', 'archived'`;
    return {
      text: `SELECT c.id AS key, $2::text AS outcome, c.native_id, ${label} AS label, c.record_id, c.kind AS reason_code,
          NULL AS reason, c.changes AS details
        FROM record_changes c LEFT JOIN ${session.object} t ON t.id = c.record_id
        WHERE c.session_id = $1 AND c.kind IN (${kinds}) AND c.id > $3 ORDER BY c.id LIMIT $4`,
      values: [session.id, outcome],
    };
  }
  return {
    text: `SELECT id AS key, outcome, native_id, label, record_id, reason_code, reason, details FROM session_outcomes
      WHERE session_id = $1 AND outcome = $2 AND id > $3 ORDER BY id LIMIT $4`,
    values: [session.id, outcome],
  };
}

export interface LogLine {
  id: number;
  at: Date;
  level: 'info' | 'warning' | 'error';
  message: string;
}

export async function listSessionLog(
  db: Queryable,
  sessionId: number,
  after: number,
  limit: number,
): Promise<LogLine[]> {
  const { rows } = await db.query<LogLine>(
    'SELECT id, at, level, message FROM session_log WHERE session_id = $1 AND id > $2 ORDER BY id LIMIT $3',
    [sessionId, after, limit],
  );
  return rows.map(({ id, at, level, message }) => ({ id, at, level, message }));
}

/** Raw and mapped records of a test run, lossless. */
export async function findTestPayload(db: Queryable, sessionId: number): Promise<unknown[] | undefined> {
  const { rows } = await db.query<{ payload: string | null }>(
    'SELECT test_payload::text AS payload FROM sessions WHERE id = $1',
    [sessionId],
  );
  const text = rows[0]?.payload;
  return text === undefined || text === null ? undefined : (parseJson(text) as unknown[]);
}
