/** What becomes of a batch that failed: see `process-batch.ts`, and the ladder of retries in docs/flow.md. */
import type { Db } from '../db/client.ts';
import { findSqlState, isDatabaseTrouble, isRefusal } from '../db/db-errors.ts';
import { isAppError, makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { BatchInput, SourceItem } from './batch-run.ts';
import { type DecidedBatch, emptyBatch, sortBatch } from './decide/decide-batch.ts';
import type { SyncRun } from './run.ts';
import { deleteSettled, findDeferred } from './session/deferred.queries.ts';
import { findSeenChunks, getSession } from './session/session-row.queries.ts';
import { entryCountOf, type InstalledSet, nativeIdOf } from './software/resolve-software.ts';
import { findStoredSets } from './software/software.queries.ts';
import { forgetSoftware } from './software/write-software.ts';
import { commitBatch } from './write/commit-batch.ts';
import { makeOutcomeWriter } from './write/outcomes.queries.ts';
import { BatchConflict, writeBatch } from './write/write-batch.ts';

const databaseWaitMs = 120_000;
const firstDelayMs = 250;
const maxDelayMs = 5_000;

export interface BatchDeps {
  db: Db;
  clock: Clock;
  log: Logger;
}

/**
 * - `database-away`: gone, full or stopped; it may be back soon, and the batch may even be committed;
 * - `conflict`: somebody else wrote meanwhile, deciding again helps;
 * - `refusal`: the database does not take a value;
 * - `final`: nothing to be done here.
 */
export function classifyFailure(err: unknown): 'database-away' | 'conflict' | 'refusal' | 'final' {
  if (isDatabaseTrouble(err)) return 'database-away';
  if (err instanceof BatchConflict || (!isAppError(err) && findSqlState(err) === '23505')) return 'conflict';
  return isRefusal(err) ? 'refusal' : 'final';
}

/** Each record as its own batch; the checkpoint only moves on with the last one. */
export async function processOneByOne(
  { progress }: SyncRun,
  input: BatchInput,
  process: (input: BatchInput) => Promise<DecidedBatch>,
): Promise<DecidedBatch> {
  const all = emptyBatch();
  const { cursor } = progress;
  const { settling } = input;
  for (const [index, item] of input.items.entries()) {
    const isLast = index === input.items.length - 1;
    const part = await process({
      items: [item],
      settling: settling && { ...settling, seqs: settling.seqs.slice(index, index + 1) },
      pageCount: isLast ? input.pageCount : 0,
      byteCount: isLast ? input.byteCount : 0,
      cursor: isLast ? input.cursor : cursor,
      isReadComplete: isLast && input.isReadComplete,
    });
    all.decided.push(...part.decided);
    all.unchangedCount += part.unchangedCount;
    all.repeatedCount += part.repeatedCount;
    all.deferred.push(...part.deferred);
  }
  return all;
}

/**
 * Installed software the database does not take: in halves, down to the set that is to blame. That one is left out, with
 * a warning; the checkpoint only moves on with the last half.
 */
export async function processSoftwareInHalves(
  deps: BatchDeps,
  run: SyncRun,
  { input, err }: { input: BatchInput; err: unknown },
  process: (input: BatchInput) => Promise<DecidedBatch>,
): Promise<DecidedBatch> {
  const sets = input.software ?? [];
  const [only] = sets;
  if (only && sets.length === 1) return leaveOutSet(deps, run, { input, err, set: only });
  const middle = sets.length >> 1;
  const { cursor } = run.progress;
  await process({
    ...input,
    software: sets.slice(0, middle),
    pageCount: 0,
    byteCount: 0,
    cursor,
    isReadComplete: false,
  });
  return process({ ...input, software: sets.slice(middle), isSoftwareRestarted: false });
}

async function leaveOutSet(
  { db }: BatchDeps,
  run: SyncRun,
  { input, err, set }: { input: BatchInput; err: unknown; set: InstalledSet },
): Promise<DecidedBatch> {
  const batch = emptyBatch();
  const entryCount = entryCountOf(set);
  const software = { readCount: entryCount, skippedCount: 0, changedCount: 0, warningCount: 1 };
  const { progress, setup } = run;
  progress.counters = await db.withTransaction(async (tx) => {
    if (input.isSoftwareRestarted) await forgetSoftware(tx, run);
    // The vendor has told of its software, so that it is not taken for gone.
    const stored = await findStoredSets(tx, setup.integration.id, [nativeIdOf(set)]);
    for (const { sourceId } of stored.values()) progress.softwareSeen.add(sourceId);
    const outcomes = makeOutcomeWriter(run.session.id);
    outcomes.add({
      outcome: 'warning',
      nativeId: nativeIdOf(set),
      label: undefined,
      recordId: undefined,
      reasonCode: 'SOFTWARE_LEFT_OUT',
      reason: `The database refused the ${entryCount} entries of installed software of this device (${findSqlState(err) ?? 'unknown'}${columnOf(err)}); what was stored before stays. The software of the other devices is not affected.`,
      details: null,
    });
    await outcomes.store(tx);
    return commitBatch(tx, run, input, { batch, software });
  });
  progress.softwareSeen.markStored();
  return batch;
}

/** A batch of one record the database does not take: it fails, and says why. */
export async function refuseItem(
  { db }: BatchDeps,
  run: SyncRun,
  input: BatchInput,
  err: unknown,
): Promise<DecidedBatch> {
  const batch = emptyBatch();
  batch.decided.push({
    item: input.items[0] as SourceItem,
    mapped: undefined,
    link: undefined,
    keys: [],
    releasedKeys: [],
    replaced: [],
    decision: {
      outcome: 'failed',
      reasonCode: 'DATABASE_REFUSED',
      reason: `The database refused the record (${findSqlState(err) ?? 'unknown'}${columnOf(err)}). Check the mapped values of this record; the others are not affected.`,
    },
  });
  const counters = await db.withTransaction(async (tx) => {
    await writeBatch(tx, run, batch);
    if (input.settling) await deleteSettled(tx, run.session.id, input.settling.seqs, []);
    return commitBatch(tx, run, input, { batch });
  });
  run.progress.seen.markStored();
  run.progress.counters = counters;
  return batch;
}

/**
 * Makes the wait of one batch: longer each time, also where the database answers at once but is, say, still full.
 * Throws what the batch failed with when that goes on for two minutes.
 */
export function makeDatabaseWait(
  { db, clock, log }: BatchDeps,
  { session }: SyncRun,
): (err: unknown) => Promise<void> {
  const startedAtMs = clock.monotonicMs();
  let delayMs = firstDelayMs;
  return async (err) => {
    for (;;) {
      if (clock.monotonicMs() - startedAtMs > databaseWaitMs) throw err;
      log.warn({ err, delayMs, sessionId: session.id }, 'the session waits for the database');
      await clock.sleep(delayMs, session.signal);
      delayMs = Math.min(delayMs * 2, maxDelayMs);
      try {
        await db.query('SELECT 1');
        return;
      } catch (again) {
        if (!isDatabaseTrouble(again)) throw again;
      }
    }
  };
}

/** The connection may have died after COMMIT: then the stored counters are already those of this batch. */
export async function findCommitted(
  { db }: BatchDeps,
  run: SyncRun,
  input: BatchInput,
): Promise<DecidedBatch | undefined> {
  const { session, progress } = run;
  const stored = await getSession(db, session.id);
  if (stored.epoch !== session.epoch) throw makeError('SYNC_EPOCH_LOST', { sessionId: session.id });
  if (input.settling) {
    // Settling reads nothing, so the counters do not tell; what is settled is off the list.
    const [first] = input.settling.seqs;
    const [next] = first === undefined ? [] : await findDeferred(db, session.id, first - 1, 1);
    if (next?.seq === first) return undefined;
    progress.counters = stored.counters;
    progress.newSourceCount = undefined;
    return emptyBatch();
  }
  if (
    stored.counters.readCount === progress.counters.readCount &&
    stored.counters.pageCount === progress.counters.pageCount
  ) {
    return undefined;
  }
  const { batch } = await sortBatch(db, run, input.items);
  for (const id of batch.seenSourceIds) progress.seen.add(id);
  for (const { chunk, bits } of await findSeenChunks(db, session.id, 'software'))
    progress.softwareSeen.load(chunk, bits);
  const committedCount = stored.counters.readCount - progress.counters.readCount;
  progress.counters = stored.counters;
  progress.newSourceCount = undefined;
  return { ...batch, repeatedCount: input.items.length - committedCount, decided: [] };
}

function columnOf(failure: unknown): string {
  const err = isAppError(failure) ? failure.cause : failure;
  const { column, constraint } = (err ?? {}) as { column?: string; constraint?: string };
  if (column) return `, column ${column}`;
  return constraint ? `, constraint ${constraint}` : '';
}
