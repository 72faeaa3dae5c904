import type { Db, Queryable } from '../db/client.ts';
import type { Actor } from '../model/actor.ts';
import type { Clock } from '../model/clock.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { makeListFields } from '../model/list-sql.ts';
import { type AuditRecord, auditListColumns, insertAuditEntry, listAuditEntries } from './audit.queries.ts';

import type { AuditSource } from './audit-source.ts';

/** What the audit log can be sorted and filtered by. */
export const auditListFields = makeListFields(auditListColumns, [{ field: 'at', direction: 'desc' }]);

/** Muster itself, or a program at its command line, as the one who did something. */
export interface SystemActor {
  source: Extract<AuditSource, 'cli' | 'integration' | 'system'>;
  name: string;
}

/** Who did it: an actor, or its parts for areas that keep them apart. */
export type AuditAuthor =
  | { by: Actor | SystemActor }
  | { actor: string; userId: number | null; source: AuditSource };

export type AuditEntry = AuditAuthor & {
  /** `<thing>.<what was done>` in the past tense, e.g. `credential.created`, `user.updated`. */
  action: string;
  /** What it was done to: `user`, `credential`, `integration` … */
  targetType: string;
  targetId?: string | number | undefined;
  /** Kept, so that the entry stays readable after the target is gone. */
  targetName?: string | undefined;
  /** Further facts, e.g. `{ role: ['viewer', 'operator'] }`. Never a secret. */
  details?: Record<string, unknown> | undefined;
};

export interface Audit {
  /** Writes an entry inside the transaction of what it tells about, so that neither exists without the other. */
  record(tx: Queryable, entry: AuditEntry): Promise<void>;
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
