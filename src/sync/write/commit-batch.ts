import type { Tx } from '../../db/client.ts';
import type { BatchInput, SoftwareCounts } from '../batch-run.ts';
import { addCauses } from '../decide/count-causes.ts';
import type { DecidedBatch } from '../decide/decide-batch.ts';
import type { SessionCounters, SyncRun } from '../run.ts';
import { saveProgress, storeSeenChunks } from '../session/session-row.queries.ts';

export interface BatchResult {
  batch: DecidedBatch;
  software?: SoftwareCounts | undefined;
}

/** The checkpoint that commits with the batch. Returns the counters it stored. Throws SYNC_EPOCH_LOST. */
export async function commitBatch(
  tx: Tx,
  run: SyncRun,
  input: BatchInput,
  result: BatchResult,
): Promise<SessionCounters> {
  const { session, progress } = run;
  await storeSeenChunks(tx, session.id, 'record', progress.seen.dirtyChunks());
  await storeSeenChunks(tx, session.id, 'software', progress.softwareSeen.dirtyChunks());
  const counters: SessionCounters = {
    ...addToCounters(progress.counters, input, result),
    causes: addCauses(progress.counters.causes, run.setup.policy, result.batch, {
      isRepeatExpected: isRepeatExpected(run),
    }),
  };
  const { cursor, isReadComplete } = input;
  await saveProgress(tx, run, { phase: 'reading', cursor, isReadComplete, counters });
  return counters;
}

/** After a restart or a resume the vendor tells again what is known; some vendors list a record at every place it has. */
function isRepeatExpected({ setup, session, progress }: SyncRun): boolean {
  return session.isResumed || progress.restartCount > 0 || setup.stream.mayRepeat === true;
}

export function addToCounters(
  before: SessionCounters,
  input: Pick<BatchInput, 'items' | 'pageCount' | 'byteCount' | 'isSoftwareRestarted' | 'settling'>,
  { batch, software }: BatchResult,
): SessionCounters {
  const after = { ...before };
  if (input.isSoftwareRestarted) {
    // Everything comes again and is counted anew.
    after.installReadCount = 0;
    after.installSkippedCount = 0;
  }
  after.installReadCount += software?.readCount ?? 0;
  after.installSkippedCount += software?.skippedCount ?? 0;
  after.installChangedCount += software?.changedCount ?? 0;
  after.warningCount += software?.warningCount ?? 0;
  after.pageCount += input.pageCount;
  after.byteCount += input.byteCount;
  // What was put off has been counted when it was read.
  after.readCount += (input.settling ? 0 : input.items.length) - batch.repeatedCount;
  after.unchangedCount += batch.unchangedCount;
  for (const { decision, mapped } of batch.decided) {
    if (decision.outcome === 'created') after.createdCount += 1;
    else if (decision.outcome === 'updated') after.updatedCount += 1;
    else if (decision.outcome === 'unchanged') after.unchangedCount += 1;
    else if (decision.outcome === 'skipped') after.skippedCount += 1;
    else if (decision.outcome === 'failed') after.failedCount += 1;
    else after.ambiguousCount += 1;
    after.warningCount += mapped?.issues.filter((issue) => issue.severity === 'warning').length ?? 0;
  }
  return after;
}
