/**
 * Test run: the same reading, mapping, look-up and decision for the first records (10 by default,
 * facts/product-behaviour.md §6.3), nothing applied; raw and mapped payload are kept for the person.
 */
import type { Db } from '../db/client.ts';
import type { Clock } from '../model/clock.ts';
import { stringifyJson } from '../model/json.ts';
import type { DecidedItem, DecidePolicy } from './decide/decide.ts';
import { decideOpen, sortBatch } from './decide/decide-batch.ts';
import { detailsOf, labelOfRecord, showValue } from './decide/describe-decision.ts';
import { addToCounters } from './process-batch.ts';
import { makeItemMaker } from './read/prepare-items.ts';
import type { SourceReader } from './read/source-reader.ts';
import type { IntegrationRow, RunPlan, SourceItem } from './run.ts';
import { IdBitmap } from './session/seen-ids.ts';
import { leaseEndOf, type SessionLease } from './session/session-lease.ts';
import { addSessionLog, endSession, type SessionRow, saveCheckpoint } from './session/session-row.queries.ts';

export const testRunLimit = 10;

export async function runTest(
  deps: { db: Db; clock: Clock; source: SourceReader },
  lease: SessionLease,
  session: SessionRow,
  integration: IntegrationRow,
  run: RunPlan,
  policy: DecidePolicy,
): Promise<void> {
  const maker = makeItemMaker(run);
  const items: SourceItem[] = [];
  let pageCount = 0;
  let byteCount = 0;
  for await (const page of deps.source.read({
    integration,
    startAt: undefined,
    limit: testRunLimit,
    signal: lease.signal,
  })) {
    pageCount += 1;
    byteCount += page.byteCount;
    for (const record of page.records) if (items.length < testRunLimit) items.push(maker.make(record));
    if (items.length >= testRunLimit) break;
  }
  const end = leaseEndOf(lease.signal);
  if (end) throw end;
  const scope = {
    run,
    policy,
    sessionId: session.id,
    isPreview: true,
    mustDecideAll: true,
    seen: new IdBitmap(),
    syncTime: session.startedAt,
  };
  const { batch, open } = await sortBatch(deps.db, scope, items);
  await decideOpen(deps.db, scope, open, batch);
  const payload = batch.decided.map((entry) => ({
    raw: entry.item.raw,
    mapped: mappedOf(run, entry),
    outcome: entry.decision.outcome,
    reason: 'reason' in entry.decision ? entry.decision.reason : null,
    issues: entry.mapped?.issues ?? [],
  }));
  const counters = addToCounters(
    session.counters,
    { items, pageCount, byteCount, checkpoint: emptyCheckpoint },
    batch,
  );
  await deps.db.withTransaction(async (tx) => {
    const base = { sessionId: session.id, epoch: lease.epoch };
    await saveCheckpoint(tx, {
      ...base,
      ...emptyCheckpoint,
      phase: 'finishing',
      counters,
    });
    for (const entry of batch.decided) {
      await tx.query(
        `INSERT INTO session_outcomes (session_id, outcome, native_id, label, record_id, reason_code, reason, details)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          session.id,
          entry.decision.outcome,
          entry.item.nativeId ?? null,
          labelOfRecord(run, entry) ?? null,
          'recordId' in entry.decision ? (entry.decision.recordId ?? null) : null,
          'reasonCode' in entry.decision ? entry.decision.reasonCode : null,
          'reason' in entry.decision ? entry.decision.reason : null,
          JSON.stringify(detailsOf(run, entry)),
        ],
      );
    }
    await addSessionLog(
      tx,
      session.id,
      deps.clock.now(),
      'info',
      `Test run: ${items.length} records read, nothing written.`,
    );
    await endSession(tx, {
      ...base,
      status: 'succeeded',
      at: deps.clock.now(),
      testPayload: stringifyJson(payload),
    });
  });
}

const emptyCheckpoint = { cursor: undefined, isReadComplete: false, expectedCount: null, restartCount: 0 };

/** Field name → value as it would be written; absent values are left out. */
function mappedOf(run: RunPlan, entry: DecidedItem): Record<string, unknown> {
  const mapped: Record<string, unknown> = {};
  for (const [index, name] of run.compiled.targets.entries()) {
    const value = entry.mapped?.values[index];
    if (value !== undefined) mapped[name] = showValue(value);
  }
  return mapped;
}
