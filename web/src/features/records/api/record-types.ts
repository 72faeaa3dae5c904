import type { Schema } from '../../../lib/api-client.ts';

export type RecordDetail = Schema<'RecordDetail'>;
/** Who said a field last. */
export type FieldOrigin = RecordDetail['origins'][number];
export type SourceRecord = RecordDetail['sources'][number];
