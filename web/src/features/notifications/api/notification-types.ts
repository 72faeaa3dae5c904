import type { Schema } from '../../../lib/api-client.ts';

export type Notification = Schema<'Notification'>;
