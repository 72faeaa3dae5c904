/** Takes a record out of its table with everything that hangs on it. */
import type { Queryable, Tx } from '../db/client.ts';
import { makeChangeWriter } from '../records/record-changes.queries.ts';
import type { ErasureCounts } from './erasures.queries.ts';

export interface SourceRef {
  integrationId: number;
  nativeId: string;
}

export async function listSourceRefs(db: Queryable, object: string, recordId: number): Promise<SourceRef[]> {
  const { rows } = await db.query<SourceRef>(
    `SELECT s.integration_id AS "integrationId", s.native_id AS "nativeId" FROM source_records s
       JOIN integrations i ON i.id = s.integration_id AND i.object = $1 WHERE s.record_id = $2`,
    [object, recordId],
  );
  return rows;
}

/** Deletes source records, history and the record itself. */
export async function deleteRecordRows(
  tx: Tx,
  { object, id, isSynced }: { object: string; id: number; isSynced: boolean },
): Promise<ErasureCounts> {
  const { rows: sources } = await tx.query<{ integrationId: number; isLive: boolean }>(
    `DELETE FROM source_records s USING integrations i
      WHERE i.id = s.integration_id AND i.object = $1 AND s.record_id = $2 AND $3::boolean
      RETURNING s.integration_id AS "integrationId", s.missing_since IS NULL AS "isLive"`,
    [object, id, isSynced],
  );
  for (const { integrationId, isLive } of sources)
    if (isLive)
      await tx.query(
        'UPDATE integrations SET live_source_count = greatest(live_source_count - 1, 0) WHERE id = $1',
        [integrationId],
      );
  const history = await tx.query('DELETE FROM record_changes WHERE object = $1 AND record_id = $2', [
    object,
    id,
  ]);
  const records = await tx.query(`DELETE FROM ${object} WHERE id = $1`, [id]);
  return { records: records.rowCount ?? 0, sources: sources.length, history: history.rowCount ?? 0 };
}

/** What a source has parked is decided anew: the choice was about a record that is gone. */
export async function forgetParkedChoices(tx: Tx, object: string, id: number): Promise<void> {
  await tx.query('DELETE FROM parked_records WHERE object = $1 AND resolved_record_id = $2', [object, id]);
  await tx.query(
    'UPDATE parked_records SET candidates = array_remove(candidates, $2) WHERE object = $1 AND $2 = ANY (candidates)',
    [object, id],
  );
}

/** Empties a field of another object that names the person. The next session decides those records anew. */
export async function unassign(
  tx: Tx,
  target: {
    object: string;
    column: string;
    field: string;
    personId: number;
    at: Date;
    actor: string;
    userId?: number;
  },
): Promise<number> {
  const { object, column, field, personId, at, actor } = target;
  const { rows } = await tx.query<{ id: number }>(
    `UPDATE ${object} SET ${column} = NULL, version = version + 1, updated_at = $2, updated_by = $3 WHERE ${column} = $1 RETURNING id`,
    [personId, at, actor],
  );
  const ids = rows.map(({ id }) => id);
  const history = makeChangeWriter({
    object,
    at,
    actor,
    ...(target.userId === undefined ? {} : { userId: target.userId }),
  });
  for (const id of ids) history.add(id, 'updated', { [field]: [personId, null] });
  await history.store(tx);
  await tx.query(
    `UPDATE source_records s SET content_hash = NULL FROM integrations i
      WHERE i.id = s.integration_id AND i.object = $1 AND s.record_id = ANY ($2::bigint[])`,
    [object, ids],
  );
  return ids.length;
}

export async function detachAccounts(tx: Tx, personId: number): Promise<number> {
  const { rowCount } = await tx.query(
    'UPDATE saas_accounts SET person_id = NULL, version = version + 1 WHERE person_id = $1',
    [personId],
  );
  return rowCount ?? 0;
}

export async function deleteAccountsOf(tx: Tx, saasId: number): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM saas_accounts WHERE saas_id = $1', [saasId]);
  return rowCount ?? 0;
}

/** Installed software of a device. */
export async function deleteInstalls(tx: Tx, assetId: number): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM software_installs WHERE asset_id = $1', [assetId]);
  return rowCount ?? 0;
}

/** Assets on which a spelling of the product is installed, archived ones too. */
export async function hasInstalls(db: Queryable, softwareId: number): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>(
    `SELECT EXISTS (SELECT FROM software_installs i
       WHERE i.release_ids && ARRAY(SELECT r.id FROM software_releases r WHERE r.software_id = $1)) AS has`,
    [softwareId],
  );
  return rows[0]?.has ?? false;
}

/** A session of an object that is under way: it may hold in memory what is about to go. */
export async function hasOpenSession(db: Queryable, object: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `SELECT FROM sessions s JOIN integrations i ON i.id = s.integration_id
      WHERE i.object = $1 AND s.status IN ('queued', 'running') LIMIT 1`,
    [object],
  );
  return (rowCount ?? 0) > 0;
}

export async function deleteReleases(tx: Tx, softwareId: number): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM software_releases WHERE software_id = $1', [softwareId]);
  return rowCount ?? 0;
}
