/** A preview's plan: stored decision by decision, read back in order when it is applied. */
import type { Db, Queryable, Tx } from '../../db/client.ts';
import { copyJson, copyRows, copyText, copyValue } from '../../db/copy-rows.ts';
import { parseJson } from '../../model/json.ts';
import type { PlannedItem, RetirableRecord } from '../batch-run.ts';
import type { DecidedItem } from '../decide/decide.ts';
import { detailsOf, labelOfRecord } from '../decide/describe-decision.ts';
import type { RetirePolicy, SyncRun } from '../run.ts';

export async function storePlanItems(
  tx: Tx,
  { setup, session, progress }: SyncRun,
  decided: readonly DecidedItem[],
): Promise<void> {
  let items = '';
  let keys = '';
  const sessionId = session.id;
  const batchSeq = progress.planSeq + 1;
  let seq = batchSeq;
  for (const entry of decided) {
    const { decision, item } = entry;
    for (const key of entry.keys) addKey(key, item.nativeId, false);
    for (const key of entry.releasedKeys) addKey(key, item.nativeId, true);
    if (decision.outcome === 'unchanged') continue;
    const recordId = 'recordId' in decision ? decision.recordId : undefined;
    const version = decision.outcome === 'updated' ? decision.version : undefined;
    const details = detailsOf(setup, entry);
    items += `${[
      sessionId,
      seq,
      decision.outcome,
      copyValue(item.nativeId),
      copyValue(labelOfRecord(setup, entry)),
      copyValue(recordId),
      copyValue(version),
      'reasonCode' in decision ? decision.reasonCode : '\\N',
      'reason' in decision ? copyText(decision.reason) : '\\N',
      copyText(JSON.stringify(details)),
      copyJson(item.payload),
      batchSeq,
      `{${entry.replaced.map(({ sourceId }) => sourceId).join(',')}}`,
    ].join('\t')}\n`;
    seq += 1;
  }
  await copyRows(
    tx,
    'plan_items',
    [
      'session_id',
      'seq',
      'outcome',
      'native_id',
      'label',
      'record_id',
      'record_version',
      'reason_code',
      'reason',
      'details',
      'payload',
      'batch_seq',
      'replaced_ids',
    ],
    items,
  );
  await copyRows(tx, 'plan_keys', ['session_id', 'key', 'native_id', 'is_released', 'batch_seq'], keys);

  function addKey(key: string, nativeId: string | undefined, isReleased: boolean): void {
    keys += `${sessionId}\t${copyText(key)}\t${copyText(nativeId ?? '')}\t${isReleased ? 't' : 'f'}\t${batchSeq}\n`;
  }
}

/** Retirements come last; stored in one transaction, so a resumed preview starts them anew. */
export async function deletePlanRetirements(tx: Tx, sessionId: number): Promise<void> {
  await tx.query(`DELETE FROM plan_items WHERE session_id = $1 AND outcome = 'retired'`, [sessionId]);
}

export async function storePlanRetirements(
  tx: Tx,
  { sessionId, firstSeq, policy }: { sessionId: number; firstSeq: number; policy: RetirePolicy },
  records: readonly RetirableRecord[],
): Promise<void> {
  const reason =
    policy === 'archive'
      ? 'No longer at the vendor: would be archived.'
      : 'No longer at the vendor: would be deactivated.';
  await tx.query(
    `INSERT INTO plan_items (session_id, seq, outcome, native_id, label, record_id, record_version, reason_code, reason, details)
     SELECT $1, $2 + r.ordinality, 'retired', r.native_id, coalesce(r.label, r.native_id), r.record_id, r.version, 'MISSING', $3,
            CASE WHEN $4 THEN jsonb_build_object('isActive', jsonb_build_array(r.is_active, false)) END
       FROM unnest($5::text[], $6::text[], $7::bigint[], $8::integer[], $9::boolean[])
            WITH ORDINALITY AS r (native_id, label, record_id, version, is_active, ordinality)`,
    [
      sessionId,
      firstSeq - 1,
      reason,
      policy === 'deactivate',
      records.map((record) => record.nativeId),
      records.map((record) => record.label),
      records.map((record) => record.recordId),
      records.map((record) => record.version),
      records.map((record) => record.isActive),
    ],
  );
}

interface PlannedRetirement {
  seq: number;
  nativeId: string;
  recordId: number;
  /** The record and its source record are as they were when the plan was made. */
  isUnchanged: boolean;
}

