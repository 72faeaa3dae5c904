import type { Queryable } from '../db/client.ts';
import { queryListPage } from '../db/list-page.queries.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { type ListColumns, planList } from '../model/list-sql.ts';

export interface GlobalVariableRow {
  id: number;
  key: string;
  value: string | null;
  isSecret: boolean;
  sealed: Buffer | null;
  wrappedKey: Buffer | null;
  masterKeyId: string | null;
  sealVersion: number;
  createdAt: Date;
  updatedAt: Date;
}

const columns = `id, key, value, is_secret AS "isSecret", sealed, wrapped_key AS "wrappedKey",
  master_key_id AS "masterKeyId", seal_version AS "sealVersion", created_at AS "createdAt", updated_at AS "updatedAt"`;

export async function listGlobalVariableRows(db: Queryable): Promise<GlobalVariableRow[]> {
  const { rows } = await db.query<GlobalVariableRow>(
    `SELECT ${columns} FROM global_variables ORDER BY lower(key)`,
  );
  return rows;
}

export const globalVariableColumns: ListColumns = {
  id: { sql: 'id', type: 'bigint', isFilterable: false },
  key: { sql: 'key', type: 'text' },
  isSecret: { sql: 'is_secret', type: 'boolean', isSortable: false },
  createdAt: { sql: 'created_at', type: 'timestamptz' },
  updatedAt: { sql: 'updated_at', type: 'timestamptz' },
};

/** One page; the search looks at keys, and at values that are not secret where they may be read. */
export async function listGlobalVariablePage(
  db: Queryable,
  query: ListQuery,
  options: { mayReadValues: boolean },
): Promise<ListPage<GlobalVariableRow>> {
  const planned = planList(query, {
    columns: globalVariableColumns,
    tieBreaker: 'id',
    search: options.mayReadValues
      ? ['key', `CASE WHEN is_secret THEN '' ELSE coalesce(value, '') END`]
      : ['key'],
  });
  return queryListPage(db, planned, { select: columns, from: 'global_variables' });
}

/**
 * Where these keys stand in a text, each with the pattern of its name: anywhere in the latest mapping, and inside
 * `{{ }}` in settings and in form values that are not secret.
 */
export async function findTextUses(
  db: Queryable,
  asked: readonly { key: string; pattern: string }[],
): Promise<{ key: string; kind: 'credential' | 'integration' | 'mapping'; id: number; name: string }[]> {
  const { rows } = await db.query<{
    key: string;
    kind: 'credential' | 'integration' | 'mapping';
    id: number;
    name: string;
  }>(
    `WITH texts AS (
       SELECT 'mapping' AS kind, '' AS before, i.id, i.name, m.mapping::text AS text FROM integrations i
         JOIN LATERAL (SELECT mapping FROM mappings WHERE integration_id = i.id ORDER BY version DESC LIMIT 1) m ON true
       UNION ALL SELECT 'integration', '\\{\\{[^}]*', id, name, settings::text FROM integrations
       UNION ALL SELECT 'credential', '\\{\\{[^}]*', id, name, fields::text FROM credentials WHERE NOT is_draft)
     SELECT asked.key, t.kind, t.id, t.name FROM unnest($1::text[], $2::text[]) AS asked (key, pattern)
       JOIN texts t ON t.text ~ (t.before || asked.pattern) ORDER BY t.kind, t.name`,
    [asked.map(({ key }) => key), asked.map(({ pattern }) => pattern)],
  );
  return rows;
}

export interface FormOwner {
  kind: 'credential' | 'integration';
  id: number;
  name: string;
  connectorId: string;
  methodId: string | null;
  values: Record<string, string>;
}

/** Everything with a form of a connector. Secret values are not among them: a secret never falls back on a variable silently. */
export async function listFormOwners(db: Queryable): Promise<FormOwner[]> {
  const { rows } = await db.query<FormOwner>(
    `SELECT 'credential' AS kind, id, name, connector_id AS "connectorId", method_id AS "methodId", fields AS values
       FROM credentials WHERE NOT is_draft
     UNION ALL SELECT 'integration', id, name, connector_id, NULL, settings FROM integrations`,
  );
  return rows;
}

export async function findGlobalVariableRow(
  tx: Queryable,
  id: number,
): Promise<GlobalVariableRow | undefined> {
  const { rows } = await tx.query<GlobalVariableRow>(
    `SELECT ${columns} FROM global_variables WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return rows[0];
}

/** Undefined when the key is taken. The value follows with {@link updateGlobalVariable}: sealing needs the id. */
export async function insertGlobalVariable(
  tx: Queryable,
  key: string,
  now: Date,
): Promise<number | undefined> {
  const { rows } = await tx.query<{ id: number }>(
    `INSERT INTO global_variables (key, created_at, updated_at) VALUES ($1, $2, $2)
     ON CONFLICT (lower(key)) DO NOTHING RETURNING id`,
    [key, now],
  );
  return rows[0]?.id;
}

export async function updateGlobalVariable(
  tx: Queryable,
  id: number,
  change: Omit<GlobalVariableRow, 'id' | 'key' | 'createdAt'>,
): Promise<void> {
  await tx.query(
    `UPDATE global_variables SET value = $2, is_secret = $3, sealed = $4, wrapped_key = $5, master_key_id = $6,
            seal_version = $7, updated_at = $8 WHERE id = $1`,
    [
      id,
      change.value,
      change.isSecret,
      change.sealed,
      change.wrappedKey,
      change.masterKeyId,
      change.sealVersion,
      change.updatedAt,
    ],
  );
}

/** Secret ones that were sealed before they were bound to servers. */
export async function listPendingVariableIds(db: Queryable): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    'SELECT id FROM global_variables WHERE is_binding_pending ORDER BY id',
  );
  return rows.map(({ id }) => id);
}

export async function clearVariablePending(tx: Queryable, id: number): Promise<void> {
  await tx.query('UPDATE global_variables SET is_binding_pending = false WHERE id = $1', [id]);
}

export async function deleteGlobalVariable(tx: Queryable, id: number): Promise<void> {
  await tx.query('DELETE FROM global_variables WHERE id = $1', [id]);
}
