/**
 * A session from lease to end (design §4), room by room:
 *
 *   session   lease, checkpoint, fence, end
 *   read      pages ahead of the database: items (id, payload, hash), software gathered; or the stored plan
 *   decide    sort (unchanged?), look up, decide: pure
 *   write     records, sources, history, outcomes and the checkpoint in one transaction
 *   software  installed software of the page, after its records
 *   plan      a preview stores what it decided; applied, it must hold or is refused
 *   retire    what the vendor no longer has, after a reading that provably completed
 *
 * Resumable at every batch: the checkpoint commits with the batch under the session's epoch. After a crash the
 * next worker reads on from the stored cursor; records of a half-processed page are recognised and not counted twice.
 */

import { type ConnectorDefinition, type Globals, joinDoubts } from '../connector-kit/index.ts';
import type { Db } from '../db/client.ts';
import { isDatabaseTrouble } from '../db/db-errors.ts';
import { coerceError, isAppError, makeError } from '../errors.ts';
import { readAhead } from '../model/async-iterables.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { defaultReadLimits, type ReadLimits } from '../model/read-limits.ts';
import type { BatchInput } from './batch-run.ts';
import { repeatedId } from './decide/count-causes.ts';
import { findDrift } from './decide/find-drift.ts';
import { finishSession } from './finish-session.ts';
import { loadSetup, openRun } from './load-run.ts';
import { openPlan, type PlanSource } from './plan/plan-source.ts';
import { processBatch } from './process-batch.ts';
import { gatherSoftware } from './read/gather-software.ts';
import { type ItemMaker, makeItemMaker } from './read/prepare-items.ts';
import { type PreparedPage, preparePages } from './read/prepare-pages.ts';
import type { SourceReader } from './read/source-reader.ts';
import type { FindErased, SessionCounters, SyncRun } from './run.ts';
import { runTest } from './run-test.ts';
import { leaseEndOf, type SessionLease } from './session/session-lease.ts';
import { addSessionLog, endSession, getSession } from './session/session-row.queries.ts';

export interface SyncDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  source: SourceReader;
  findDefinition(connectorId: string): ConnectorDefinition | undefined;
  listFields(object: ObjectName): Promise<readonly Field[]>;
  loadGlobals(): Promise<Globals>;
  findErased?: FindErased;
  /** Told after the session's end is stored; for notifications and list indexes. Its failure does not fail the session. */
  onSessionEnd?(end: {
    sessionId: number;
    integrationId: number;
    object: ObjectName | undefined;
    status: string;
  }): Promise<void>;
  /** How much a session reads at most; the defaults where nothing is said. */
  limits?: Pick<ReadLimits, 'pages' | 'records'>;
  /** Records per transaction; larger batches commit less often and hold more memory. */
  batchSize?: number;
}

const defaultBatchSize = 2_000;
const pagesAhead = 2;

/**
 * Runs the session to its end and stores it. Throws only when the lease was lost or the process shuts down; the
 * session can then be resumed.
 */
export async function runSession(deps: SyncDeps, lease: SessionLease): Promise<void> {
  const log = deps.log.child({ sessionId: lease.sessionId, epoch: lease.epoch });
  const session = await getSession(deps.db, lease.sessionId);
  if (session.epoch !== lease.epoch) throw makeError('SYNC_EPOCH_LOST', { sessionId: session.id });
  let object: ObjectName | undefined;
  let status: 'succeeded' | 'succeeded_with_errors' | 'failed' | 'canceled';
  try {
    const setup = await loadSetup(deps, session);
    object = setup.object;
    const run = await openRun(deps.db, lease, session, setup);
    status = await runOpened(deps, run);
  } catch (err) {
    status = await endAfterError(deps, lease, err, log);
  }
  log.info({ status }, 'session ended');
  try {
    await deps.onSessionEnd?.({
      sessionId: session.id,
      integrationId: session.integrationId,
      object,
      status,
    });
  } catch (err) {
    log.error({ err }, 'what follows a session failed');
  }
}

