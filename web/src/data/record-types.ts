import type { ApiAnswer, Schema } from '../lib/api-client.ts';

export type ObjectField = Schema<'Field'>;
export type FieldType = ObjectField['type'];

/** A record in a list. */
export type RecordRow = Schema<'Record'>;
export type FieldValue = RecordRow['values'][string];
export type RecordValues = RecordRow['values'];

export type RecordDetail = Schema<'RecordDetail'>;
/** Who said a field last. */
export type FieldOrigin = RecordDetail['origins'][number];
export type SourceRecord = RecordDetail['sources'][number];

export type RecordChange = ApiAnswer<'get', '/api/records/{object}/{id}/history'>['items'][number];
