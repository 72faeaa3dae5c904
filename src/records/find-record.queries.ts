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
  const hasLocks = isSynced(list.table);
  const hasBy = list.table !== 'saas_accounts';
  const { rows } = await db.query<Record<string, unknown>>(
    `SELECT ${selectList(list)}, t.version, t.created_at, t.updated_at,
            ${hasLocks ? 't.locked_fields, t.created_by_session' : 'NULL AS locked_fields, NULL AS created_by_session'},
            ${hasBy ? 't.created_by, t.updated_by' : 'NULL AS created_by, NULL AS updated_by'}
       FROM ${list.from} WHERE t.id = $1`,
    [id],
  );
  const row = rows[0];
  if (!row) return undefined;
  return {
    ...toRecord(list, row),
    version: Number(row['version']),
    lockedFields: (row['locked_fields'] as string[] | null) ?? [],
    createdAt: row['created_at'] as Date,
    createdBy: row['created_by'] as string | null,
    createdBySession: row['created_by_session'] as number | null,
    updatedAt: row['updated_at'] as Date,
    updatedBy: row['updated_by'] as string | null,
  };
}
