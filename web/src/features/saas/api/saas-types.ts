import type { Schema } from '../../../lib/api-client.ts';

/** A SaaS application or account as the records API gives it. */
export type SaasRecord = Schema<'Record'>;
