import type { AskOptions } from '../ask/fetch-context.ts';
import type { StreamDefinition } from '../definition/definition.ts';
import type { ListWatch, ReadingDoubts } from './list-watch.ts';
import type { PageGuard } from './page-guard.ts';
import type { PageState } from './paginator.ts';

/** A software as the vendor spells it; empty texts where it says nothing. Never changed: many sets share one. */
export interface SoftwareTitle {
  readonly name: string;
  readonly version: string;
  readonly publisher: string;
}

/** Everything installed on one asset; replaces what was known. */
export interface AssetSoftwareSet {
  /** The asset's native id. */
  assetId: string;
  titles: SoftwareTitle[];
  /** When each of them was installed: days since 1970-01-01 (UTC), -1 = unknown. */
  days: number[];
}

export interface StreamPage {
  records: unknown[];
  /** Of streams with software: whole sets. */
  software?: AssetSoftwareSet[];
  /** Number of the page within its query, from 1; it starts again for every parent. */
  pageNumber: number;
  /** Where the next page starts; stored in the checkpoint. */
  cursor: StreamCursor;
  /** Number of records of the whole stream, where the vendor says so. */
  total: number | undefined;
  /** The stream was read to its end. Never true by accident: a page that fails throws. */
  isLast: boolean;
  byteCount: number;
  /** The vendor's cursor expired and the query was started again: records met before come again. */
  isRestarted: boolean;
  /** How far the query has come, this page included. */
  watch?: ListWatch;
  /** What has come up so far against concluding anything from absence. */
  doubts?: ReadingDoubts;
  /** What a person should know about the reading, in sentences. */
  notes?: readonly string[];
}

/** JSON-able. Belongs to one stream of one definition; anything else starts from the beginning. */
export interface StreamCursor {
  /** Where the next page starts; null = the stream has been read to its end. */
  state: PageState | null;
  guard?: PageGuard;
  watch?: ListWatch;
  restartCount?: number;
  /** Of a stream below a parent: where the parent's page starts, and which record of it is being walked. */
  parent?: { cursor?: StreamCursor; index: number; id?: string };
  /** Of a stream with segments: the one `state` belongs to; absent = the first. */
  segment?: string;
  /** The records have been read; where the software query goes on, and the set it is in the middle of. */
  software?: { cursor?: StreamCursor; carry?: AssetSoftwareSet };
}

export interface ReadStreamOptions extends AskOptions {
  stream: StreamDefinition;
  startAt?: StreamCursor | undefined;
  /** Stop after this many records. `isLast` is then only true when the stream ended as well. */
  limit?: number | undefined;
}
