import type { ConnectorDefinition, StreamDefinition } from '../connector-kit/index.ts';
import type { CompiledMapping, MappedRecord, Mapping } from '../mapping/mapping-types.ts';
import type { Field, MappedValue, ObjectName } from '../model/objects.ts';
import type { Placeholders } from './decide/placeholders.ts';

export type SessionKind = 'test' | 'preview' | 'manual' | 'scheduled' | 'apply';
export type Preference = 'create_and_update' | 'create_only' | 'update_only';
export type AbsencePolicy = 'keep' | 'deactivate' | 'archive';
export type RetirePolicy = Exclude<AbsencePolicy, 'keep'>;
export type Outcome =
  | 'created'
  | 'updated'
  | 'unchanged'
  | 'skipped'
  | 'failed'
  | 'ambiguous'
  | 'canceled'
  | 'retired';

export interface IntegrationRow {
  id: number;
  name: string;
  connectorId: string;
  streamId: string;
  object: string;
  credentialId: number | null;
  settings: Record<string, string>;
  preference: Preference;
  userSelection: 'user_only' | 'user_plus_saas';
  integrationUser: string;
  absencePolicy: AbsencePolicy;
  retireLimitPercent: number;
  caBundlePem: string | null;
}

/** Everything a session needs to know about its integration, read once at its start. */
export interface RunPlan {
  integrationId: number;
  integrationName: string;
  /** Name the changes are attributed to. */
  integrationUser: string;
  object: ObjectName;
  table: string;
  fields: Map<string, Field>;
  definition: ConnectorDefinition;
  stream: StreamDefinition;
  mapping: Mapping;
  mappingVersion: number;
  compiled: CompiledMapping;
  preference: Preference;
  isSaasFilled: boolean;
  absencePolicy: AbsencePolicy;
  retireLimitPercent: number;
  placeholders: Placeholders;
  /** Part of every content hash: changes when the same payload would be decided differently. */
  fingerprint: string;
}

export interface ApplyScope {
  run: RunPlan;
  sessionId: number;
  /** One instant per session for created and updated records. */
  at: Date;
  saasId: number | undefined;
  /** Warnings of the session so far; only the first are stored one by one. */
  warningCount: number;
}

/** One record as read, before anything about it is known. */
export interface SourceItem {
  nativeId: string | undefined;
  raw: unknown;
  /** JSON text of the record without its secret paths. */
  payload: string;
  /** 128 bits of sha256, as a lower-case UUID; null = to be decided again at the next session. */
  contentHash: string | null;
  /** Mapped ahead of time, while the database works on the batch before; else mapped when it must be decided. */
  mapped?: MappedRecord;
  /** For an applied plan: what the preview had decided. */
  planned?: PlannedItem;
}

export interface PlannedItem {
  seq: number;
  outcome: Outcome;
  recordId: number | null;
  recordVersion: number | null;
  details: FieldChanges | null;
}

/** { field name: [old, new] }, values as JSON shows them. */
export type FieldChanges = Record<string, [unknown, unknown]>;

/** What the database knows about a native id of this integration. */
export interface SourceLink {
  sourceId: number;
  recordId: number;
  contentHash: string | null;
  isMissing: boolean;
  /** Written by this very session already: the vendor sent the same record twice. */
  isFromThisSession: boolean;
}

/** Current state of a record a source item may belong to. `values` is aligned with the mapping's targets. */
export interface ExistingRecord {
  recordId: number;
  version: number;
  isArchived: boolean;
  lockedFields: readonly string[];
  values: readonly MappedValue[];
}

/** A record that is to be retired, as it is now. */
export interface RetirableRecord {
  nativeId: string;
  recordId: number;
  version: number;
  label: string | null;
  isActive: boolean | null;
}

export interface SessionCounters {
  pageCount: number;
  readCount: number;
  createdCount: number;
  updatedCount: number;
  unchangedCount: number;
  skippedCount: number;
  failedCount: number;
  ambiguousCount: number;
  canceledCount: number;
  retiredCount: number;
  warningCount: number;
  byteCount: number;
  /** Entries of installed software. */
  installReadCount: number;
  /** Among them those of assets that are not loaded. */
  installSkippedCount: number;
  /** Assets whose set of installed software was written. */
  installChangedCount: number;
}

export const zeroCounters = (): SessionCounters => ({
  pageCount: 0,
  readCount: 0,
  createdCount: 0,
  updatedCount: 0,
  unchangedCount: 0,
  skippedCount: 0,
  failedCount: 0,
  ambiguousCount: 0,
  canceledCount: 0,
  retiredCount: 0,
  warningCount: 0,
  byteCount: 0,
  installReadCount: 0,
  installSkippedCount: 0,
  installChangedCount: 0,
});