async function runOpened(
  deps: SyncDeps,
  run: SyncRun,
): Promise<'succeeded' | 'succeeded_with_errors' | 'failed'> {
  const { db, clock } = deps;
  const { setup, session, progress } = run;
  if (session.kind === 'test') {
    return await runTest(deps, run);
  }
  await addSessionLog(db, session.id, {
    at: clock.now(),
    level: 'info',
    message: session.isResumed
      ? `Resumed after ${progress.counters.readCount} records (mapping version ${setup.mappingVersion}).`
      : `Started with mapping version ${setup.mappingVersion}, ${setup.integration.preference.replaceAll('_', ' ')}.`,
  });
  if (!progress.isReadComplete) await readAll(deps, run);
  await finishSession(deps, run);

  const { counters } = progress;
  const drift = await findDrift(db, run);
  const hasErrors = counters.failedCount + counters.ambiguousCount > 0 || drift !== undefined;
  const status = hasErrors ? 'succeeded_with_errors' : 'succeeded';
  await db.withTransaction(async (tx) => {
    const level = hasErrors ? 'warning' : 'info';
    if (drift) await addSessionLog(tx, session.id, { at: clock.now(), level, message: drift.message });
    await addSessionLog(tx, session.id, { at: clock.now(), level, message: summaryOf(counters) });
    await endSession(tx, {
      sessionId: session.id,
      epoch: session.epoch,
      status,
      at: clock.now(),
      drift,
    });
  });
  return status;
}

async function readAll(deps: SyncDeps, run: SyncRun): Promise<void> {
  const { db, clock } = deps;
  const { setup, session, progress } = run;
  const batchSize = deps.batchSize ?? defaultBatchSize;
  const { source, maker }: PlanSource =
    session.kind === 'apply' ? await openPlan(db, run) : { source: deps.source, maker: makeItemMaker(setup) };
  const read = source.read({
    integration: setup.integration,
    startAt: progress.cursor,
    signal: session.signal,
  });
  const pages = readAhead(gatherSoftware(preparePages(read, run, { maker, batchSize }), clock), pagesAhead);
  let mayRepeat = session.isResumed;
  for await (const prepared of pages) {
    const { page } = prepared;
    throwIfEnded(session.signal);
    if (page.isRestarted) {
      mayRepeat = true;
      progress.restartCount += 1;
      await addSessionLog(db, session.id, {
        at: clock.now(),
        level: 'warning',
        message:
          'The vendor let its cursor expire; the stream was started again. Records met before are not counted twice.',
      });
    }
    if (page.total !== undefined) progress.expectedCount = page.total;
    progress.doubts = joinDoubts(progress.doubts, page.doubts);
    for (const message of page.notes ?? [])
      await addSessionLog(db, session.id, { at: clock.now(), level: 'warning', message });
    await processPage(deps, run, prepared, { maker, batchSize, mayRepeat });
    // After a restart the whole stream comes again; the reader itself guards against a vendor that never moves on.
    mayRepeat = progress.restartCount > 0;
    progress.cursor = page.cursor;
    progress.isReadComplete = page.isLast;
    if (!page.isLast) assertWithinLimits(run, deps.limits);
  }
  throwIfEnded(session.signal);
}

/** A vendor whose list never ends is not followed for ever; the session fails, and what it has written stays. */
function assertWithinLimits(
  { setup, progress }: SyncRun,
  { pages, records }: Pick<ReadLimits, 'pages' | 'records'> = defaultReadLimits,
): void {
  const { pageCount, readCount } = progress.counters;
  const stream = setup.stream.name;
  if (pageCount >= pages) throw makeError('SYNC_PAGE_LIMIT', { stream, limit: pages });
  if (readCount >= records) throw makeError('SYNC_RECORD_LIMIT', { stream, limit: records });
}

/**
 * A page may be larger than a batch, and its software follows its records in a batch of its own; the checkpoint moves
 * to the next page only with the page's last batch.
 */
