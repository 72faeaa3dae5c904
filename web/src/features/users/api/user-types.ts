import type { Schema } from '../../../lib/api-client.ts';

export type User = Schema<'User'>;
