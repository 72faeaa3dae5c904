/** What a batch of a run is made of, from the record as read to what is written. */
import type { RefusedRecord } from '../connector-kit/index.ts';
import type { MappedRecord } from '../mapping/mapping-types.ts';
import type { MappedValue } from '../model/objects.ts';
import type { Outcome } from './run.ts';
import type { InstalledSet } from './software/resolve-software.ts';

export interface BatchInput {
  items: readonly SourceItem[];
  /** Installed software, in a batch without items: only then is it known which of its assets are loaded. */
  software?: readonly InstalledSet[] | undefined;
  /** The vendor may send again what this session has met before. */
  mayRepeat?: boolean;
  /** The query of the software starts again with this batch. */
  isSoftwareRestarted?: boolean;
  /** Pages that end with this batch, and their size. */
  pageCount: number;
  byteCount: number;
  /** Where the session goes on from when this batch is committed. */
  cursor: unknown;
  isReadComplete: boolean;
  /** Present for items that were put off until the reading was through. */
  settling?: Settling;
}

export interface Settling {
  /** Where the items stand among those put off, in the same order. */
  seqs: readonly number[];
  /** The reading was complete: a source record that was not met is no longer at the vendor. */
  canReplace: boolean;
  /** Nothing more will change: what is not decided now becomes ambiguous. */
  isFinal: boolean;
}

export type ItemProblemCode = 'NO_NATIVE_ID' | 'TOO_DEEP' | RefusedRecord['reasonCode'];

/** One record as read, before anything about it is known. */
export interface SourceItem {
  nativeId: string | undefined;
  /** As the id was kept before ids were told apart beyond 512 characters, where that differs. */
  formerNativeId?: string;
  /** Why nothing can be made of the record. */
  problem?: { reasonCode: ItemProblemCode; reason: string } | undefined;
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
  /** Source records whose place it takes. */
  replacedIds: readonly number[];
  /** The plan's batch it was decided in: items of one batch are applied together. */
  batchSeq: number;
}

/** { field name: [old, new] }, values as JSON shows them. */
export type FieldChanges = Record<string, [unknown, unknown]>;

/** What the database knows about a native id of this integration. */
export interface SourceLink {
  sourceId: number;
  recordId: number;
  contentHash: string | null;
  /** Sync keys that had no usable value when the record was decided, see `count-causes.ts`. */
  emptyKeys: number;
  isMissing: boolean;
  /** Written by this very session already: the vendor sent the same record twice. */
  isFromThisSession: boolean;
}

/** Current state of a record a source item may belong to. `values` is aligned with the mapping's targets. */
export interface ExistingRecord {
  recordId: number;
  version: number;
  isArchived: boolean;
  /** Set when it was retired because the vendor did not have it; not when a person did so. */
  retiredAs: 'archived' | 'deactivated' | null;
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

/** Installed software of a batch, in entries and assets. */
export interface SoftwareCounts {
  readCount: number;
  /** Assets whose set was written. */
  changedCount: number;
  /** Entries, among those read, of assets this integration has not loaded (left out by a rule, skipped, or unknown). */
  skippedCount: number;
  /** Sets and titles the database does not take, left out. */
  warningCount?: number;
}
