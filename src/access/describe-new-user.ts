import type { AuditActor, AuditEntry } from '../model/audit.ts';
import type { User } from './users.queries.ts';

/** What the audit log says of a user who was added. */
export const describeNewUser = (by: AuditActor, user: User): AuditEntry => ({
  by,
  action: 'user.created',
  targetType: 'user',
  targetId: user.id,
  targetName: user.name,
  details: { email: user.email, role: user.role },
});
