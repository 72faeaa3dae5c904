/** Parked records: what no session could assign, kept until a person or a later session does. */
import type { Queryable, Tx } from '../../db/client.ts';
import type { DecidedItem } from '../decide/decide.ts';
import { labelOfRecord, mappedOf } from '../decide/describe-decision.ts';
import type { SyncRun } from '../run.ts';

/** Parks what ended ambiguous, and notes that what a person has ignored is still there. */
export async function parkRecords(
  tx: Tx,
  { setup, session }: SyncRun,
  decided: readonly DecidedItem[],
): Promise<void> {
  const rows: object[] = [];
  const ignored: string[] = [];
  for (const entry of decided) {
    const { decision, item } = entry;
    if (item.nativeId === undefined) continue;
    if (decision.outcome === 'ambiguous')
      rows.push({
        native_id: item.nativeId,
        label: labelOfRecord(setup, entry),
        reason_code: decision.reasonCode,
        reason: decision.reason,
        candidates: decision.candidates,
        mapped: mappedOf(setup, entry),
      });
    else if (decision.outcome === 'skipped' && decision.reasonCode === 'IGNORED_BY_PERSON')
      ignored.push(item.nativeId);
  }
  if (rows.length > 0)
    await tx.query(
      `INSERT INTO parked_records AS p (integration_id, native_id, object, label, reason_code, reason, candidates, mapped,
              first_session_id, last_session_id, first_seen_at, last_seen_at)
       SELECT DISTINCT ON (u.native_id) $1, u.native_id, $2, u.label, u.reason_code, u.reason, u.candidates, u.mapped, $3, $3, $4, $4
         FROM json_to_recordset($5::json) AS u (native_id text, label text, reason_code text, reason text,
              candidates bigint[], mapped jsonb)
       ON CONFLICT (integration_id, native_id) DO UPDATE
          SET label = excluded.label, reason_code = excluded.reason_code, reason = excluded.reason,
              candidates = excluded.candidates, mapped = excluded.mapped,
              last_session_id = excluded.last_session_id, last_seen_at = excluded.last_seen_at`,
      [setup.integration.id, setup.object, session.id, session.at, JSON.stringify(rows)],
    );
  if (ignored.length > 0)
    await tx.query(
      `UPDATE parked_records SET last_session_id = $3, last_seen_at = $4
        WHERE integration_id = $1 AND native_id = ANY ($2::text[])`,
      [setup.integration.id, ignored, session.id, session.at],
    );
}

/**
 * Takes off the list what this session has assigned after all, and, when everything was provably read, what is no
 * longer at the vendor. What a person has said stays: it holds for the sessions to come.
 */
export async function unparkRecords(
  db: Queryable,
  { setup, session }: SyncRun,
  isComplete: boolean,
): Promise<void> {
  await db.query(
    `DELETE FROM parked_records p
      WHERE p.integration_id = $1 AND p.last_session_id <> $2
        AND ((p.resolution IS NULL AND EXISTS (SELECT FROM source_records s WHERE s.integration_id = $1
                AND s.native_id = p.native_id AND s.last_session_id = $2))
          OR ($3 AND (p.resolution IS NULL OR p.resolution = 'ignore')))`,
    [setup.integration.id, session.id, isComplete],
  );
}
