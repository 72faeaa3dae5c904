import type { Queryable, Tx } from '../db/client.ts';
import type { KeysetValue } from '../model/keyset-cursor.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { type ListColumns, makeListPage, planList } from '../model/list-sql.ts';
import type { ObjectName } from '../model/objects.ts';
import { recordNameSql } from '../model/record-name.ts';

export interface PlaceholderEntry {
  value: string;
  /** `#` is one digit, `*` any text. */
  isPattern: boolean;
  /** Name of the only field it counts in; null = in every field. */
  field: string | null;
  note: string;
}

export interface PlaceholderRow extends PlaceholderEntry {
  id: number;
  createdAt: Date;
  createdBy: string;
}

export const placeholderColumns: ListColumns = {
  id: { sql: 'p.id', type: 'bigint', isFilterable: false },
  value: { sql: 'p.value', type: 'text' },
  isPattern: { sql: 'p.is_pattern', type: 'boolean' },
  field: { sql: 'p.field', type: 'text', isNullable: true },
  note: { sql: 'p.note', type: 'text' },
  createdAt: { sql: 'p.created_at', type: 'timestamptz' },
};

const select =
  'p.id, p.value, p.is_pattern AS "isPattern", p.field, p.note, p.created_at AS "createdAt", p.created_by AS "createdBy"';

export async function listPlaceholderRows(
  db: Queryable,
  query: ListQuery,
): Promise<ListPage<PlaceholderRow>> {
  const planned = planList(query, {
    columns: placeholderColumns,
    tieBreaker: 'id',
    search: ['p.value', 'p.note'],
  });
  const { rows } = await db.query<PlaceholderRow & { cursor_keys: KeysetValue[] }>(
    `SELECT ${select}, ${planned.cursorKeys} AS cursor_keys FROM placeholder_values p
      WHERE ${planned.where} ORDER BY ${planned.orderBy} LIMIT ${planned.rowLimit}`,
    planned.values,
  );
  const counted = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM placeholder_values p WHERE ${planned.countWhere}`,
    planned.countValues,
  );
  return makeListPage(planned, rows, ({ cursor_keys: _, ...row }) => row, {
    count: counted.rows[0]?.count ?? 0,
    isExact: true,
  });
}

export async function findPlaceholder(db: Queryable, id: number): Promise<PlaceholderRow | undefined> {
  const { rows } = await db.query<PlaceholderRow>(
    `SELECT ${select} FROM placeholder_values p WHERE p.id = $1`,
    [id],
  );
  return rows[0];
}

/** The entry, locked until the transaction ends. */
export async function lockPlaceholder(tx: Tx, id: number): Promise<PlaceholderRow | undefined> {
  const { rows } = await tx.query<PlaceholderRow>(
    `SELECT ${select} FROM placeholder_values p WHERE p.id = $1 FOR UPDATE`,
    [id],
  );
  return rows[0];
}

export async function insertPlaceholder(
  tx: Queryable,
  entry: PlaceholderEntry & { at: Date; by: string },
): Promise<PlaceholderRow> {
  const { rows } = await tx.query<PlaceholderRow>(
    `INSERT INTO placeholder_values AS p (value, is_pattern, field, note, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${select}`,
    [entry.value, entry.isPattern, entry.field, entry.note, entry.at, entry.by],
  );
  return rows[0] as PlaceholderRow;
}

export async function updatePlaceholder(tx: Queryable, id: number, entry: PlaceholderEntry): Promise<void> {
  await tx.query(
    'UPDATE placeholder_values SET value = $2, is_pattern = $3, field = $4, note = $5 WHERE id = $1',
    [id, entry.value, entry.isPattern, entry.field, entry.note],
  );
}

export async function deletePlaceholder(tx: Queryable, id: number): Promise<void> {
  await tx.query('DELETE FROM placeholder_values WHERE id = $1', [id]);
}

/**
 * Records whose field may hold what an entry stands for, without letter case, blanks and marks: more than those that
 * really do, never fewer. One more than `limit` says that there are more.
 * @param like a pattern of LIKE, without them as well
 */
export async function findPossibleHolders(
  db: Queryable,
  of: { object: ObjectName; column: string; like: string; limit: number },
): Promise<{ recordId: number; label: string | null; value: string }[]> {
  const { rows } = await db.query<{ recordId: number; label: string | null; value: string }>(
    `SELECT t.id AS "recordId", ${recordNameSql(of.object)} AS label, t.${of.column} AS value FROM ${of.object} t
      WHERE regexp_replace(lower(t.${of.column}), '[^[:alnum:]]', '', 'g') LIKE $1 ORDER BY t.id LIMIT $2`,
    [of.like, of.limit + 1],
  );
  return rows;
}
