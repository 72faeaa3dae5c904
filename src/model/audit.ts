import type { Actor } from './actor.ts';

export const auditSources = ['ui', 'api', 'cli', 'integration', 'system'] as const;
export type AuditSource = (typeof auditSources)[number];

/** Muster itself, or a program at its command line, as the one who did something. */
export interface SystemActor {
  source: Extract<AuditSource, 'cli' | 'integration' | 'system'>;
  name: string;
}

/** Who does something, as every change takes it: a person, a program with an API token, or Muster itself. */
export type AuditActor = Actor | SystemActor;

/** The user behind a change; null for Muster itself. */
export const userIdOf = (by: AuditActor): number | null => ('userId' in by ? by.userId : null);

export interface AuditEntry {
  by: AuditActor;
  /** `<thing>.<what was done>` in the past tense, e.g. `credential.created`, `user.updated`. */
  action: string;
  /** What it was done to: `user`, `credential`, `integration` … */
  targetType: string;
  targetId?: string | number | undefined;
  /** Kept, so that the entry stays readable after the target is gone. */
  targetName?: string | undefined;
  /** Further facts, e.g. `{ role: ['viewer', 'operator'] }`. Never a secret. */
  details?: Record<string, unknown> | undefined;
}

/** What a service needs of the audit log; `Tx` is how it reaches the database, which the model does not know. */
export interface AuditPort<Tx> {
  /** Writes an entry inside the transaction of what it tells about, so that neither exists without the other. */
  record(tx: Tx, entry: AuditEntry): Promise<void>;
}
