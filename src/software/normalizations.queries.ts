import type { Queryable, Tx } from '../db/client.ts';
import { queryListPage } from '../db/list-page.queries.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { type ListColumns, planList } from '../model/list-sql.ts';

export interface NormalizationRow {
  id: number;
  incomingName: string;
  standardName: string;
  updatedAt: Date;
  updatedBy: string;
}

export const normalizationColumns: ListColumns = {
  id: { sql: 'id', type: 'bigint', isFilterable: false },
  incomingName: { sql: 'incoming_name', type: 'text' },
  standardName: { sql: 'standard_name', type: 'text' },
  updatedAt: { sql: 'updated_at', type: 'timestamptz' },
};

const selected = `id, incoming_name AS "incomingName", standard_name AS "standardName", updated_at AS "updatedAt",
  updated_by AS "updatedBy"`;

export async function listNormalizationRows(
  db: Queryable,
  query: ListQuery,
): Promise<ListPage<NormalizationRow>> {
  const planned = planList(query, {
    columns: normalizationColumns,
    tieBreaker: 'id',
    search: ['incoming_name', 'standard_name'],
  });
  return queryListPage(db, planned, { select: selected, from: 'software_normalizations' });
}

export async function findNormalization(db: Queryable, id: number): Promise<NormalizationRow | undefined> {
  const { rows } = await db.query<NormalizationRow>(
    `SELECT ${selected} FROM software_normalizations WHERE id = $1`,
    [id],
  );
  return rows[0];
}

/** The entry, locked until the transaction ends. */
export async function lockNormalization(tx: Tx, id: number): Promise<NormalizationRow | undefined> {
  const { rows } = await tx.query<NormalizationRow>(
    `SELECT ${selected} FROM software_normalizations WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return rows[0];
}

export async function insertNormalization(
  tx: Queryable,
  entry: { incomingName: string; standardName: string; at: Date; by: string },
): Promise<NormalizationRow> {
  const { rows } = await tx.query<NormalizationRow>(
    `INSERT INTO software_normalizations (incoming_name, standard_name, created_at, created_by, updated_at, updated_by)
     VALUES ($1, $2, $3, $4, $3, $4) RETURNING ${selected}`,
    [entry.incomingName, entry.standardName, entry.at, entry.by],
  );
  return rows[0] as NormalizationRow;
}

export async function updateNormalization(
  tx: Queryable,
  entry: { id: number; incomingName: string; standardName: string; at: Date; by: string },
): Promise<void> {
  await tx.query(
    `UPDATE software_normalizations SET incoming_name = $2, standard_name = $3, updated_at = $4, updated_by = $5 WHERE id = $1`,
    [entry.id, entry.incomingName, entry.standardName, entry.at, entry.by],
  );
}

export async function deleteNormalization(tx: Queryable, id: number): Promise<void> {
  await tx.query('DELETE FROM software_normalizations WHERE id = $1', [id]);
}

export interface Spelling {
  id: number;
  name: string;
  publisher: string;
  softwareId: number;
  softwareName: string;
}

/** Every spelling with the product it belongs to now, 10,000 at a time. */
export async function* readSpellings(db: Queryable): AsyncGenerator<Spelling[]> {
  for (let after = 0; ; ) {
    const { rows } = await db.query<Spelling>(
      `SELECT r.id, r.name, r.publisher, r.software_id AS "softwareId", s.name AS "softwareName"
         FROM software_releases r JOIN software s ON s.id = r.software_id WHERE r.id > $1 ORDER BY r.id LIMIT 10000`,
      [after],
    );
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < 10_000) return;
    after = last.id;
  }
}

export async function moveReleases(
  tx: Tx,
  moves: readonly { releaseId: number; softwareId: number }[],
): Promise<void> {
  await tx.query(
    `UPDATE software_releases r SET software_id = m.software_id
       FROM unnest($1::integer[], $2::bigint[]) AS m (id, software_id) WHERE r.id = m.id`,
    [moves.map(({ releaseId }) => releaseId), moves.map(({ softwareId }) => softwareId)],
  );
}

/**
 * Products that a session made out of installs and that have none left: no spelling, no source record of their own,
 * never edited by hand. Returns how many were removed.
 */
export async function deleteEmptyProducts(tx: Tx, softwareIds: readonly number[]): Promise<number> {
  const { rowCount } = await tx.query(
    `DELETE FROM software s WHERE s.id = ANY ($1::bigint[]) AND s.version = 1 AND s.locked_fields IS NULL
        AND NOT EXISTS (SELECT FROM software_releases r WHERE r.software_id = s.id)
        AND NOT EXISTS (SELECT FROM source_records c JOIN integrations i ON i.id = c.integration_id
                         WHERE c.record_id = s.id AND i.object = 'software')`,
    [softwareIds],
  );
  return rowCount ?? 0;
}
