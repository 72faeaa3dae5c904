export type FieldType =
  | 'short_text'
  | 'long_text'
  | 'number'
  | 'decimal'
  | 'boolean'
  | 'date_time'
  | 'list'
  | 'role';

export interface ObjectField {
  name: string;
  label: string;
  type: FieldType;
  isUnique: boolean;
  isCustom: boolean;
  isMandatory: boolean;
  choices?: string[];
}

export type FieldValue = string | number | boolean | string[] | null;

export interface RecordRow {
  id: number;
  version: number;
  values: Record<string, FieldValue>;
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  updatedBy: string;
  archivedAt: string | null;
}

/** Where a field's present value came from. */
export interface Provenance {
  actor: string;
  at: string;
  sessionId: number | null;
  integrationId: number | null;
  integrationName: string | null;
}

export interface SourceRecord {
  integrationId: number;
  integrationName: string | null;
  nativeId: string;
  firstSeenAt: string;
  lastChangedAt: string;
  missingSince: string | null;
  payload: unknown;
}

export interface RecordDetail extends RecordRow {
  lockedFields: string[];
  provenance: Record<string, Provenance>;
  sources: SourceRecord[];
}

export interface RecordChange {
  id: number;
  kind: 'created' | 'updated' | 'deactivated' | 'archived' | 'restored';
  at: string;
  actor: string;
  sessionId: number | null;
  integrationId: number | null;
  integrationName: string | null;
  /** Field name → old and new value. */
  changes: Record<string, [FieldValue, FieldValue]>;
}