async function findPlanRetirements(
  db: Queryable,
  options: { planSessionId: number; integrationId: number; table: string; afterSeq: number; limit: number },
): Promise<PlannedRetirement[]> {
  const { rows } = await db.query<PlannedRetirement>(
    `SELECT p.seq, p.native_id AS "nativeId", p.record_id AS "recordId",
            coalesce(t.version = p.record_version AND s.record_id = p.record_id AND s.missing_since IS NULL, false) AS "isUnchanged"
       FROM plan_items p
       LEFT JOIN ${options.table} t ON t.id = p.record_id
       LEFT JOIN source_records s ON s.integration_id = $2 AND s.native_id = p.native_id
      WHERE p.session_id = $1 AND p.outcome = 'retired' AND p.seq > $3 ORDER BY p.seq LIMIT $4`,
    [options.planSessionId, options.integrationId, options.afterSeq, options.limit],
  );
  return rows;
}

/** The retirements of a plan in order, 1,000 at a time. */
export async function* walkPlanRetirements(
  db: Db,
  { setup, session }: SyncRun,
): AsyncGenerator<PlannedRetirement[]> {
  for (let afterSeq = 0; ; ) {
    const batch = await findPlanRetirements(db, {
      planSessionId: session.planSessionId,
      integrationId: setup.integration.id,
      table: setup.table,
      afterSeq,
      limit: 1_000,
    });
    const last = batch.at(-1);
    if (!last) return;
    yield batch;
    afterSeq = last.seq;
  }
}

/** A later session that read the vendor: it may have met what the plan takes for gone. */
export async function findLaterRun(
  db: Queryable,
  integrationId: number,
  planSessionId: number,
): Promise<number | undefined> {
  const { rows } = await db.query<{ id: number }>(
    `SELECT id FROM sessions WHERE integration_id = $1 AND id > $2 AND kind IN ('manual', 'scheduled') AND read_count > 0
      ORDER BY id DESC LIMIT 1`,
    [integrationId, planSessionId],
  );
  return rows[0]?.id;
}

/** A record of a plan as it was read, and what the preview decided about it. */
export interface PlanRecord {
  raw: unknown;
  planned: PlannedItem;
}

/** The items of the plan's next batch that would write something, in order. */
export async function findPlanItems(
  db: Queryable,
  planSessionId: number,
  afterSeq: number,
): Promise<PlanRecord[]> {
  const { rows } = await db.query<PlannedItem & { payload: string }>(
    `SELECT seq, outcome, record_id AS "recordId", record_version AS "recordVersion", details, replaced_ids AS "replacedIds",
            batch_seq AS "batchSeq", payload::text AS payload
       FROM plan_items
      WHERE session_id = $1 AND seq > $2 AND outcome IN ('created', 'updated') AND batch_seq =
        (SELECT batch_seq FROM plan_items WHERE session_id = $1 AND seq > $2 AND outcome IN ('created', 'updated')
          ORDER BY seq LIMIT 1)
      ORDER BY seq`,
    [planSessionId, afterSeq],
  );
  return rows.map(({ payload, ...planned }) => ({ raw: parseJson(payload), planned }));
}

export async function countPlanItems(
  db: Queryable,
  planSessionId: number,
): Promise<{ last: number; writing: number; lastWriting: number }> {
  const { rows } = await db.query<{ last: number | null; writing: number; last_writing: number | null }>(
    `SELECT max(seq) AS last, count(*) FILTER (WHERE outcome IN ('created', 'updated')) AS writing,
            max(seq) FILTER (WHERE outcome IN ('created', 'updated')) AS last_writing
       FROM plan_items WHERE session_id = $1`,
    [planSessionId],
  );
  return {
    last: rows[0]?.last ?? 0,
    writing: rows[0]?.writing ?? 0,
    lastWriting: rows[0]?.last_writing ?? 0,
  };
}

export async function findPlanMappingVersion(db: Queryable, planSessionId: number): Promise<number | null> {
  const { rows } = await db.query<{ mapping_version: number | null }>(
    `SELECT mapping_version FROM sessions WHERE id = $1 AND kind = 'preview' AND status IN ('succeeded', 'succeeded_with_errors')`,
    [planSessionId],
  );
  return rows[0]?.mapping_version ?? null;
}
