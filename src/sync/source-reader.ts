/** Where the records of a session come from; the implementation joins vault, egress and connector kit. */
import type { IntegrationRow } from './run-plan.queries.ts';

export interface SourcePage {
  records: unknown[];
  /** Where the next page starts: JSON-able, kept in the checkpoint. */
  cursor: unknown;
  /** Number of records in the whole stream, where the vendor says so. */
  total: number | undefined;
  isLast: boolean;
  byteCount: number;
  /** The vendor's cursor expired and the stream was started again: repeated records are expected from here on. */
  isRestarted: boolean;
}

export interface SourceReader {
  read(options: {
    integration: IntegrationRow;
    startAt: unknown;
    /** Stop after this many records (test run, sample). */
    limit?: number;
    signal: AbortSignal;
  }): AsyncGenerator<SourcePage>;
}
