/**
 * A session from lease to end (design §4):
 *
 *   read (pages ahead) → prepare (id, hash) → sort (unchanged?) → decide → apply + checkpoint → retire → end
 *
 * Resumable at every batch: the checkpoint commits with the batch under the session's epoch. After a crash the
 * next worker reads on from the stored cursor; records of a half-processed page are recognised and not counted twice.
 */

import type { ConnectorDefinition, Globals } from '../connector-kit/index.ts';
import type { Db } from '../db/client.ts';
import { coerceError, isAppError, makeError } from '../errors.ts';
import { readAhead } from '../model/async-iterables.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { finishReading, type ReadState } from './finish-session.ts';
import { finishTables } from './finish-tables.ts';
import { loadRunPlan } from './load-run.ts';
import { countPlanItems } from './plan/plan.queries.ts';
import { makePlanSource, plannedOf } from './plan/plan-source.ts';
import { type BatchInput, type BatchRun, processBatch } from './process-batch.ts';
import { gatherSoftware } from './read/gather-software.ts';
import { type ItemMaker, makeItemMaker } from './read/prepare-items.ts';
import { type PreparedPage, preparePages } from './read/prepare-pages.ts';
import type { SourceReader } from './read/source-reader.ts';
import type { IntegrationRow, RunPlan, SourceItem } from './run.ts';
import { runTest } from './run-test.ts';
import { IdBitmap } from './session/seen-ids.ts';
import { leaseEndOf, type SessionLease } from './session/session-lease.ts';
import {
  addSessionLog,
  endSession,
  findSeenChunks,
  getSession,
  type SessionRow,
} from './session/session-row.queries.ts';
import { makeReleaseMemory } from './software/resolve-software.ts';
import { ensureSaasApplication } from './write/saas-accounts.queries.ts';

