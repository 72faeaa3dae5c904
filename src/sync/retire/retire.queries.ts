/** Absence: source records the session did not meet. Only called after a reading that provably completed. */
import type { Db, Queryable, Tx } from '../../db/client.ts';
import type { RetirableRecord, RetirePolicy } from '../run.ts';
import type { IdBitmap } from '../session/seen-ids.ts';
import { addLiveSources } from '../write/write.queries.ts';

export interface MissingSource {
  sourceId: number;
  nativeId: string;
  recordId: number;
}

/** Live source records the session did not meet. */
export async function* findMissingSources(
  ...of: Parameters<typeof walkSources>
): AsyncGenerator<MissingSource> {
  for await (const { isMet, ...source } of walkSources(...of)) if (!isMet) yield source;
}

/** Any source record the session met; undefined when it met none. */
export async function findMetSource(
  ...of: Parameters<typeof walkSources>
): Promise<MissingSource | undefined> {
  for await (const { isMet, ...source } of walkSources(...of)) if (isMet) return source;
  return undefined;
}

/** Walks the integration's live source records in key order, 10,000 at a time. */
async function* walkSources(
  db: Db,
  integrationId: number,
  sessionId: number,
  seen: IdBitmap,
): AsyncGenerator<MissingSource & { isMet: boolean }> {
  let after = '';
  for (;;) {
    const { rows } = await db.query<{ id: number; native_id: string; record_id: number; is_own: boolean }>(
      `SELECT id, native_id, record_id, last_session_id = $2 AS is_own FROM source_records
        WHERE integration_id = $1 AND native_id > $3 AND missing_since IS NULL ORDER BY native_id LIMIT 10000`,
      [integrationId, sessionId, after],
    );
    for (const { id, native_id: nativeId, record_id: recordId, is_own: isOwn } of rows)
      yield { sourceId: id, nativeId, recordId, isMet: isOwn || seen.has(id) };
    const last = rows.at(-1);
    if (!last || rows.length < 10_000) return;
    after = last.native_id;
  }
}

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

/** SaaS accounts of source records that are gone. */
export async function deactivateSaasAccounts(
  tx: Tx,
  integrationId: number,
  externalIds: readonly string[],
  at: Date,
): Promise<void> {
  await tx.query(
    `UPDATE saas_accounts SET is_active = false, missing_since = $3, updated_at = $3, version = version + 1
      WHERE integration_id = $1 AND external_id = ANY ($2::text[]) AND missing_since IS NULL`,
    [integrationId, externalIds, at],
  );
}

/** Which records of `t` the policy would touch: not those already retired, nor those whose Active is locked. */
const retirable: Record<RetirePolicy, string> = {
  archive: 't.archived_at IS NULL',
  deactivate: `t.is_active IS DISTINCT FROM false AND NOT ('isActive' = ANY (coalesce(t.locked_fields, '{}')))`,
};

/** Of these missing source records, those whose record would be retired: no other live source record speaks for it. */
export async function findRetirable(
  db: Queryable,
  options: {
    table: string;
    object: string;
    policy: RetirePolicy;
    labelSql: string;
    missing: readonly MissingSource[];
  },
): Promise<RetirableRecord[]> {
  const { rows } = await db.query<{
    native_id: string;
    record_id: number;
    version: number;
    label: string | null;
    is_active: boolean | null;
  }>(
    `SELECT m.native_id, t.id AS record_id, t.version, ${options.labelSql} AS label,
            ${options.policy === 'archive' ? 'NULL::boolean' : 't.is_active'} AS is_active
       FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS m (source_id, record_id, native_id)
       JOIN ${options.table} t ON t.id = m.record_id
      WHERE ${retirable[options.policy]}
        AND NOT EXISTS (SELECT FROM source_records s JOIN integrations i ON i.id = s.integration_id
                         WHERE s.record_id = t.id AND i.object = $4 AND s.missing_since IS NULL AND s.id <> m.source_id)
      ORDER BY m.native_id`,
    [
      options.missing.map((source) => source.sourceId),
      options.missing.map((source) => source.recordId),
      options.missing.map((source) => source.nativeId),
      options.object,
    ],
  );
  return rows.map((row) => ({
    nativeId: row.native_id,
    recordId: row.record_id,
    version: row.version,
    label: row.label,
    isActive: row.is_active,
  }));
}

/**
 * Retires records nobody speaks for any more: no live source record of any integration is linked to them. Writes
 * the history in the same statement. Returns the ids retired.
 */
export async function retireRecords(
  tx: Tx,
  options: {
    table: string;
    object: string;
    policy: RetirePolicy;
    recordIds: readonly number[];
    sessionId: number;
    integrationId: number;
    actor: string;
    at: Date;
  },
): Promise<number[]> {
  const isArchive = options.policy === 'archive';
  const set = isArchive ? 'archived_at = $2' : 'is_active = false';
  const oldValue = isArchive ? `'null'::jsonb` : 'to_jsonb(before.is_active)';
  const change = isArchive ? `'archivedAt'` : `'isActive'`;
  const newValue = isArchive ? 'to_jsonb($2::timestamptz)' : `'false'::jsonb`;
  const { rows } = await tx.query<{ id: number }>(
    `WITH before AS (
       SELECT t.id, ${isArchive ? 'NULL::boolean AS is_active' : 't.is_active'} FROM ${options.table} t
        WHERE t.id = ANY ($1::bigint[]) AND ${retirable[options.policy]}
          AND NOT EXISTS (SELECT FROM source_records s JOIN integrations i ON i.id = s.integration_id
                           WHERE s.record_id = t.id AND i.object = $3 AND s.missing_since IS NULL)
        FOR UPDATE OF t),
     retired AS (
       UPDATE ${options.table} t SET ${set}, version = t.version + 1, updated_at = $2, updated_by = $6
         FROM before WHERE t.id = before.id RETURNING t.id),
     history AS (
       INSERT INTO record_changes (object, record_id, kind, session_id, integration_id, actor, at, changes)
       SELECT $3, before.id, $7, $4, $5, $6, $2, jsonb_build_object(${change}, jsonb_build_array(${oldValue}, ${newValue}))
         FROM before)
     SELECT id FROM retired`,
    [
      options.recordIds,
      options.at,
      options.object,
      options.sessionId,
      options.integrationId,
      options.actor,
      isArchive ? 'archived' : 'deactivated',
    ],
  );
  return rows.map((row) => row.id);
}
