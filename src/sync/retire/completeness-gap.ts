import type { SyncRun } from '../run.ts';

/** Why nothing may be concluded from what a reading lacks. */
export interface CompletenessGap {
  /** A sentence. */
  reason: string;
  /** It lies in the stream: it holds for every session, whatever this one has read. */
  isOfStream: boolean;
}

type ReadRun = Pick<SyncRun, 'progress'> & { setup: Pick<SyncRun['setup'], 'stream'> };

/** Why nothing may be concluded about records that were not read; undefined when it may. */
export function findCompletenessGap({ setup, progress }: ReadRun): CompletenessGap | undefined {
  const { stream } = setup;
  const { counters, expectedCount, doubts = {} } = progress;
  const ofReading = (reason: string): CompletenessGap => ({ reason, isOfStream: false });
  if (!progress.isReadComplete) return ofReading('The reading did not reach the end of the stream.');
  if (doubts.records?.gap !== undefined) return ofReading(doubts.records.gap);
  if (stream.completeness.kind === 'total') {
    if (expectedCount === null) return ofReading('The vendor did not say how many records there are.');
    if (counters.readCount < expectedCount)
      return ofReading(`The vendor announced ${expectedCount} records and sent ${counters.readCount}.`);
  }
  if (stream.absence === 'never')
    return {
      reason: `The list "${stream.name}" does not hold everybody there is, says its connector.`,
      isOfStream: true,
    };
  if (doubts.records?.isCounted && !stream.presence && stream.absence !== 'snapshot')
    return {
      reason: `The pages of "${stream.name}" are found by counting: a record that moves while they are read is on none of them, and single records cannot be asked for.`,
      isOfStream: true,
    };
  return undefined;
}

/** The same of installed software that has a list of its own. */
export function findSoftwareGap({ setup, progress }: ReadRun): string | undefined {
  const { software } = setup.stream;
  const doubt = progress.doubts?.software;
  if (software?.from !== 'query' || !doubt) return undefined;
  if (doubt.gap !== undefined) return doubt.gap;
  return doubt.isCounted && !software.presence
    ? 'The pages of the list of software are found by counting, and the software of a single asset cannot be asked for.'
    : undefined;
}
