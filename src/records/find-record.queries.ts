import type { Queryable } from '../db/client.ts';
import { isSynced, type ObjectList } from './record-columns.ts';
import { type RecordRow, selectList, toRecord } from './record-rows.ts';

export interface StoredRecord extends RecordRow {
  version: number;
  lockedFields: string[];
  createdAt: Date;
  createdBy: string | null;
  createdBySession: number | null;
  updatedAt: Date;
  updatedBy: string | null;
}

export async function findRecord(
  db: Queryable,
  list: ObjectList,
  id: number,
): Promise<StoredRecord | undefined> {
  const locks = isSynced(list.table)
    ? `coalesce(t.locked_fields, '{}') AS "lockedFields", (SELECT s.id FROM sessions s WHERE s.id = t.created_by_session) AS "createdBySession"`
    : `'{}'::text[] AS "lockedFields", NULL::bigint AS "createdBySession"`;
  const by =
    list.table === 'saas_accounts'
      ? 'NULL AS "createdBy", NULL AS "updatedBy"'
      : 't.created_by AS "createdBy", t.updated_by AS "updatedBy"';
  const { rows } = await db.query<Omit<StoredRecord, keyof RecordRow> & Record<string, unknown>>(
    `SELECT ${selectList(list)}, t.version, t.created_at AS "createdAt", t.updated_at AS "updatedAt", ${locks}, ${by}
       FROM ${list.from} WHERE t.id = $1`,
    [id],
  );
  const row = rows[0];
  if (!row) return undefined;
  const { version, lockedFields, createdAt, createdBy, createdBySession, updatedAt, updatedBy } = row;
  const stamps = { createdAt, createdBy, createdBySession, updatedAt, updatedBy };
  return { ...toRecord(list, row), version, lockedFields, ...stamps };
}
