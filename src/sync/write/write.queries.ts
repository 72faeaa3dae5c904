/** Writing what a batch decided. All of it runs inside the batch's transaction. */

import type { Queryable, Tx } from '../../db/client.ts';
import type { SyncRun } from '../run.ts';

/** Takes `count` new ids from a table's sequence. */
export async function takeIds(db: Queryable, table: string, count: number): Promise<number[]> {
  if (count === 0) return [];
  // The sequence's name is a literal: anything else would be looked up once per row. `table` is one of ours.
  const { rows } = await db.query<{ id: number }>(
    `SELECT nextval('${table}_id_seq') AS id FROM generate_series(1, $1)`,
    [count],
  );
  return rows.map((row) => row.id);
}

export interface RecordUpdate {
  id: number;
  version: number;
  /** column → new value (JSON-able). */
  values: Record<string, unknown>;
  isRestored: boolean;
}

export interface RecordUpdates {
  columns: readonly { column: string; sqlType: string }[];
  updates: readonly RecordUpdate[];
  /** All of them become active again although no column says so. */
  isReactivated: boolean;
}

/** Gives unique values up before others of the batch take them; the updates that follow write what comes instead. */
export async function releaseValues(
  tx: Tx,
  table: string,
  column: string,
  recordIds: readonly number[],
): Promise<void> {
  await tx.query(`UPDATE ${table} SET ${column} = NULL WHERE id = ANY ($1::bigint[])`, [recordIds]);
}

/**
 * Updates records whose changed columns are the same set. Returns how many rows were written: fewer than asked
 * means that someone changed one of them since it was looked up.
 */
export async function updateRecords(
  tx: Tx,
  table: string,
  { columns, updates, isReactivated }: RecordUpdates,
  stamp: { at: Date; by: string },
): Promise<number> {
  const assigned = columns.map(({ column }) => `${column} = u.${column}, `).join('');
  const assignments = isReactivated ? `${assigned}is_active = true, ` : assigned;
  const declared = columns.map(({ column, sqlType }) => `, ${column} ${sqlType}`).join('');
  const rows = updates.map((update) => ({
    id: update.id,
    version: update.version,
    is_restored: update.isRestored,
    ...update.values,
  }));
  const { rowCount } = await tx.query(
    `UPDATE ${table} AS t SET ${assignments}version = t.version + 1, updated_at = $2, updated_by = $3,
            archived_at = CASE WHEN u.is_restored THEN NULL ELSE t.archived_at END, retired_as = NULL
       FROM json_to_recordset($1::json) AS u (id bigint, version integer, is_restored boolean${declared})
      WHERE t.id = u.id AND t.version = u.version`,
    [JSON.stringify(rows), stamp.at, stamp.by],
  );
  return rowCount ?? 0;
}

/** The session's instant, for integrations that map Connector Sync Time. Not a change: no version, no history. */
export async function touchSyncTime(
  tx: Tx,
  { table, column, at }: { table: string; column: string; at: Date },
  recordIds: readonly number[],
): Promise<void> {
  if (recordIds.length === 0) return;
  await tx.query(`UPDATE ${table} SET ${column} = $2 WHERE id = ANY ($1::bigint[])`, [recordIds, at]);
}

export interface SourceUpdate {
  nativeId: string;
  recordId: number;
  contentHash: string | null;
  emptyKeys: number;
  payload: string;
}

export async function updateSourceRecords(
  tx: Tx,
  { setup, session }: SyncRun,
  updates: readonly SourceUpdate[],
): Promise<void> {
  if (updates.length === 0) return;
  await tx.query(
    `UPDATE source_records AS s
        SET record_id = u.record_id, content_hash = u.content_hash, payload = u.payload::json, empty_keys = u.empty_keys,
            last_changed_at = $6, last_session_id = $7, missing_since = NULL
       FROM unnest($2::text[], $3::bigint[], $4::uuid[], $5::text[], $8::smallint[])
               AS u (native_id, record_id, content_hash, payload, empty_keys)
      WHERE s.integration_id = $1 AND s.native_id = u.native_id`,
    [
      setup.integration.id,
      updates.map((update) => update.nativeId),
      updates.map((update) => update.recordId),
      updates.map((update) => update.contentHash),
      updates.map((update) => update.payload),
      session.at,
      session.id,
      updates.map((update) => update.emptyKeys),
    ],
  );
}

/** Source records of the integration that the vendor still had when it was last read. */
export async function countLiveSources(db: Queryable, integrationId: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT live_source_count AS count FROM integrations WHERE id = $1',
    [integrationId],
  );
  return rows[0]?.count ?? 0;
}

/** Keeps the count; called in the transaction that adds, finds again or loses source records. */
export async function addLiveSources(
  tx: Queryable,
  integrationId: number,
  difference: number,
): Promise<void> {
  if (difference === 0) return;
  await tx.query(
    'UPDATE integrations SET live_source_count = greatest(live_source_count + $2, 0) WHERE id = $1',
    [integrationId, difference],
  );
}

/** The vendor no longer has them. Their records are not touched. */
export async function markMissing(
  tx: Tx,
  integrationId: number,
  nativeIds: readonly string[],
  at: Date,
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE source_records SET missing_since = $3 WHERE integration_id = $1 AND native_id = ANY ($2::text[]) AND missing_since IS NULL`,
    [integrationId, nativeIds, at],
  );
  await addLiveSources(tx, integrationId, -(rowCount ?? 0));
}
