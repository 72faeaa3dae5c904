/** One list of a vendor that can be loaded into an object. */
import type { ObjectName } from '../../model/objects.ts';
import type { Paginator } from './paginator-definition.ts';
import type { RequestDefinition } from './request-definition.ts';

export interface StreamDefinition {
  id: string;
  /** As the catalog shows it, e.g. `Vendor users`. */
  name: string;
  description: string;
  object: ObjectName;
  request: RequestDefinition;
  /** Path of the record list in the answer; empty string when the answer is the list itself. */
  recordsPath: string;
  /** Path of the vendor's own id in a record. */
  nativeIdPath: string;
  /** Overrides the client's paginator. */
  paginator?: Paginator;
  /** Another stream whose records are walked first; they are `parent` in the templates. */
  parentStream?: string;
  /**
   * The same kind of record from several queries, read one after the other; each replaces `request`, and where given
   * `recordsPath` and `split`.
   */
  segments?: StreamSegment[];
  /**
   * The same list where other versions of the product have it: asked in this order, the next one when one does not
   * exist (404, or a rule that says `not_available`).
   */
  alternatives?: { request: RequestDefinition; recordsPath?: string }[];
  /** The records wanted are inside the listed ones. */
  split?: RecordSplit;
  /** The vendor lists a record once for every place it appears in: meeting it again is no sign of a stuck paging. */
  mayRepeat?: boolean;
  /** Lists read once before the first page, whose records are joined to this stream's. */
  lookups?: StreamLookup[];
  /**
   * One more request per record (`item`), its answer merged under `detail` (absent when the record is gone meanwhile).
   * `pages`: the answer is a list in pages; all of them are read, and `detail` is `{ records }`. `more`: further
   * requests of the record, each answer (or the part of it at `path`) merged under its own name.
   */
  detail?: {
    request: RequestDefinition;
    maxConcurrent: number;
    pages?: { paginator: Paginator; recordsPath: string };
    more?: { as: string; request: RequestDefinition; path?: string }[];
  };
  /** For streams of assets: the software installed on each, replaced as a set. */
  software?: AssetSoftware;
  /** Values that mean "no value" anywhere in the records of this stream. */
  noValues: (string | number)[];
  fields: StreamField[];
  /** How a session knows that it saw everything: a stated total, or reaching the end of the paging. */
  completeness: { kind: 'total'; path: string } | { kind: 'end_of_paging' };
  /**
   * How to ask for one record. A list that came without a stated total may lack a page: what it lacks is asked for
   * by this before it is taken for gone.
   */
  presence?: PresenceCheck;
  /** Path of the total in the answer, or `headers.<name>`, for progress and time left. */
  totalPath?: string;
  suggestedMapping: { source: string; target: string; isSyncKey?: boolean }[];
  /** Template a record must meet, proposed with the mapping; a person may change it. */
  suggestedCondition?: string;
  /** For people streams that can also fill Software > SaaS. */
  saas?: SaasDefinition;
  /** Source paths never stored, not even in payload copies. */
  secretPaths?: string[];
}

/**
 * `id` in the request's templates is the native id. It is there when the answer has it at `idPath`, or when the list
 * at `listPath` is not empty; 404 and 410 mean that it is gone.
 */
export type PresenceCheck = { request: RequestDefinition } & ({ idPath: string } | { listPath: string });

export interface StreamSegment {
  /** Unique within the stream; kept in checkpoints. */
  id: string;
  request: RequestDefinition;
  recordsPath?: string;
  split?: RecordSplit;
}

/**
 * `path`: the list (or single object) inside each listed record. Every element becomes a record of its own, with the
 * kept values of the listed record under `container`. A listed record without elements gives none.
 */
export interface RecordSplit {
  path: string;
  keep?: string[];
}

/** Ids as names: the record of another list whose `keyPath` equals `from` of this stream's record is put under `as`. */
export interface StreamLookup {
  as: string;
  request: RequestDefinition;
  recordsPath: string;
  paginator?: Paginator;
  keyPath: string;
  /** Source path in the stream's own record. */
  from: string;
  /** Paths of the looked-up record that are kept; the rest is not held in memory. */
  keep: string[];
}

/**
 * Where the installed software of an asset is: in a list of its own record (or `detail`), or in a query of its own
 * that is read after the assets and whose entries name the asset. Templates read one entry of the list.
 */
export type AssetSoftware = {
  name: string;
  version?: string;
  publisher?: string;
  installedAt?: string;
  /** When `installedAt` is a number: its unit. */
  dateUnit?: 'epoch-seconds' | 'epoch-milliseconds';
  /** Entries for which this is not true are left out. */
  condition?: string;
} & (
  | { from: 'record'; path: string }
  | {
      from: 'query';
      request: RequestDefinition;
      recordsPath: string;
      paginator?: Paginator;
      /** Path of the asset's native id in an entry. Entries of one asset are expected together. */
      assetIdPath: string;
      /** How to ask for the software of one asset, before it is concluded that it has none any more. */
      presence?: PresenceCheck;
    }
);

export interface SaasDefinition {
  /** Name of the SaaS application record. */
  applicationName: string;
  publisher: string;
  /** Source paths or templates. */
  externalId: string;
  email: string;
  username: string;
  fullName: string;
  isActive: string;
  roles?: string;
  lastActivityAt?: string;
}

export interface StreamField {
  path: string;
  label: string;
  type: 'text' | 'number' | 'boolean' | 'date_time' | 'list' | 'object';
  /** When a date is a number: its unit. */
  dateUnit?: 'epoch-seconds' | 'epoch-milliseconds' | 'iso';
}
