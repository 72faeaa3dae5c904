import type { Schema } from '../lib/api-client.ts';

export type ObjectField = Schema<'Field'>;
export type FieldType = ObjectField['type'];

/** A record in a list. */
export type RecordRow = Schema<'Record'>;
export type RecordValues = RecordRow['values'];
export type FieldValue = RecordValues[string];
