/** What a run of a session is made of. Stands below all rooms: they are handed a run and know nothing of the way. */

import type { ConnectorDefinition, ReadingDoubts, StreamDefinition } from '../connector-kit/index.ts';
import type { Queryable } from '../db/client.ts';
import type { CompiledMapping, Mapping } from '../mapping/mapping-types.ts';
import type { AbsencePolicy, Preference, UserSelection } from '../model/integration-options.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import type { DecidePolicy } from './decide/decide.ts';
import type { IdBitmap } from './session/seen-ids.ts';
import type { ReleaseMemory } from './software/resolve-software.ts';

export type SessionKind = 'test' | 'preview' | 'manual' | 'scheduled' | 'apply';
export type RetirePolicy = Exclude<AbsencePolicy, 'keep'>;
/** What becomes of a record, in the order it is told. */
export const outcomes = [
  'created',
  'updated',
  'unchanged',
  'skipped',
  'failed',
  'ambiguous',
  'canceled',
  'retired',
] as const;
export type Outcome = (typeof outcomes)[number];

export interface IntegrationRow {
  id: number;
  name: string;
  connectorId: string;
  streamId: string;
  object: string;
  credentialId: number | null;
  /** Tells apart whose ids it reads; templates of the mapping may name it. */
  tenant: string;
  settings: Record<string, string>;
  preference: Preference;
  userSelection: UserSelection;
  /** Name the changes are attributed to. */
  integrationUser: string;
  absencePolicy: AbsencePolicy;
  retireLimitPercent: number;
  /** When a session says that something fell silent. */
  drift: DriftLimits;
  caBundlePem: string | null;
}

export interface DriftLimits {
  /** Percentage points the share of a cause must rise by. */
  points: number;
  /** How many times as much as usual it must be. */
  factor: number;
  /** Percentage that is too much where no session before tells what is usual. */
  firstPercent: number;
}

/** What a source says about somebody Muster does not know yet. */
export interface Newcomer {
  nativeId: string;
  /** Values of unique fields. */
  keys: readonly { field: string; value: string }[];
}

/** Positions of those who were erased. Asks for the newcomers only where somebody was. */
export type FindErased = (
  db: Queryable,
  integrationId: number,
  listNewcomers: () => readonly Newcomer[],
) => Promise<ReadonlySet<number>>;

/** Everything a session needs to know about its integration, read once at its start. */
export interface RunSetup {
  integration: IntegrationRow;
  object: ObjectName;
  table: string;
  fields: ReadonlyMap<string, Field>;
  definition: ConnectorDefinition;
  stream: StreamDefinition;
  mapping: Mapping;
  mappingVersion: number;
  compiled: CompiledMapping;
  policy: DecidePolicy;
  /** A person has said of some source records what they are. */
  hasResolutions: boolean;
  isSaasFilled: boolean;
  /** People who were erased do not come back; undefined where nobody can be. */
  findErased?: FindErased;
  /** Part of every content hash: changes when the same payload would be decided differently. */
  fingerprint: string;
}

/** The session that is run, under the epoch of its lease. */
export interface RunSession {
  id: number;
  epoch: number;
  kind: SessionKind;
  /** One instant for everything the session writes. */
  at: Date;
  /** A worker before this one had begun. */
  isResumed: boolean;
  /** The preview whose plan is applied; 0 where none is. */
  planSessionId: number;
  /** The plan is only looked through: nothing of it is written. */
  isPlanChecked?: boolean;
  /** The SaaS application the accounts belong to; undefined where none are written. */
  saasId: number | undefined;
  signal: AbortSignal;
}

/** How far the run has come: the only part of it that changes. */
export interface RunProgress {
  /** As committed; replaced when a batch commits. */
  counters: SessionCounters;
  /** Where the next page starts. */
  cursor: unknown;
  isReadComplete: boolean;
  /** Number of records in the whole stream, where the vendor says so. */
  expectedCount: number | null;
  /** What has come up against concluding anything from absence. */
  doubts?: ReadingDoubts | undefined;
  /** How often the vendor let its cursor expire. */
  restartCount: number;
  /** Source records this session has met. */
  readonly seen: IdBitmap;
  /** Source records whose installed software this session has met. */
  readonly softwareSeen: IdBitmap;
  /** Source records this run added; unknown (undefined) when a part of them was committed by another one. */
  newSourceCount: number | undefined;
  /** Number of plan items stored so far (preview). */
  planSeq: number;
}

/** What only makes the run faster: it may be lost at any moment. */
export interface RunMemory {
  releases: ReleaseMemory;
  /** Told to the stage that prepares pages. */
  hint: AheadHint;
}

/** Whether records are mapped before it is known that they must be decided; worth it while most of them are new. */
export interface AheadHint {
  mapsAhead: boolean;
}

/** One run of a session: handed from stage to stage, from the first page to the end. */
export interface SyncRun {
  readonly setup: Readonly<RunSetup>;
  readonly session: Readonly<RunSession>;
  readonly progress: RunProgress;
  readonly memory: RunMemory;
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
  /** Records by what kept them out or what they lack, see `count-causes.ts`. */
  causes: Readonly<Record<string, number>>;
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
  causes: {},
});
