import type { Queryable, Tx } from '../db/client.ts';
import { queryListPage } from '../db/list-page.queries.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { type ListColumns, planList } from '../model/list-sql.ts';
import type { StoredErasureKey } from './erasure-keys.ts';

/** What was erased, by kind: numbers, and not whose. */
export type ErasureCounts = Record<string, number>;

/** The proof that somebody was erased. */
export interface Erasure {
  id: string;
  pseudonym: string;
  erasedAt: Date;
  erasedBy: string;
  counts: ErasureCounts;
  /** Since when the person may come back. */
  releasedAt: Date | null;
  releasedBy: string | null;
}

export interface ErasureRow extends Erasure {
  keyId: string;
}

export const erasureColumns: ListColumns = {
  id: { sql: 'id::text', type: 'text', isFilterable: false },
  pseudonym: { sql: 'pseudonym', type: 'text' },
  erasedAt: { sql: 'erased_at', type: 'timestamptz' },
  erasedBy: { sql: 'erased_by', type: 'text' },
};

const selected = `id::text AS id, key_id::text AS "keyId", pseudonym, erased_at AS "erasedAt", erased_by AS "erasedBy", counts,
  released_at AS "releasedAt", released_by AS "releasedBy"`;

export async function listErasurePage(db: Queryable, query: ListQuery): Promise<ListPage<Erasure>> {
  const planned = planList(query, {
    columns: erasureColumns,
    tieBreaker: 'id',
    search: ['pseudonym', 'erased_by'],
  });
  return queryListPage<ErasureRow>(db, planned, { select: selected, from: 'erasures' });
}

export async function findErasure(db: Queryable, id: string): Promise<ErasureRow | undefined> {
  const { rows } = await db.query<ErasureRow>(`SELECT ${selected} FROM erasures WHERE id = $1`, [id]);
  return rows[0];
}

export async function listAllErasures(db: Queryable): Promise<(ErasureRow & { hashes: string[] })[]> {
  const { rows } = await db.query<ErasureRow & { hashes: string[] }>(
    `SELECT ${selected}, ARRAY(SELECT encode(hash, 'hex') FROM erased_keys k WHERE k.erasure_id = erasures.id ORDER BY 1) AS hashes
       FROM erasures ORDER BY erased_at, id`,
  );
  return rows;
}

export async function insertErasure(
  tx: Queryable,
  row: ErasureRow,
  hashes: readonly Buffer[],
): Promise<void> {
  await tx.query(
    `INSERT INTO erasures (id, key_id, pseudonym, erased_at, erased_by, counts, released_at, released_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.id,
      row.keyId,
      row.pseudonym,
      row.erasedAt,
      row.erasedBy,
      JSON.stringify(row.counts),
      row.releasedAt,
      row.releasedBy,
    ],
  );
  await tx.query(
    'INSERT INTO erased_keys (erasure_id, hash) SELECT $1, unnest($2::bytea[]) ON CONFLICT DO NOTHING',
    [row.id, hashes],
  );
}

/** Without hashes nobody is recognised any more; the proof stays. */
export async function releaseErasure(
  tx: Queryable,
  release: { id: string; at: Date; by: string },
): Promise<void> {
  await tx.query('UPDATE erasures SET released_at = $2, released_by = $3 WHERE id = $1', [
    release.id,
    release.at,
    release.by,
  ]);
  await tx.query('DELETE FROM erased_keys WHERE erasure_id = $1', [release.id]);
}

export async function hasErasedKeys(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>('SELECT EXISTS (SELECT FROM erased_keys) AS has');
  return rows[0]?.has ?? false;
}

export async function findKnownHashes(db: Queryable, hashes: readonly Buffer[]): Promise<Set<string>> {
  const { rows } = await db.query<{ hash: string }>(
    `SELECT DISTINCT encode(hash, 'hex') AS hash FROM erased_keys WHERE hash = ANY ($1::bytea[])`,
    [hashes],
  );
  return new Set(rows.map(({ hash }) => hash));
}

export async function listErasureKeys(db: Queryable): Promise<StoredErasureKey[]> {
  const { rows } = await db.query<StoredErasureKey>(
    `SELECT id::text AS id, sealed, wrapped_key AS "wrappedKey", master_key_id AS "masterKeyId" FROM erasure_keys ORDER BY created_at, id`,
  );
  return rows;
}

export async function insertErasureKey(tx: Queryable, key: StoredErasureKey, at: Date): Promise<void> {
  await tx.query(
    `INSERT INTO erasure_keys (id, sealed, wrapped_key, master_key_id, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING`,
    [key.id, key.sealed, key.wrappedKey, key.masterKeyId, at],
  );
}

/** One erasure at a time: they write the list file, and the first one makes the key. */
export async function lockErasures(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('muster.erasures'))`);
}
