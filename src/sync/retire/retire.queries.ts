/** Absence: source records the session did not meet. Only called after a reading that provably completed. */
import type { Db, Queryable, Tx } from '../../db/client.ts';
import { makeChangeWriter } from '../../records/record-changes.queries.ts';
import type { RetirableRecord } from '../batch-run.ts';
import type { RetirePolicy, SyncRun } from '../run.ts';

export interface MissingSource {
  sourceId: number;
  nativeId: string;
  recordId: number;
}

/** Live source records the session did not meet. */
export async function* findMissingSources(db: Db, run: SyncRun): AsyncGenerator<MissingSource> {
  for await (const { isMet, ...source } of walkSources(db, run)) if (!isMet) yield source;
}

/** Any source record the session met; undefined when it met none. */
export async function findMetSource(db: Db, run: SyncRun): Promise<MissingSource | undefined> {
  for await (const { isMet, ...source } of walkSources(db, run)) if (isMet) return source;
  return undefined;
}

/** Walks the integration's live source records in key order, 10,000 at a time. */
async function* walkSources(
  db: Db,
  { setup, session, progress }: SyncRun,
): AsyncGenerator<MissingSource & { isMet: boolean }> {
  const { seen } = progress;
  let after = '';
  for (;;) {
    const { rows } = await db.query<{ id: number; native_id: string; record_id: number; is_own: boolean }>(
      `SELECT id, native_id, record_id, last_session_id = $2 AS is_own FROM source_records
        WHERE integration_id = $1 AND native_id > $3 AND missing_since IS NULL ORDER BY native_id LIMIT 10000`,
      [setup.integration.id, session.id, after],
    );
    for (const { id, native_id: nativeId, record_id: recordId, is_own: isOwn } of rows)
      yield { sourceId: id, nativeId, recordId, isMet: isOwn || seen.has(id) };
    const last = rows.at(-1);
    if (!last || rows.length < 10_000) return;
    after = last.native_id;
  }
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
  const { rows } = await db.query<RetirableRecord>(
    `SELECT m.native_id AS "nativeId", t.id AS "recordId", t.version, ${options.labelSql} AS label,
            ${options.policy === 'archive' ? 'NULL::boolean' : 't.is_active'} AS "isActive"
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
  return rows;
}

/**
 * Retires records nobody speaks for any more: no live source record of any integration is linked to them. Writes
 * the history beside them. Returns how many were retired.
 */
export async function retireRecords(
  tx: Tx,
  { setup, session }: SyncRun,
  policy: RetirePolicy,
  recordIds: readonly number[],
): Promise<number> {
  const { integration, object, table } = setup;
  const actor = integration.integrationUser;
  const isArchive = policy === 'archive';
  const { rows } = await tx.query<{ id: number; old: boolean | null; archived_at: string | null }>(
    `WITH before AS (
       SELECT t.id, ${isArchive ? 'NULL::boolean AS old' : 't.is_active AS old'} FROM ${table} t
        WHERE t.id = ANY ($1::bigint[]) AND ${retirable[policy]}
          AND NOT EXISTS (SELECT FROM source_records s JOIN integrations i ON i.id = s.integration_id
                           WHERE s.record_id = t.id AND i.object = $3 AND s.missing_since IS NULL)
        FOR UPDATE OF t)
     UPDATE ${table} t SET ${isArchive ? `archived_at = $2, retired_as = 'archived'` : `is_active = false, retired_as = 'deactivated'`}, version = t.version + 1,
            updated_at = $2, updated_by = $4
       FROM before WHERE t.id = before.id RETURNING t.id, before.old, to_jsonb($2::timestamptz) AS archived_at`,
    [recordIds, session.at, object, actor],
  );
  const history = makeChangeWriter({
    object,
    at: session.at,
    actor,
    sessionId: session.id,
    integrationId: integration.id,
  });
  for (const { id, old, archived_at: archivedAt } of rows)
    history.add(
      id,
      isArchive ? 'archived' : 'deactivated',
      isArchive ? { archivedAt: [old, archivedAt] } : { isActive: [old, false] },
    );
  await history.store(tx);
  return rows.length;
}
