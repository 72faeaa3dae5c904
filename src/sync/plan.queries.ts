/** A preview's plan: stored decision by decision, read back in order when it is applied. */
import type { Queryable, Tx } from '../db/client.ts';
import { parseJson } from '../model/json.ts';
import { copyRows } from './apply.queries.ts';
import { copyJson, copyText, copyValue } from './copy-text.ts';
import type { DecidedItem } from './decide-batch.ts';
import { describeChanges, labelOfRecord, showValue } from './outcome-text.ts';
import type { FieldChanges, PlannedItem, RunPlan } from './sync-types.ts';

export async function storePlanItems(
  tx: Tx,
  run: RunPlan,
  sessionId: number,
  firstSeq: number,
  decided: readonly DecidedItem[],
): Promise<void> {
  let items = '';
  let keys = '';
  let seq = firstSeq;
  for (const entry of decided) {
    const { decision, item } = entry;
    if (decision.outcome === 'unchanged') continue;
    const recordId = 'recordId' in decision ? decision.recordId : undefined;
    const version = decision.outcome === 'updated' ? decision.version : undefined;
    const details = detailsOf(run, entry);
    items += `${[
      sessionId,
      seq,
      decision.outcome,
      copyValue(item.nativeId),
      copyValue(labelOfRecord(run, entry)),
      copyValue(recordId),
      copyValue(version),
      'reasonCode' in decision ? decision.reasonCode : '\\N',
      'reason' in decision ? copyText(decision.reason) : '\\N',
      copyText(JSON.stringify(details)),
      copyJson(item.payload),
    ].join('\t')}\n`;
    for (const key of entry.keys)
      keys += `${sessionId}\t${copyText(key)}\t${copyText(item.nativeId ?? '')}\n`;
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
    ],
    items,
  );
  await copyRows(tx, 'plan_keys', ['session_id', 'key', 'native_id'], keys);
}

/** What a decision would write: `{ field: [old, new] }`; a creation has no old values. */
export function detailsOf(run: RunPlan, entry: DecidedItem): FieldChanges | { candidates: number[] } | null {
  const { decision } = entry;
  if (decision.outcome === 'updated') return describeChanges(run, decision);
  if (decision.outcome === 'ambiguous') return { candidates: decision.candidates };
  if (decision.outcome !== 'created') return null;
  const changes: FieldChanges = {};
  for (const [index, name] of run.compiled.targets.entries()) {
    const value = decision.values[index];
    // The instant of a session differs from run to run and says nothing about the record.
    if (value !== undefined && value !== null && index !== run.compiled.syncTimeIndex)
      changes[name] = [null, showValue(value)];
  }
  return changes;
}

export interface StoredPlanItem extends PlannedItem {
  raw: unknown;
}

/** The next items of a plan that would write something, in order. */
export async function findPlanItems(
  db: Queryable,
  planSessionId: number,
  afterSeq: number,
  limit: number,
): Promise<StoredPlanItem[]> {
  const { rows } = await db.query<{
    seq: number;
    outcome: PlannedItem['outcome'];
    record_id: number | null;
    record_version: number | null;
    details: FieldChanges | null;
    payload: string;
  }>(
    `SELECT seq, outcome, record_id, record_version, details, payload::text AS payload FROM plan_items
      WHERE session_id = $1 AND seq > $2 AND outcome IN ('created', 'updated') ORDER BY seq LIMIT $3`,
    [planSessionId, afterSeq, limit],
  );
  return rows.map((row) => ({
    seq: row.seq,
    outcome: row.outcome,
    recordId: row.record_id,
    recordVersion: row.record_version,
    details: row.details,
    raw: parseJson(row.payload),
  }));
}

export async function countPlanItems(
  db: Queryable,
  planSessionId: number,
): Promise<{ last: number; writing: number }> {
  const { rows } = await db.query<{ last: number | null; writing: number }>(
    `SELECT max(seq) AS last, count(*) FILTER (WHERE outcome IN ('created', 'updated')) AS writing
       FROM plan_items WHERE session_id = $1`,
    [planSessionId],
  );
  return { last: rows[0]?.last ?? 0, writing: rows[0]?.writing ?? 0 };
}

export async function findPlanMappingVersion(db: Queryable, planSessionId: number): Promise<number | null> {
  const { rows } = await db.query<{ mapping_version: number | null }>(
    `SELECT mapping_version FROM sessions WHERE id = $1 AND kind = 'preview' AND status IN ('succeeded', 'succeeded_with_errors')`,
    [planSessionId],
  );
  return rows[0]?.mapping_version ?? null;
}
