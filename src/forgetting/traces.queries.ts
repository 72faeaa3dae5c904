/** Where a person is named, beyond the record: found by ids, and in texts by what identifies the person. */
import type { Queryable, Tx } from '../db/client.ts';
import type { ErasureCounts } from './erasures.queries.ts';

export interface PersonTraces {
  recordId: number;
  sources: { integrationId: number; nativeId: string }[];
  /** Regular expressions of PostgreSQL, in lower case: e-mail address, user name and so on, as whole words. */
  patterns: string[];
  /** Those of them nobody else goes by: an address, a full name, an id of a source; not a user name like `admin`. */
  plainPatterns: string[];
}

const count = async (result: Promise<{ rowCount: number | null }>): Promise<number> =>
  (await result).rowCount ?? 0;

/** Source records as two arrays, to be joined as `mine`. */
const mine = 'unnest($1::bigint[], $2::text[]) AS mine (integration_id, native_id)';
const idsOf = ({ sources }: PersonTraces): [number[], string[]] => [
  sources.map(({ integrationId }) => integrationId),
  sources.map(({ nativeId }) => nativeId),
];

/** Ids of sessions after `after`, in order. */
export async function listSessionIds(db: Queryable, after: number, limit: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    'SELECT id FROM sessions WHERE id > $1 ORDER BY id LIMIT $2',
    [after, limit],
  );
  return rows.map(({ id }) => id);
}

export async function listOpenSessionIds(db: Queryable): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `SELECT id FROM sessions WHERE status IN ('queued', 'running') ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}

/** Rows of these sessions that name the person: ids and labels where sessions loaded people, texts in all of them. */
export async function deleteFromSessions(
  tx: Tx,
  sessionIds: readonly number[],
  traces: PersonTraces,
): Promise<ErasureCounts> {
  const [integrationIds, nativeIds] = idsOf(traces);
  const named = (table: string, texts: string) =>
    count(
      tx.query(
        `DELETE FROM ${table} r USING sessions s, integrations i
          WHERE s.id = r.session_id AND i.id = s.integration_id AND s.id = ANY ($3::bigint[])
            AND ((i.object = 'people' AND r.record_id = $4)
              OR EXISTS (SELECT FROM ${mine} WHERE mine.integration_id = i.id AND mine.native_id = r.native_id)
              OR lower(${texts}) ~ ANY ($5::text[]))`,
        [integrationIds, nativeIds, sessionIds, traces.recordId, traces.patterns],
      ),
    );
  const outcomes = await named('session_outcomes', `concat_ws(' ', r.label, r.reason, r.details::text)`);
  const plans = await named('plan_items', `concat_ws(' ', r.label, r.reason, r.details::text)`);
  const keys = await count(
    tx.query(
      `DELETE FROM plan_keys r USING sessions s WHERE s.id = r.session_id AND s.id = ANY ($3::bigint[])
          AND (EXISTS (SELECT FROM ${mine} WHERE mine.integration_id = s.integration_id AND mine.native_id = r.native_id)
            OR lower(r.key) ~ ANY ($4::text[]))`,
      [integrationIds, nativeIds, sessionIds, traces.patterns],
    ),
  );
  const deferred = await count(
    tx.query(
      `DELETE FROM session_deferred r USING sessions s WHERE s.id = r.session_id AND s.id = ANY ($3::bigint[])
          AND EXISTS (SELECT FROM ${mine} WHERE mine.integration_id = s.integration_id AND mine.native_id = r.native_id)`,
      [integrationIds, nativeIds, sessionIds],
    ),
  );
  const logLines = await count(
    tx.query(
      `DELETE FROM session_log WHERE session_id = ANY ($1::bigint[])
          AND lower(concat_ws(' ', message, details::text)) ~ ANY ($2::text[])`,
      [sessionIds, traces.patterns],
    ),
  );
  const testRuns = await count(
    tx.query(
      `UPDATE sessions SET test_payload = NULL WHERE id = ANY ($1::bigint[]) AND test_payload IS NOT NULL
          AND lower(test_payload::text) ~ ANY ($2::text[])`,
      [sessionIds, traces.patterns],
    ),
  );
  return { outcomes, plans: plans + keys, deferred, logLines, testRuns };
}

/** What lies outside sessions. */
export async function deleteElsewhere(tx: Tx, traces: PersonTraces): Promise<ErasureCounts> {
  const [integrationIds, nativeIds] = idsOf(traces);
  const { patterns, recordId } = traces;
  const parked = await count(
    tx.query(
      `DELETE FROM parked_records p
        WHERE EXISTS (SELECT FROM ${mine} WHERE mine.integration_id = p.integration_id AND mine.native_id = p.native_id)
           OR (p.object = 'people' AND (p.resolved_record_id = $3 OR lower(concat_ws(' ', p.label, p.mapped::text)) ~ ANY ($4::text[])))`,
      [integrationIds, nativeIds, recordId, patterns],
    ),
  );
  await tx.query(
    `UPDATE parked_records SET candidates = array_remove(candidates, $1) WHERE object = 'people' AND $1 = ANY (candidates)`,
    [recordId],
  );
  const notifications = await count(
    tx.query(`DELETE FROM notifications WHERE lower(title || ' ' || message) ~ ANY ($1::text[])`, [patterns]),
  );
  const samples = await count(
    tx.query('DELETE FROM integration_samples WHERE lower(records::text) ~ ANY ($1::text[])', [patterns]),
  );
  return { parked, notifications, samples };
}

/** Entries about the person name a pseudonym from now on. Those about users of Muster itself are not touched. */
export async function pseudonymizeAudit(tx: Tx, traces: PersonTraces, pseudonym: string): Promise<number> {
  return count(
    tx.query(
      `UPDATE audit_log SET target_name = $3,
              target_id = CASE WHEN target_type = 'people' THEN $3 ELSE target_id END,
              details = CASE WHEN lower(details::text) ~ ANY ($2::text[]) THEN '{"isErased": true}' ELSE details END
        WHERE (target_type = 'people' AND target_id = $1::text)
           OR (target_type NOT IN ('user', 'api_token') AND lower(concat_ws(' ', target_name, details::text)) ~ ANY ($2::text[]))`,
      [String(traces.recordId), traces.patterns, pseudonym],
    ),
  );
}

/** Accounts in applications that are the person's, with their history. */
export async function deleteAccounts(tx: Tx, recordId: number, emails: readonly string[]): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    'DELETE FROM saas_accounts WHERE person_id = $1 OR lower(email) = ANY ($2::text[]) RETURNING id',
    [recordId, emails],
  );
  await tx.query(
    `DELETE FROM record_changes WHERE object = 'saas_accounts' AND record_id = ANY ($1::bigint[])`,
    [rows.map(({ id }) => id)],
  );
  return rows.length;
}
