import type { Db, Queryable } from '../db/client.ts';
import type { AuditActor, AuditEntry, AuditPort, AuditSource } from '../model/audit.ts';
import type { Clock } from '../model/clock.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { makeListFields } from '../model/list-sql.ts';
import { type AuditRecord, auditListColumns, insertAuditEntry, listAuditEntries } from './audit.queries.ts';

/** What the audit log can be sorted and filtered by. */
export const auditListFields = makeListFields(auditListColumns, [{ field: 'at', direction: 'desc' }]);

/** Who did it: an actor, or its parts for areas that keep them apart. */
type AuditAuthor = { by: AuditActor } | { actor: string; userId: number | null; source: AuditSource };

export interface Audit extends AuditPort<Queryable> {
  record(tx: Queryable, entry: AuditAuthor & Omit<AuditEntry, 'by'>): Promise<void>;
  list(query: ListQuery): Promise<ListPage<AuditRecord>>;
}

function readAuthor(entry: AuditAuthor): { actor: string; userId: number | null; source: AuditSource } {
  if (!('by' in entry)) return { actor: entry.actor, userId: entry.userId, source: entry.source };
  const { by } = entry;
  if (!('kind' in by)) return { actor: by.name, userId: null, source: by.source };
  return { actor: by.name, userId: by.userId, source: by.kind === 'user' ? 'ui' : 'api' };
}

export function makeAudit({ db, clock }: { db: Db; clock: Clock }): Audit {
  return {
    record: (tx, entry) =>
      insertAuditEntry(tx, {
        ...readAuthor(entry),
        at: clock.now(),
        action: entry.action,
        targetType: entry.targetType,
        targetId: entry.targetId === undefined ? null : String(entry.targetId),
        targetName: entry.targetName ?? null,
        details: entry.details ?? {},
      }),
    list: (query) => listAuditEntries(db, query),
  };
}
