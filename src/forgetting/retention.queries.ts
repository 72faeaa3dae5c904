import { deletableIdSql } from '../audit-stream/audit-streams.queries.ts';
import type { Queryable, Tx } from '../db/client.ts';
import { isUsualSql } from '../sync/decide/drift.queries.ts';
import { historyLength } from '../sync/decide/judge-drift.ts';
import type { RetentionKind } from './retention-kinds.ts';

export interface RetentionRow {
  kind: RetentionKind;
  /** null = for ever. */
  keepDays: number | null;
  updatedAt: Date | null;
  updatedBy: string | null;
  lastRunAt: Date | null;
  /** What the last run deleted, and all runs together. */
  lastDeletedCount: number;
  deletedCount: number;
}

export async function listRetentionRows(db: Queryable): Promise<RetentionRow[]> {
  const { rows } = await db.query<RetentionRow>(
    `SELECT kind, keep_days AS "keepDays", updated_at AS "updatedAt", updated_by AS "updatedBy", last_run_at AS "lastRunAt",
            last_deleted_count AS "lastDeletedCount", deleted_count AS "deletedCount" FROM retention_rules ORDER BY kind`,
  );
  return rows;
}

/** How many days each kind is kept, locked until the transaction ends. */
export async function lockRetention(tx: Tx): Promise<Partial<Record<RetentionKind, number | null>>> {
  const { rows } = await tx.query<Pick<RetentionRow, 'kind' | 'keepDays'>>(
    `SELECT kind, keep_days AS "keepDays" FROM retention_rules ORDER BY kind FOR UPDATE`,
  );
  return Object.fromEntries(rows.map(({ kind, keepDays }) => [kind, keepDays]));
}

export async function updateRetention(
  tx: Queryable,
  rule: { kind: RetentionKind; keepDays: number | null; at: Date; by: string },
): Promise<void> {
  await tx.query(
    'UPDATE retention_rules SET keep_days = $2, updated_at = $3, updated_by = $4 WHERE kind = $1',
    [rule.kind, rule.keepDays, rule.at, rule.by],
  );
}

/** Noted before anything is deleted, so that a run that breaks off has said so too. */
export async function noteDeletedBefore(db: Queryable, kind: RetentionKind, before: Date): Promise<void> {
  await db.query('UPDATE retention_rules SET deleted_before = greatest(deleted_before, $2) WHERE kind = $1', [
    kind,
    before,
  ]);
}

export async function noteRetentionRun(
  db: Queryable,
  run: { kind: RetentionKind; at: Date; deletedCount: number },
): Promise<void> {
  await db.query(
    `UPDATE retention_rules SET last_run_at = $2, last_deleted_count = $3, deleted_count = deleted_count + $3 WHERE kind = $1`,
    [run.kind, run.at, run.deletedCount],
  );
}

/** Kinds with a limit that no run has looked at since. */
export async function hasDueRetention(db: Queryable, since: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    'SELECT FROM retention_rules WHERE keep_days IS NOT NULL AND (last_run_at IS NULL OR last_run_at < $1) LIMIT 1',
    [since],
  );
  return (rowCount ?? 0) > 0;
}

/** Sessions that judge health, and are shown as the latest ones. */
const keptPerIntegration = 30;

/** Deletes at most `limit` rows older than `before`; returns how many. Each in a transaction of its own. */
export const retentionSlices: Record<
  RetentionKind,
  (tx: Tx, before: Date, limit: number) => Promise<number>
