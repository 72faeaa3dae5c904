/**
 * Test run: the same reading, mapping, look-up and decision for the first records (10 by default,
 * facts/product-behaviour.md §6.3), nothing written to records; raw and mapped payload are kept for the person.
 */
import type { Db } from '../db/client.ts';
import { type AppError, isAppError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import { stringifyJson } from '../model/json.ts';
import type { SourceItem } from './batch-run.ts';
import { addCauses } from './decide/count-causes.ts';
import { decideOpen, sortBatch } from './decide/decide-batch.ts';
import { detailsOf, labelOfRecord, mappedOf } from './decide/describe-decision.ts';
import { makeItemMaker } from './read/prepare-items.ts';
import type { SourceReader } from './read/source-reader.ts';
import type { SyncRun } from './run.ts';
import { leaseEndOf } from './session/session-lease.ts';
import { addSessionLog, endSession, saveProgress } from './session/session-row.queries.ts';
import { addToCounters } from './write/commit-batch.ts';
import { makeOutcomeWriter } from './write/outcomes.queries.ts';

export const testRunLimit = 10;

export async function runTest(
  deps: { db: Db; clock: Clock; source: SourceReader },
  run: SyncRun,
): Promise<'succeeded' | 'failed'> {
  const { setup, session, progress } = run;
  const maker = makeItemMaker(setup);
  const items: SourceItem[] = [];
  let pageCount = 0;
  let byteCount = 0;
  let stoppedBy: AppError | undefined;
  try {
    for await (const page of deps.source.read({
      integration: setup.integration,
      startAt: undefined,
      limit: testRunLimit,
      signal: session.signal,
    })) {
      pageCount += 1;
      byteCount += page.byteCount;
      for (const record of page.records) if (items.length < testRunLimit) items.push(maker.make(record));
      if (items.length >= testRunLimit) break;
    }
  } catch (err) {
    // What came before the vendor's failure is shown, and the failure with it.
    if (!isAppError(err) || items.length === 0 || leaseEndOf(session.signal)) throw err;
    stoppedBy = err;
  }
  const end = leaseEndOf(session.signal);
  if (end) throw end;
  const { batch, open } = await sortBatch(deps.db, run, items);
  await decideOpen(deps.db, run, { open }, batch);
  const causes = addCauses({}, setup.policy, batch, { isRepeatExpected: setup.stream.mayRepeat === true });
  const payload = batch.decided.map((entry) => ({
    raw: entry.item.raw,
    mapped: mappedOf(setup, entry),
    outcome: entry.decision.outcome,
    reason: 'reason' in entry.decision ? entry.decision.reason : null,
    issues: entry.mapped?.issues ?? [],
  }));
  const counters = {
    ...addToCounters(progress.counters, { items, pageCount, byteCount }, { batch }),
    causes,
  };
  await deps.db.withTransaction(async (tx) => {
    await saveProgress(tx, run, { phase: 'finishing', counters });
    const outcomes = makeOutcomeWriter(session.id);
    for (const entry of batch.decided) {
      const { decision, item } = entry;
      outcomes.add({
        outcome: decision.outcome,
        nativeId: item.nativeId,
        label: labelOfRecord(setup, entry),
        recordId: 'recordId' in decision ? decision.recordId : undefined,
        reasonCode: 'reasonCode' in decision ? decision.reasonCode : undefined,
        reason: 'reason' in decision ? decision.reason : undefined,
        details: detailsOf(setup, entry),
      });
    }
    await outcomes.store(tx);
    await addSessionLog(tx, session.id, {
      at: deps.clock.now(),
      level: stoppedBy ? 'error' : 'info',
      message: `${stoppedBy ? `${stoppedBy.message} ` : ''}Test run: ${items.length} records read${batch.repeatedCount === 0 ? '' : `, ${batch.repeatedCount} of them left out because their id had come before`}, nothing written.`,
    });
    await endSession(tx, {
      sessionId: session.id,
      epoch: session.epoch,
      status: stoppedBy ? 'failed' : 'succeeded',
      at: deps.clock.now(),
      ...(stoppedBy ? { errorCode: stoppedBy.code, errorMessage: stoppedBy.message } : {}),
      testPayload: stringifyJson(payload),
    });
  });
  progress.counters = counters;
  return stoppedBy ? 'failed' : 'succeeded';
}
