/** Where the records of a session come from; the implementation joins vault, egress and connector kit. */
import type { AssetSoftwareSet, ReadingDoubts } from '../../connector-kit/index.ts';
import type { IntegrationRow } from '../run.ts';

export interface SourcePage {
  records: unknown[];
  /** Installed software of assets, whole sets. */
  software?: AssetSoftwareSet[];
  /** Where the next page starts: JSON-able, kept in the checkpoint. */
  cursor: unknown;
  /** Number of records in the whole stream, where the vendor says so. */
  total: number | undefined;
  isLast: boolean;
  byteCount: number;
  /** The vendor's cursor expired and the stream was started again: repeated records are expected from here on. */
  isRestarted: boolean;
  /** What has come up so far against concluding anything from absence. */
  doubts?: ReadingDoubts | undefined;
  /** What a person should know about the reading, in sentences. */
  notes?: readonly string[];
}

export interface SourceReader {
  read(options: {
    integration: IntegrationRow;
    startAt: unknown;
    /** Stop after this many records (test run, sample). */
    limit?: number;
    signal: AbortSignal;
  }): AsyncGenerator<SourcePage>;
  /**
   * Of these native ids those the vendor still has, asked one by one: the records themselves, or whether they have
   * installed software. Throws what the vendor or the network failed with. Absent where nobody can be asked.
   */
  findPresent?(options: {
    integration: IntegrationRow;
    of: 'records' | 'software';
    nativeIds: readonly string[];
    signal: AbortSignal;
  }): Promise<Set<string>>;
}
