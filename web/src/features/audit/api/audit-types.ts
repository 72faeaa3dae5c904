import type { Schema } from '../../../lib/api-client.ts';

export type AuditRecord = Schema<'AuditRecord'>;
