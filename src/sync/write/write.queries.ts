/** Writing what a batch decided. All of it runs inside the batch's transaction. */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Queryable, Tx } from '../../db/client.ts';

/** Sends rows already encoded by `copy-text.ts`. `columns` are our own identifiers, never input. */
export async function copyRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  lines: string,
): Promise<void> {
  if (lines === '') return;
  const target = tx.client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
  await pipeline(Readable.from([Buffer.from(lines)]), target);
}

/** Serialises batches that write the same object, across all processes, until the transaction ends. */
export async function lockObject(tx: Tx, object: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('muster.object'), hashtext($1))`, [object]);
  // Fresh tables have no statistics yet; without this the planner may scan a growing table once per batch.
  await tx.query(
    'SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off',
  );
}

export interface RecordUpdate {
  id: number;
  version: number;
  /** column → new value (JSON-able). */
  values: Record<string, unknown>;
  isRestored: boolean;
}

/**
 * Updates records whose changed columns are the same set. Returns how many rows were written: fewer than asked
 * means that someone changed one of them since it was looked up.
 */
export async function updateRecords(
  tx: Tx,
  table: string,
  columns: readonly { column: string; sqlType: string }[],
  updates: readonly RecordUpdate[],
  stamp: { at: Date; by: string },
): Promise<number> {
  const assignments = columns.map(({ column }) => `${column} = u.${column}, `).join('');
  const declared = columns.map(({ column, sqlType }) => `, ${column} ${sqlType}`).join('');
  const rows = updates.map((update) => ({
    id: update.id,
    version: update.version,
    is_restored: update.isRestored,
    ...update.values,
  }));
  const { rowCount } = await tx.query(
    `UPDATE ${table} AS t SET ${assignments}version = t.version + 1, updated_at = $2, updated_by = $3,
            archived_at = CASE WHEN u.is_restored THEN NULL ELSE t.archived_at END
       FROM json_to_recordset($1::json) AS u (id bigint, version integer, is_restored boolean${declared})
      WHERE t.id = u.id AND t.version = u.version`,
    [JSON.stringify(rows), stamp.at, stamp.by],
  );
  return rowCount ?? 0;
}

/** The session's instant, for integrations that map Connector Sync Time. Not a change: no version, no history. */
export async function touchSyncTime(
  tx: Tx,
  table: string,
  column: string,
  recordIds: readonly number[],
  syncTime: Date,
): Promise<void> {
  if (recordIds.length === 0) return;
  await tx.query(`UPDATE ${table} SET ${column} = $2 WHERE id = ANY ($1::bigint[])`, [recordIds, syncTime]);
}

export interface SourceUpdate {
  nativeId: string;
  recordId: number;
  contentHash: string | null;
  payload: string;
}

export async function updateSourceRecords(
  tx: Tx,
  integrationId: number,
  sessionId: number,
  at: Date,
  updates: readonly SourceUpdate[],
): Promise<void> {
  if (updates.length === 0) return;
  await tx.query(
    `UPDATE source_records AS s
        SET record_id = u.record_id, content_hash = u.content_hash, payload = u.payload::json,
            last_changed_at = $6, last_session_id = $7, missing_since = NULL
       FROM unnest($2::text[], $3::bigint[], $4::uuid[], $5::text[]) AS u (native_id, record_id, content_hash, payload)
      WHERE s.integration_id = $1 AND s.native_id = u.native_id`,
    [
      integrationId,
      updates.map((update) => update.nativeId),
      updates.map((update) => update.recordId),
      updates.map((update) => update.contentHash),
      updates.map((update) => update.payload),
      at,
      sessionId,
    ],
  );
}

export async function storeSeenChunks(
  tx: Queryable,
  sessionId: number,
  kind: 'record' | 'software',
  chunks: readonly { chunk: number; bits: Uint8Array }[],
): Promise<void> {
  for (const { chunk, bits } of chunks) {
    await tx.query(
      `INSERT INTO session_seen (session_id, kind, chunk, bits) VALUES ($1, $2, $3, $4)
       ON CONFLICT (session_id, kind, chunk) DO UPDATE SET bits = excluded.bits`,
      [sessionId, kind, chunk, Buffer.from(bits)],
    );
  }
}
