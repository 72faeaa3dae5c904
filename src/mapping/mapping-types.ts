import type { WriteRule } from '../model/integration-options.ts';
import type { MappedValue } from '../model/objects.ts';

/** The mapping of one integration, as stored, edited on the mapping page and compiled once per session. */
export interface MappingRow {
  /** Name of the target field (see `src/model/objects.ts`; custom fields start with `x_`). */
  target: string;
  /**
   * `path`: a source path or template; `literal`: the same value for every record. The path
   * `connectorSyncTime` is the instant of the session.
   */
  source: { kind: 'path'; path: string } | { kind: 'literal'; value: string | number | boolean };
  writeRule: WriteRule;
  /** 1 = primary; absent = not a sync key. */
  syncKeyPriority?: number;
  /** Secondary sync keys only search unless this is on; the primary one is always written. */
  updateSyncKey?: boolean;
}

export interface Mapping {
  rows: MappingRow[];
  /** Create or update only when this condition (template, boolean) holds; empty = always. */
  condition?: string;
}

/** A person as an account of an application; null = nothing is known. */
export interface SaasAccount {
  /** null = the vendor's own id of the record stands for it. */
  externalId: string | null;
  email: string | null;
  username: string | null;
  fullName: string | null;
  isActive: boolean | null;
  roles: string[] | null;
  lastActivityAt: Date | null;
}

/** What went wrong with one value; the record goes on without it or fails, see `severity`. */
export interface MappingIssue {
  target: string;
  source: string;
  severity: 'warning' | 'error';
  /** Names the field, says what the value was (its kind, never a secret) and what to do. */
  message: string;
}

/**
 * A mapped record. `values[i]` belongs to `targets[i]` of the compiled mapping: `undefined` = absent (the field
 * is not touched), `null` = empty (the field is cleared).
 */
export interface MappedRecord {
  values: MappedValue[];
  issues: MappingIssue[];
  /** False when the mapping's condition is not met: the record is skipped. */
  isSelected: boolean;
  /** Of a record that is left out: the condition, and the values it looked at. */
  whyNot?: string;
  /** Indexes of values that were placeholders and are therefore absent. */
  placeholders?: readonly number[];
  /** Where the integration fills a SaaS application. */
  account?: SaasAccount;
}

export interface CompiledMapping {
  readonly targets: readonly string[];
  /** Changes whenever the mapping would give other values: part of every content hash. */
  readonly fingerprint: string;
  /** Indexes into `targets`, in priority order. */
  readonly syncKeys: readonly number[];
  /** Index of the target mapped from connectorSyncTime, or -1: it never makes a record "changed". */
  readonly syncTimeIndex: number;
  map(record: unknown, context: { syncTime: Date }): MappedRecord;
}
