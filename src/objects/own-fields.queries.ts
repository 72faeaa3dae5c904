/** What hangs on a field people have added, and how it goes. */
import type { Queryable, Tx } from '../db/client.ts';

export interface FieldMapping {
  integrationId: number;
  integrationName: string;
  version: number;
  isSyncKey: boolean;
  hasOpenSession: boolean;
}

/** The newest mappings that write the field. */
export async function listFieldMappings(
  db: Queryable,
  object: string,
  name: string,
): Promise<FieldMapping[]> {
  const { rows } = await db.query<FieldMapping>(
    `SELECT i.id AS "integrationId", i.name AS "integrationName", m.version,
            (r.row ->> 'syncKeyPriority') IS NOT NULL AS "isSyncKey",
            EXISTS (SELECT FROM sessions s WHERE s.integration_id = i.id AND s.status IN ('queued', 'running')) AS "hasOpenSession"
       FROM integrations i
       JOIN LATERAL (SELECT version, mapping FROM mappings WHERE integration_id = i.id ORDER BY version DESC LIMIT 1) m ON true
       JOIN LATERAL jsonb_array_elements(m.mapping -> 'rows') AS r (row) ON r.row ->> 'target' = $2
      WHERE i.object = $1 ORDER BY i.name, i.id`,
    [object, name],
  );
  return rows;
}

/** Records with a value, and with a lock, in the field. `table` and `name` come from the database. */
export async function countFieldValues(
  db: Queryable,
  table: string,
  name: string,
): Promise<{ recordCount: number; lockCount: number }> {
  const { rows } = await db.query<{ recordCount: number; lockCount: number }>(
    `SELECT count("${name}") AS "recordCount", count(*) FILTER (WHERE locked_fields @> ARRAY[$1]) AS "lockCount" FROM ${table}`,
    [name],
  );
  return rows[0] as { recordCount: number; lockCount: number };
}

export async function renameField(tx: Tx, object: string, name: string, label: string): Promise<void> {
  await tx.query('UPDATE custom_fields SET label = $3 WHERE object = $1 AND name = $2', [
    object,
    name,
    label,
  ]);
}

/** Takes the field out of the newest mapping of an integration, as a new version of it. */
export async function removeFromMapping(
  tx: Tx,
  { integrationId, version }: Pick<FieldMapping, 'integrationId' | 'version'>,
  name: string,
  by: { userId: number | null; at: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO mappings (integration_id, version, mapping, created_by, created_at)
     SELECT integration_id, version + 1,
            jsonb_set(mapping, '{rows}', coalesce((SELECT jsonb_agg(row ORDER BY place)
                FROM jsonb_array_elements(mapping -> 'rows') WITH ORDINALITY AS r (row, place)
               WHERE row ->> 'target' <> $3), '[]')), $4, $5
       FROM mappings WHERE integration_id = $1 AND version = $2`,
    [integrationId, version, name, by.userId, by.at],
  );
}

/** Drops the column with its indexes and what names it elsewhere. The history keeps what the field once was. */
export async function dropField(
  tx: Tx,
  { object, table, name }: { object: string; table: string; name: string },
  lockTimeoutMs: number,
): Promise<void> {
  await tx.query(`SELECT set_config('lock_timeout', $1, true)`, [`${lockTimeoutMs}ms`]);
  await tx.query(
    `UPDATE ${table} SET locked_fields = array_remove(locked_fields, $1) WHERE locked_fields @> ARRAY[$1]`,
    [name],
  );
  await tx.query('DELETE FROM list_index_requests WHERE object = $1 AND field = $2', [object, name]);
  await tx.query('DELETE FROM placeholder_values WHERE field = $1', [name]);
  await tx.query(`ALTER TABLE ${table} DROP COLUMN "${name}"`);
  await tx.query('DELETE FROM custom_fields WHERE object = $1 AND name = $2', [object, name]);
}
