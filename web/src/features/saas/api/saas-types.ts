import type { FieldValue } from '../../people/api/record-types.ts';

/** A SaaS application or account as the records API gives it. */
export interface SaasRecord {
  id: number;
  values: Record<string, FieldValue>;
  createdAt: string;
  updatedAt: string;
}
