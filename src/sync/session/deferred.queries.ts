/** Records put off until the session has read everything: stored with the batch that met them, settled afterwards. */
import type { Queryable, Tx } from '../../db/client.ts';
import { copyJson, copyRows, copyText } from '../../db/copy-rows.ts';
import { parseJson } from '../../model/json.ts';
import type { SourceItem } from '../batch-run.ts';

interface Deferred {
  item: SourceItem;
  claimantIds: readonly number[];
}

export async function storeDeferred(tx: Tx, sessionId: number, deferred: readonly Deferred[]): Promise<void> {
  let lines = '';
  for (const { item, claimantIds } of deferred)
    lines += `${sessionId}\t${copyText(item.nativeId ?? '')}\t${item.contentHash ?? '\\N'}\t${copyJson(item.payload)}\t{${claimantIds.join(',')}}\n`;
  const columns = ['session_id', 'native_id', 'content_hash', 'payload', 'claimant_ids'];
  await copyRows(tx, 'session_deferred', columns, lines);
}

/** Takes the items of a batch off the list, but for those put off once more. */
export async function deleteSettled(
  tx: Queryable,
  sessionId: number,
  seqs: readonly number[],
  stillDeferred: readonly Deferred[],
): Promise<void> {
  await tx.query(
    `DELETE FROM session_deferred WHERE session_id = $1 AND seq = ANY ($2::bigint[]) AND NOT native_id = ANY ($3::text[])`,
    [sessionId, seqs, stillDeferred.map(({ item }) => item.nativeId ?? '')],
  );
}

export interface DeferredRow {
  seq: number;
  item: SourceItem;
}

/** The next items in the order they were read. */
export async function findDeferred(
  db: Queryable,
  sessionId: number,
  afterSeq: number,
  limit: number,
): Promise<DeferredRow[]> {
  const { rows } = await db.query<{
    seq: number;
    nativeId: string;
    contentHash: string | null;
    payload: string;
  }>(
    `SELECT seq, native_id AS "nativeId", content_hash::text AS "contentHash", payload::text AS payload FROM session_deferred
      WHERE session_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
    [sessionId, afterSeq, limit],
  );
  return rows.map(({ seq, ...item }) => ({ seq, item: { ...item, raw: parseJson(item.payload) } }));
}

/** Which of these native ids are put off. */
export async function findDeferredIds(
  db: Queryable,
  sessionId: number,
  nativeIds: readonly string[],
): Promise<Set<string>> {
  if (nativeIds.length === 0) return new Set();
  const { rows } = await db.query<{ native_id: string }>(
    'SELECT native_id FROM session_deferred WHERE session_id = $1 AND native_id = ANY ($2::text[])',
    [sessionId, nativeIds],
  );
  return new Set(rows.map((row) => row.native_id));
}

export async function countDeferred(db: Queryable, sessionId: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT count(*) AS count FROM session_deferred WHERE session_id = $1',
    [sessionId],
  );
  return rows[0]?.count ?? 0;
}

/** Source records that stand in the way of what was put off. */
export async function findDeferredClaimants(
  db: Queryable,
  sessionId: number,
): Promise<{ sourceId: number; nativeId: string }[]> {
  const { rows } = await db.query<{ sourceId: number; nativeId: string }>(
    `SELECT s.id AS "sourceId", s.native_id AS "nativeId" FROM sessions o
       JOIN source_records s ON s.integration_id = o.integration_id
      WHERE o.id = $1 AND s.missing_since IS NULL
        AND s.id IN (SELECT unnest(claimant_ids) FROM session_deferred WHERE session_id = $1)
      ORDER BY s.native_id`,
    [sessionId],
  );
  return rows;
}
