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
    /** Left out because their id had come before; not among those read. */
    repeated: number;
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
  /** What fell silent in this session; null where nothing did. */
  drift: { message: string; acknowledgedAt: Date | null; acknowledgedByName: string | null } | null;
  /** What it once had and retention has deleted. */
  deletedByRetention: PrunedPart[];
}

/** Kinds of retention that take parts of a session and leave the session. */
export type PrunedPart = 'outcomes' | 'plans' | 'session_logs' | 'test_payloads';

const select = `SELECT s.id, s.integration_id AS "integrationId", i.name AS "integrationName", i.object, s.kind, s.status, s.phase,
    s.requested_by_name AS "requestedByName", s.mapping_version AS "mappingVersion", s.plan_session_id AS "planSessionId",
    s.queued_at AS "queuedAt", s.started_at AS "startedAt", s.ended_at AS "endedAt",
    s.cancel_requested_at IS NOT NULL AS "isCancelRequested", s.error_code AS "errorCode", s.error_message AS "errorMessage",
    json_build_object('pages', s.page_count, 'bytes', s.byte_count, 'read', s.read_count, 'created', s.created_count,
      'updated', s.updated_count, 'unchanged', s.unchanged_count, 'skipped', s.skipped_count, 'failed', s.failed_count,
      'ambiguous', s.ambiguous_count, 'canceled', s.canceled_count, 'retired', s.retired_count,
      'repeated', coalesce((s.causes ->> 'REPEATED_ID')::bigint, 0), 'warnings', s.warning_count,
      'installsRead', s.install_read_count, 'installsSkipped', s.install_skipped_count,
      'installsChanged', s.install_changed_count, 'expected', s.expected_count) AS counts,
    greatest(0, coalesce(extract(epoch FROM coalesce(s.ended_at, clock_timestamp()) - s.started_at) * 1000, 0))::bigint
      AS "elapsedMs",
    s.test_payload IS NOT NULL AS "hasPayload", s.drift AS "driftMessage",
    s.drift_acknowledged_at AS "driftAcknowledgedAt", s.drift_acknowledged_by AS "driftAcknowledgedByName",
    ARRAY(SELECT r.kind FROM retention_rules r WHERE s.ended_at < r.deleted_before AND CASE r.kind
      WHEN 'outcomes' THEN s.skipped_count + s.failed_count + s.ambiguous_count + s.canceled_count + s.warning_count > 0
      WHEN 'plans' THEN s.kind = 'preview' WHEN 'session_logs' THEN true WHEN 'test_payloads' THEN s.kind = 'test' ELSE false END
      ORDER BY r.kind) AS "deletedByRetention"`;
const from = 'FROM sessions s JOIN integrations i ON i.id = s.integration_id';

interface Row extends Omit<SessionView, 'recordsPerSecond' | 'remainingMs' | 'drift'> {
  driftMessage: string | null;
  driftAcknowledgedAt: Date | null;
  driftAcknowledgedByName: string | null;
}

/** Adds how fast it goes and how long it still takes. */
function toView(row: Row): SessionView {
  const { driftMessage, driftAcknowledgedAt, driftAcknowledgedByName, ...rest } = row;
  const { elapsedMs } = row;
  const { read, expected } = row.counts;
  const recordsPerSecond = elapsedMs > 0 && read > 0 ? Math.round((read / elapsedMs) * 10_000) / 10 : null;
  const isRunning = row.status === 'running';
  const left = expected === null ? null : Math.max(0, expected - read);
  return {
    ...rest,
    drift:
      driftMessage === null
        ? null
        : {
            message: driftMessage,
            acknowledgedAt: driftAcknowledgedAt,
            acknowledgedByName: driftAcknowledgedByName,
          },
    recordsPerSecond,
    remainingMs:
      isRunning && left !== null && recordsPerSecond ? Math.round((left / recordsPerSecond) * 1_000) : null,
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
  const { rows } = await db.query<OutcomeView>(text, [...values, after, limit + 1]);
  const shown = rows.slice(0, limit);
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
      text: `SELECT seq AS key, outcome, native_id AS "nativeId", label, record_id AS "recordId", reason_code AS "reasonCode",
          reason, details FROM plan_items
        WHERE session_id = $1 AND outcome = $2 AND seq > $3 ORDER BY seq LIMIT $4`,
      values: [session.id, outcome],
    };
  }
  if (isLive && outcome === 'created') {
    return {
      text: `SELECT t.id AS key, 'created' AS outcome, r.native_id AS "nativeId", ${label} AS label, t.id AS "recordId",
          NULL AS "reasonCode", NULL AS reason, NULL::jsonb AS details
        FROM ${session.object} t LEFT JOIN source_records r ON r.record_id = t.id AND r.integration_id = $2
        WHERE t.created_by_session = $1 AND t.id > $3 ORDER BY t.id LIMIT $4`,
      values: [session.id, session.integrationId],
    };
  }
  if (isLive && (outcome === 'updated' || outcome === 'retired')) {
    const kinds = outcome === 'updated' ? `'updated', 'restored'` : `'deactivated', 'archived'`;
    return {
      text: `SELECT c.id AS key, $2::text AS outcome, c.native_id AS "nativeId", ${label} AS label, c.record_id AS "recordId",
          c.kind AS "reasonCode", NULL AS reason, c.changes AS details
        FROM record_changes c LEFT JOIN ${session.object} t ON t.id = c.record_id
        WHERE c.session_id = $1 AND c.kind IN (${kinds}) AND c.id > $3 ORDER BY c.id LIMIT $4`,
      values: [session.id, outcome],
    };
  }
  return {
    text: `SELECT id AS key, outcome, native_id AS "nativeId", label, record_id AS "recordId", reason_code AS "reasonCode",
        reason, details FROM session_outcomes
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