export interface SyncDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  source: SourceReader;
  findDefinition(connectorId: string): ConnectorDefinition | undefined;
  listFields(object: ObjectName): Promise<readonly Field[]>;
  loadGlobals(): Promise<Globals>;
  /** Told after the session's end is stored; for notifications and list indexes. Its failure does not fail the session. */
  onSessionEnd?(end: {
    sessionId: number;
    integrationId: number;
    object: ObjectName | undefined;
    status: string;
  }): Promise<void>;
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
    const { integration, run, policy } = await loadRunPlan(deps, session);
    object = run.object;
    status = await runLoaded(deps, lease, session, integration, run, policy);
  } catch (err) {
    status = await endAfterError(deps, lease, session, err, log);
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

async function runLoaded(
  deps: SyncDeps,
  lease: SessionLease,
  session: SessionRow,
  integration: IntegrationRow,
  run: RunPlan,
  policy: BatchRun['scope']['policy'],
): Promise<'succeeded' | 'succeeded_with_errors'> {
  if (session.kind === 'test') {
    await runTest(deps, lease, session, integration, run, policy);
    return 'succeeded';
  }
  const isResumed = session.epoch > 1 && (session.cursor !== null || session.counters.readCount > 0);
  const seen = new IdBitmap();
  const softwareSeen = new IdBitmap();
  if (isResumed) {
    for (const { chunk, bits } of await findSeenChunks(deps.db, session.id, 'record')) seen.load(chunk, bits);
    for (const { chunk, bits } of await findSeenChunks(deps.db, session.id, 'software'))
      softwareSeen.load(chunk, bits);
  }
  const isApply = session.kind === 'apply';
  const isPreview = session.kind === 'preview';
  const at = session.startedAt;
  const saas = run.stream.saas;
  const batchRun: BatchRun = {
    scope: { run, policy, sessionId: session.id, isPreview, mustDecideAll: isApply, seen, syncTime: at },
    kind: isApply ? 'apply-plan' : isPreview ? 'preview' : 'apply-changes',
    at,
    saasId:
      run.isSaasFilled && saas && !isPreview
        ? await ensureSaasApplication(
            deps.db,
            { name: saas.applicationName, publisher: saas.publisher, url: null },
            at,
            run.integrationUser,
          )
        : undefined,
    epoch: lease.epoch,
    signal: lease.signal,
    counters: session.counters,
    hint: { mapsAhead: false },
    newSourceCount: isResumed ? undefined : 0,
    planSeq: isPreview ? (await countPlanItems(deps.db, session.id)).last : 0,
    planSessionId: session.planSessionId ?? undefined,
    releases: makeReleaseMemory(),
    softwareSeen,
  };
  await addSessionLog(
    deps.db,
    session.id,
    deps.clock.now(),
    'info',
    isResumed
      ? `Resumed after ${session.counters.readCount} records (mapping version ${run.mappingVersion}).`
      : `Started with mapping version ${run.mappingVersion}, ${run.preference.replaceAll('_', ' ')}.`,
  );

  let state: ReadState = {
    cursor: session.cursor ?? undefined,
    expectedCount: session.expectedCount,
    restartCount: 0,
    isComplete: session.isReadComplete,
  };
  if (!state.isComplete) state = await readAll(deps, lease, integration, batchRun, state, isResumed);
  const counters = await finishReading(deps, lease, batchRun, state, {
    source: deps.source,
    integration,
    stream: run.stream,
    signal: lease.signal,
  });
  await finishTables(deps.db, run, counters);

  const hasErrors = counters.failedCount + counters.ambiguousCount > 0;
  const status = hasErrors ? 'succeeded_with_errors' : 'succeeded';
  await deps.db.withTransaction(async (tx) => {
    await addSessionLog(
      tx,
      session.id,
      deps.clock.now(),
      hasErrors ? 'warning' : 'info',
      summaryOf(counters),
    );
    await endSession(tx, { sessionId: session.id, epoch: lease.epoch, status, at: deps.clock.now() });
  });
  return status;
}

async function readAll(
  deps: SyncDeps,
  lease: SessionLease,
  integration: IntegrationRow,
  batchRun: BatchRun,
  state: ReadState,
  isResumed: boolean,
): Promise<ReadState> {
  const { run } = batchRun.scope;
  const maker = makeItemMaker(run);
  const batchSize = deps.batchSize ?? defaultBatchSize;
  const source: SourceReader =
    batchRun.kind === 'apply-plan' ? await makePlanSource(deps.db, batchRun, batchSize) : deps.source;
  const pages = readAhead(
    gatherSoftware(
      preparePages(source.read({ integration, startAt: state.cursor, signal: lease.signal }), {
        maker,
        run,
        batchSize,
        syncTime: batchRun.at,
        hint: batchRun.hint,
        releases: batchRun.releases,
      }),
      deps.clock,
    ),
    pagesAhead,
  );
  let mayRepeat = isResumed;
  for await (const prepared of pages) {
    const { page } = prepared;
    throwIfEnded(lease);
    if (page.isRestarted) {
      mayRepeat = true;
      state.restartCount += 1;
      await addSessionLog(
        deps.db,
        lease.sessionId,
        deps.clock.now(),
        'warning',
        'The vendor let its cursor expire; the stream was started again. Records met before are not counted twice.',
      );
    }
    if (page.total !== undefined) state.expectedCount = page.total;
    await processPage(deps, lease, batchRun, maker, prepared, state, batchSize, mayRepeat);
    // After a restart the whole stream comes again; the reader itself guards against a vendor that never moves on.
    mayRepeat = state.restartCount > 0;
    state.cursor = page.cursor;
    state.isComplete = page.isLast;
  }
  throwIfEnded(lease);
  return state;
}

/**
 * A page may be larger than a batch, and its software follows its records in a batch of its own; the checkpoint moves
 * to the next page only with the page's last batch.
 */
async function processPage(
  deps: SyncDeps,
  lease: SessionLease,
  batchRun: BatchRun,
  maker: ItemMaker,
  { page, software: sets, pageCount, items: prepared }: PreparedPage,
  state: ReadState,
  batchSize: number,
  mayRepeat: boolean,
): Promise<void> {
  // A plan holds records only.
  const software = batchRun.kind === 'apply-changes' ? sets : undefined;
  let repeatedCount = 0;
  for (let offset = 0; offset < page.records.length || (offset === 0 && !software); offset += batchSize) {
    throwIfEnded(lease, page.records.length - offset);
    const records = page.records.slice(offset, offset + batchSize);
    const made = prepared ?? records.map((record) => maker.make(record));
    const items = made.map((item, index) => withPlanned(records[index], item));
    const batch = await processBatch(deps, batchRun, {
      items,
      ...endOf(offset + batchSize >= page.records.length && !software),
    });
    repeatedCount += batch.repeatedCount;
  }
  if (software) {
    throwIfEnded(lease);
    const isSoftwareRestarted = page.isRestarted && batchRun.scope.run.stream.software?.from === 'query';
    await processBatch(deps, batchRun, {
      items: [],
      software,
      mayRepeat,
      isSoftwareRestarted,
      ...endOf(true),
    });
  }
  const isExpected = mayRepeat || batchRun.scope.run.stream.mayRepeat === true;
  if (page.records.length > 0 && repeatedCount === page.records.length && !isExpected) {
    throw makeError('SYNC_PAGE_REPEATED', {
      page: batchRun.counters.pageCount,
      stream: batchRun.scope.run.stream.name,
    });
  }

  function endOf(isLastOfPage: boolean): Pick<BatchInput, 'pageCount' | 'byteCount' | 'checkpoint'> {
    const { expectedCount, restartCount } = state;
    return {
      pageCount: isLastOfPage ? pageCount : 0,
      byteCount: isLastOfPage ? page.byteCount : 0,
      checkpoint: {
        cursor: isLastOfPage ? page.cursor : state.cursor,
        isReadComplete: isLastOfPage && page.isLast,
        expectedCount,
        restartCount,
      },
    };
  }
}

/** Items of a plan carry what the preview had decided. */
function withPlanned(record: unknown, item: SourceItem): SourceItem {
  const planned = typeof record === 'object' && record !== null ? plannedOf.get(record) : undefined;
  return planned ? { ...item, planned } : item;
}

function throwIfEnded(lease: SessionLease, unappliedCount = 0): void {
  const end = leaseEndOf(lease.signal);
  if (!end) return;
  end.unappliedCount = unappliedCount;
  throw end;
}

async function endAfterError(
  deps: SyncDeps,
  lease: SessionLease,
  session: SessionRow,
  err: unknown,
  log: Logger,
): Promise<'failed' | 'canceled'> {
  const end = leaseEndOf(lease.signal);
  if (end && end.kind !== 'cancel') throw end;
  if (isAppError(err) && err.code === 'SYNC_EPOCH_LOST') throw err;
  const at = deps.clock.now();
  if (end) {
    await deps.db.withTransaction(async (tx) => {
      await addSessionLog(tx, session.id, at, 'warning', 'Canceled. What was applied before stays.');
      await endSession(tx, {
        sessionId: session.id,
        epoch: lease.epoch,
        status: 'canceled',
        at,
        canceledCount: end.unappliedCount,
      });
    });
    return 'canceled';
  }
  const error = coerceError(err, `session ${session.id}`);
  log.error({ err }, 'session failed');
  await deps.db.withTransaction(async (tx) => {
    await addSessionLog(tx, session.id, at, 'error', error.message, { code: error.code });
    await endSession(tx, {
      sessionId: session.id,
      epoch: lease.epoch,
      status: 'failed',
      at,
      errorCode: error.code,
      errorMessage: error.message,
    });
  });
  return 'failed';
}

function summaryOf(counters: BatchRun['counters']): string {
  const parts = [
    `${counters.readCount} read`,
    `${counters.createdCount} created`,
    `${counters.updatedCount} updated`,
    `${counters.unchangedCount} unchanged`,
    `${counters.skippedCount} skipped`,
    `${counters.failedCount} failed`,
    `${counters.ambiguousCount} ambiguous`,
  ];
  if (counters.retiredCount > 0) parts.push(`${counters.retiredCount} retired`);
  if (counters.installReadCount > 0)
    parts.push(
      `${counters.installReadCount} installs read${counters.installSkippedCount > 0 ? ` (${counters.installSkippedCount} of them on devices that are not loaded)` : ''}, the software of ${counters.installChangedCount} assets changed`,
    );
  return `Ended: ${parts.join(', ')}.`;
}