> = {
  async sessions(tx, before, limit) {
    const { rows } = await tx.query<{ id: number }>(
      `SELECT s.id FROM sessions s
        WHERE s.ended_at < $1 AND s.status NOT IN ('queued', 'running')
          AND s.id < coalesce((SELECT min(newest.id) FROM (SELECT n.id FROM sessions n WHERE n.integration_id = s.integration_id
                                ORDER BY n.id DESC LIMIT ${keptPerIntegration}) newest), 0)
          AND s.id NOT IN (SELECT u.id FROM sessions u WHERE u.integration_id = s.integration_id AND ${isUsualSql}
                            ORDER BY u.id DESC LIMIT ${historyLength})
          AND NOT EXISTS (SELECT FROM parked_records p WHERE s.id IN (p.first_session_id, p.last_session_id))
        ORDER BY s.ended_at LIMIT $2`,
      // Each brings along thousands of rows.
      [before, Math.max(1, Math.floor(limit / 100))],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    // What belongs to them first, slice by slice: a session may have brought a million rows.
    for (const table of [
      'session_outcomes',
      'session_log',
      'plan_items',
      'plan_keys',
      'session_deferred',
      'session_deferred_software',
    ] as const) {
      const { rowCount } = await tx.query(
        `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE session_id = ANY ($1::bigint[]) LIMIT $2))`,
        [ids, limit],
      );
      if (rowCount === limit) return limit;
    }
    // Whatever is kept names no session that is gone.
    await tx.query('UPDATE record_changes SET session_id = NULL WHERE session_id = ANY ($1::bigint[])', [
      ids,
    ]);
    await tx.query('UPDATE sessions SET plan_session_id = NULL WHERE plan_session_id = ANY ($1::bigint[])', [
      ids,
    ]);
    await tx.query('DELETE FROM session_software WHERE session_id = ANY ($1::bigint[])', [ids]);
    await tx.query('DELETE FROM sessions WHERE id = ANY ($1::bigint[])', [ids]);
    return ids.length;
  },
  outcomes: (tx, before, limit) => deleteOfSessions(tx, 'session_outcomes', before, limit),
  session_logs: (tx, before, limit) => deleteOfSessions(tx, 'session_log', before, limit),
  async plans(tx, before, limit) {
    const items = await deleteOfSessions(tx, 'plan_items', before, limit);
    return items + (await deleteOfSessions(tx, 'plan_keys', before, limit - items));
  },
  async test_payloads(tx, before, limit) {
    const sessions = await tx.query(
      `UPDATE sessions SET test_payload = NULL WHERE id = ANY (ARRAY(
         SELECT id FROM sessions WHERE ended_at < $1 AND test_payload IS NOT NULL LIMIT $2))`,
      [before, limit],
    );
    const samples = await tx.query('DELETE FROM integration_samples WHERE fetched_at < $1', [before]);
    return (sessions.rowCount ?? 0) + (samples.rowCount ?? 0);
  },
  // What a stream still has to send stays until it has arrived.
  audit: (tx, before, limit) => deleteOlder(tx, 'audit_log', before, limit, `id <= ${deletableIdSql}`),
  notifications: (tx, before, limit) => deleteOlder(tx, 'notifications', before, limit),
  async source_payloads(tx, before, limit) {
    // Without a hash it is decided anew when it comes back.
    const { rowCount } = await tx.query(
      `UPDATE source_records SET payload = 'null', content_hash = NULL WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM source_records WHERE missing_since < $1 AND payload::text <> 'null' LIMIT $2))`,
      [before, limit],
    );
    return rowCount ?? 0;
  },
};

async function deleteOlder(
  tx: Tx,
  table: 'audit_log' | 'notifications',
  before: Date,
  limit: number,
  and = 'true',
): Promise<number> {
  const { rowCount } = await tx.query(
    `DELETE FROM ${table} WHERE id = ANY (ARRAY(SELECT id FROM ${table} WHERE at < $1 AND ${and} ORDER BY at LIMIT $2))`,
    [before, limit],
  );
  return rowCount ?? 0;
}

/** Rows of sessions that ended before: found by the session, whose index leads to them. */
async function deleteOfSessions(
  tx: Tx,
  table: 'session_outcomes' | 'session_log' | 'plan_items' | 'plan_keys',
  before: Date,
  limit: number,
): Promise<number> {
  const { rowCount } = await tx.query(
    `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
       SELECT r.ctid FROM sessions s CROSS JOIN LATERAL (SELECT t.ctid FROM ${table} t WHERE t.session_id = s.id LIMIT $2) r
        WHERE s.ended_at < $1 LIMIT $2))`,
    [before, limit],
  );
  return rowCount ?? 0;
}
