import type { Queryable } from '../db/client.ts';
import { queryListPage } from '../db/list-page.queries.ts';
import type { AuditSource } from '../model/audit.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { type ListColumns, planList } from '../model/list-sql.ts';

export interface AuditRecord {
  id: number;
  at: Date;
  userId: number | null;
  actor: string;
  source: AuditSource;
  action: string;
  targetType: string;
  targetId: string | null;
  targetName: string | null;
  details: Record<string, unknown>;
}

/** Counting stops here: an exact count of years of entries would cost more than the page. */
const countLimit = 10_000;

export const auditListColumns: ListColumns = {
  id: { sql: 'id', type: 'bigint' },
  at: { sql: 'at', type: 'timestamptz' },
  userId: { sql: 'user_id', type: 'bigint', isNullable: true, isSortable: false },
  actor: { sql: 'actor', type: 'text' },
  source: { sql: 'source', type: 'text' },
  action: { sql: 'action', type: 'text' },
  targetType: { sql: 'target_type', type: 'text' },
  targetId: { sql: 'target_id', type: 'text', isNullable: true, isSortable: false },
  targetName: { sql: 'target_name', type: 'text', isNullable: true },
};

export async function insertAuditEntry(db: Queryable, entry: Omit<AuditRecord, 'id'>): Promise<void> {
  await db.query(
    `INSERT INTO audit_log (at, user_id, actor, source, action, target_type, target_id, target_name, details)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      entry.at,
      entry.userId,
      entry.actor,
      entry.source,
      entry.action,
      entry.targetType,
      entry.targetId,
      entry.targetName,
      JSON.stringify(entry.details),
    ],
  );
}

export async function listAuditEntries(db: Queryable, query: ListQuery): Promise<ListPage<AuditRecord>> {
  const planned = planList(query, {
    columns: auditListColumns,
    tieBreaker: 'id',
    search: ['actor', 'action', 'target_name'],
  });
  return queryListPage(db, planned, {
    select: `id, at, user_id AS "userId", actor, source, action, target_type AS "targetType", target_id AS "targetId",
             target_name AS "targetName", details`,
    from: 'audit_log',
    countLimit,
  });
}