async function processPage(
  deps: SyncDeps,
  run: SyncRun,
  { page, software: sets, pageCount, items: prepared }: PreparedPage,
  options: { maker: ItemMaker; batchSize: number; mayRepeat: boolean },
): Promise<void> {
  const { maker, batchSize, mayRepeat } = options;
  const { session, progress } = run;
  const { stream } = run.setup;
  // A plan holds records only.
  const software = session.kind === 'preview' || session.kind === 'apply' ? undefined : sets;
  let repeatedCount = 0;
  for (let offset = 0; offset < page.records.length || (offset === 0 && !software); offset += batchSize) {
    throwIfEnded(session.signal, page.records.length - offset);
    const items =
      prepared ?? page.records.slice(offset, offset + batchSize).map((record) => maker.make(record));
    const batch = await processBatch(deps, run, {
      items,
      ...endOf(offset + batchSize >= page.records.length && !software),
    });
    repeatedCount += batch.repeatedCount;
  }
  if (software) {
    throwIfEnded(session.signal);
    const isSoftwareRestarted = page.isRestarted && stream.software?.from === 'query';
    await processBatch(deps, run, {
      items: [],
      software,
      mayRepeat,
      isSoftwareRestarted,
      ...endOf(true),
    });
  }
  const isExpected = mayRepeat || stream.mayRepeat === true;
  if (page.records.length > 0 && repeatedCount === page.records.length && !isExpected) {
    throw makeError('SYNC_PAGE_REPEATED', { page: progress.counters.pageCount, stream: stream.name });
  }

  function endOf(
    isLastOfPage: boolean,
  ): Pick<BatchInput, 'pageCount' | 'byteCount' | 'cursor' | 'isReadComplete'> {
    return {
      pageCount: isLastOfPage ? pageCount : 0,
      byteCount: isLastOfPage ? page.byteCount : 0,
      cursor: isLastOfPage ? page.cursor : progress.cursor,
      isReadComplete: isLastOfPage && page.isLast,
    };
  }
}

function throwIfEnded(signal: AbortSignal, unwrittenCount = 0): void {
  const end = leaseEndOf(signal);
  if (!end) return;
  end.unwrittenCount = unwrittenCount;
  throw end;
}

async function endAfterError(
  deps: SyncDeps,
  { sessionId, epoch, signal }: SessionLease,
  err: unknown,
  log: Logger,
): Promise<'failed' | 'canceled'> {
  const end = leaseEndOf(signal);
  if (end && end.kind !== 'cancel') throw end;
  if (isAppError(err) && err.code === 'SYNC_EPOCH_LOST') throw err;
  // Not the session's failure: it goes on from its checkpoint once the database can.
  if (!end && isDatabaseTrouble(err)) throw err;
  const at = deps.clock.now();
  if (end) {
    await deps.db.withTransaction(async (tx) => {
      await addSessionLog(tx, sessionId, {
        at,
        level: 'warning',
        message: 'Canceled. What was applied before stays.',
      });
      await endSession(tx, {
        sessionId,
        epoch,
        status: 'canceled',
        at,
        canceledCount: end.unwrittenCount,
      });
    });
    return 'canceled';
  }
  const error = coerceError(err, `session ${sessionId}`);
  log.error({ err }, 'session failed');
  await deps.db.withTransaction(async (tx) => {
    await addSessionLog(tx, sessionId, {
      at,
      level: 'error',
      message: error.message,
      details: { code: error.code },
    });
    await endSession(tx, {
      sessionId,
      epoch,
      status: 'failed',
      at,
      errorCode: error.code,
      errorMessage: error.message,
    });
  });
  return 'failed';
}

function summaryOf(counters: SessionCounters): string {
  const parts = [
    `${counters.readCount} read`,
    `${counters.createdCount} created`,
    `${counters.updatedCount} updated`,
    `${counters.unchangedCount} unchanged`,
    `${counters.skippedCount} skipped`,
    `${counters.failedCount} failed`,
    `${counters.ambiguousCount} ambiguous`,
  ];
  const repeatedCount = counters.causes[repeatedId] ?? 0;
  if (repeatedCount > 0) parts.push(`${repeatedCount} left out because their id had come before`);
  if (counters.retiredCount > 0) parts.push(`${counters.retiredCount} retired`);
  if (counters.installReadCount > 0)
    parts.push(
      `${counters.installReadCount} installs read${counters.installSkippedCount > 0 ? ` (${counters.installSkippedCount} of them on devices that are not loaded)` : ''}, the software of ${counters.installChangedCount} assets changed`,
    );
  return `Ended: ${parts.join(', ')}.`;
}
