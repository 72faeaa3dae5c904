/** Pieces of installed software that wait for the end of the query: see `settle-software.ts`. */
import type { Queryable, Tx } from '../../db/client.ts';
import { copyRows, copyText } from '../../db/copy-rows.ts';
import { type ReleaseSet, toSqlDay } from './software-set.ts';

export interface SpooledPiece {
  sourceId: number;
  /** The session had met nothing of this asset before. */
  isFirst: boolean;
  set: ReleaseSet;
}

export async function spoolPieces(tx: Tx, sessionId: number, pieces: readonly SpooledPiece[]): Promise<void> {
  let lines = '';
  for (const { sourceId, isFirst, set } of pieces) {
    const days = Array.from(set.days, toSqlDay).join(',');
    lines += `${sessionId}\t${sourceId}\t${isFirst ? 't' : 'f'}\t{${set.ids.join(',')}}\t{${days}}\n`;
  }
  await copyRows(
    tx,
    'session_software',
    ['session_id', 'source_id', 'is_first', 'release_ids', 'installed_on'],
    lines,
  );
}

export interface DeferredSet {
  nativeId: string;
  set: ReleaseSet;
  entryCount: number;
}

/** Sets of devices that are put off themselves. */
export async function spoolDeferred(tx: Tx, sessionId: number, sets: readonly DeferredSet[]): Promise<void> {
  let lines = '';
  for (const { nativeId, set, entryCount } of sets) {
    const days = Array.from(set.days, toSqlDay).join(',');
    lines += `${sessionId}\t${copyText(nativeId)}\t{${set.ids.join(',')}}\t{${days}}\t${entryCount}\n`;
  }
  await copyRows(
    tx,
    'session_deferred_software',
    ['session_id', 'native_id', 'release_ids', 'installed_on', 'entry_count'],
    lines,
  );
}

/** Sets of devices that are decided by now join those that wait; what is left has no device. */
export async function joinDeferred(
  tx: Queryable,
  { sessionId, integrationId }: { sessionId: number; integrationId: number },
): Promise<{ sourceIds: number[]; entryCount: number }> {
  const { rows } = await tx.query<{ source_ids: number[] | null; entry_count: number | null }>(
    `WITH joined AS (
       DELETE FROM session_deferred_software d USING source_records s
        WHERE d.session_id = $1 AND s.integration_id = $2 AND s.native_id = d.native_id AND s.missing_since IS NULL
       RETURNING s.id, d.release_ids, d.installed_on, d.entry_count),
     spooled AS (
       INSERT INTO session_software (session_id, source_id, is_first, release_ids, installed_on)
       SELECT $1, id, true, release_ids, installed_on FROM joined)
     SELECT array_agg(DISTINCT id) AS source_ids, sum(entry_count)::integer AS entry_count FROM joined`,
    [sessionId, integrationId],
  );
  await tx.query('DELETE FROM session_deferred_software WHERE session_id = $1', [sessionId]);
  return { sourceIds: rows[0]?.source_ids ?? [], entryCount: rows[0]?.entry_count ?? 0 };
}

export interface SpooledSet {
  sourceId: number;
  assetId: number;
  /** Null: nothing is stored. */
  setHash: string | null;
  /** What is stored was written by this session. */
  isOwn: boolean;
  /** What is stored belongs to the pieces. */
  isStoredPart: boolean;
  entries: { releaseId: number; day: number }[];
}

/** The pieces of the next assets after `after`, together; by source id. */
export async function readSpool(
  db: Queryable,
  { sessionId, integrationId }: { sessionId: number; integrationId: number },
  after: number,
  limit: number,
): Promise<SpooledSet[]> {
  const { rows } = await db.query<
    Omit<SpooledSet, 'entries'> & { ids: number[] | null; days: number[] | null }
  >(
    `WITH asked AS MATERIALIZED (
       SELECT DISTINCT source_id FROM session_software WHERE session_id = $1 AND source_id > $3 ORDER BY source_id LIMIT $4)
     SELECT s.id AS "sourceId", s.record_id AS "assetId", i.set_hash::text AS "setHash",
            coalesce(i.session_id = $1, false) AS "isOwn", piece.*
       FROM asked JOIN source_records s ON s.id = asked.source_id
       LEFT JOIN software_installs i ON i.asset_id = s.record_id AND i.integration_id = $2
      CROSS JOIN LATERAL (
       SELECT NOT bool_or(p.is_first) AS "isStoredPart", array_agg(u.id) FILTER (WHERE u.id IS NOT NULL) AS ids,
              array_agg(coalesce(u.day - date '1970-01-01', -1)) FILTER (WHERE u.id IS NOT NULL) AS days
         FROM session_software p LEFT JOIN LATERAL unnest(p.release_ids, p.installed_on) u (id, day) ON true
        WHERE p.session_id = $1 AND p.source_id = asked.source_id) piece
      ORDER BY s.id`,
    [sessionId, integrationId, after, limit],
  );
  return rows.map(({ ids, days, ...set }) => ({
    ...set,
    entries: (ids ?? []).map((releaseId, index) => ({ releaseId, day: days?.[index] ?? -1 })),
  }));
}

/** Everything of the session, or what has been read up to this source id. */
export async function clearSpool(db: Queryable, sessionId: number, upTo?: number): Promise<void> {
  await db.query(
    'DELETE FROM session_software WHERE session_id = $1 AND ($2::bigint IS NULL OR source_id <= $2)',
    [sessionId, upTo ?? null],
  );
}

/** The query starts again: all of it comes again. */
export async function clearAllSpooled(tx: Queryable, sessionId: number): Promise<void> {
  await clearSpool(tx, sessionId);
  await tx.query('DELETE FROM session_deferred_software WHERE session_id = $1', [sessionId]);
}
