import type { Schema } from '../../../lib/api-client.ts';

export type ApiToken = Schema<'ApiToken'>;
