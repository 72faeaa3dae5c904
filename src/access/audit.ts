import type { Db, Queryable } from '../db/client.ts';
import type { AuditActor, AuditPort, AuditSource } from '../model/audit.ts';
import type { Clock } from '../model/clock.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import { makeListFields } from '../model/list-sql.ts';
import { type AuditRecord, auditListColumns, insertAuditEntry, listAuditEntries } from './audit.queries.ts';

/** What the audit log can be sorted and filtered by. */
const auditListFields = makeListFields(auditListColumns, [{ field: 'at', direction: 'desc' }]);

export interface Audit extends AuditPort<Queryable> {
  list(raw: RawListQuery): Promise<ListPage<AuditRecord>>;
}

function readAuthor(by: AuditActor): { actor: string; userId: number | null; source: AuditSource } {
  if (!('kind' in by)) return { actor: by.name, userId: null, source: by.source };
  return { actor: by.name, userId: by.userId, source: by.kind === 'user' ? 'ui' : 'api' };
}

export function makeAudit({ db, clock }: { db: Db; clock: Clock }): Audit {
  return {
    record: (tx, entry) =>
      insertAuditEntry(tx, {
        ...readAuthor(entry.by),
        at: clock.now(),
        action: entry.action,
        targetType: entry.targetType,
        targetId: entry.targetId === undefined ? null : String(entry.targetId),
        targetName: entry.targetName ?? null,
        details: entry.details ?? {},
      }),
    list: (raw) => listAuditEntries(db, parseListQuery(raw, auditListFields)),
  };
}
