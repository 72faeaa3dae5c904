/**
 * One batch: sort, decide, write and checkpoint in one transaction under the session's epoch.
 *
 * What can go wrong, and what happens then:
 *  - a record was changed by hand meanwhile, or a unique value was taken (23505): look up and decide again;
 *  - the database refuses the batch for good: each record alone, so that only the culprit fails;
 *  - the database goes away: wait for it, then find out whether the batch had been committed before redoing it.
 */

import { type Db, isConnectionError, type Tx } from '../db/client.ts';
import { lockObject } from '../db/object-lock.queries.ts';
import { isAppError, makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import { type BatchScope, type DecidedBatch, decideOpen, sortBatch } from './decide/decide-batch.ts';
import { storePlanItems } from './plan/plan.queries.ts';
import { assertPlanHolds } from './plan/plan-check.ts';
import type { AheadHint } from './read/prepare-pages.ts';
import type { ApplyScope, SessionCounters, SourceItem } from './run.ts';
import type { IdBitmap } from './session/seen-ids.ts';
import {
  type Checkpoint,
  findSeenChunks,
  getSession,
  saveCheckpoint,
  storeSeenChunks,
} from './session/session-row.queries.ts';
import {
  type InstalledSet,
  type ReleaseMemory,
  type ResolvedSet,
  resolveSoftware,
} from './software/resolve-software.ts';
import { type AppliedSoftware, applySoftware } from './software/write-software.ts';
import { applyBatch, BatchConflict } from './write/write-batch.ts';

const maxConflictRetries = 4;
const databaseWaitMs = 120_000;

export interface BatchDeps {
  db: Db;
  clock: Clock;
  log: Logger;
}

export interface BatchRun {
  scope: BatchScope;
  kind: 'apply-changes' | 'preview' | 'apply-plan';
  at: Date;
  saasId: number | undefined;
  epoch: number;
  signal: AbortSignal;
  /** Counters as committed; replaced when a batch commits. */
  counters: SessionCounters;
  /** Told to the stage that prepares pages. */
  hint: AheadHint;
  /** Source records this run added; unknown (undefined) for a session that was resumed. */
  newSourceCount: number | undefined;
  /** Number of plan items stored so far (preview). */
  planSeq: number;
  planSessionId: number | undefined;
  releases: ReleaseMemory;
  /** Source records whose installed software this session has met. */
  softwareSeen: IdBitmap;
}

export interface BatchInput {
  items: readonly SourceItem[];
  /** Installed software, in a batch without items: only then is it known which of its assets are loaded. */
  software?: readonly InstalledSet[] | undefined;
  /** The vendor may send again what this session has met before. */
  mayRepeat?: boolean;
  /** The query of the software starts again with this batch. */
  isSoftwareRestarted?: boolean;
  /** Pages that end with this batch, and their size. */
  pageCount: number;
  byteCount: number;
  checkpoint: Pick<Checkpoint, 'cursor' | 'isReadComplete' | 'expectedCount' | 'restartCount'>;
}

/** Returns what was decided; throws SYNC_EPOCH_LOST, SYNC_PLAN_STALE or the database's final word. */
export async function processBatch(deps: BatchDeps, run: BatchRun, input: BatchInput): Promise<DecidedBatch> {
  const startedAt = deps.clock.monotonicMs();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await tryBatch(deps, run, input);
    } catch (err) {
      if (isAppError(err) && err.code !== 'DB_UNAVAILABLE') throw err;
      if (isUnavailable(err)) {
        await waitForDatabase(deps, run, startedAt, err);
        const committed = await findCommitted(deps, run, input);
        if (committed) return committed;
        continue;
      }
      if ((err instanceof BatchConflict || sqlState(err) === '23505') && attempt < maxConflictRetries) {
        deps.log.debug({ attempt }, 'batch met a conflicting write, deciding it again');
        continue;
      }
      if (!isDataRefusal(err) || input.items.length === 0) throw err;
      if (input.items.length === 1) return refuseItem(deps, run, input, err);
      return processOneByOne(deps, run, input);
    }
  }
}

async function tryBatch(deps: BatchDeps, run: BatchRun, input: BatchInput): Promise<DecidedBatch> {
  const { scope } = run;
  const { batch, open } = await sortBatch(deps.db, scope, input.items);
  run.hint.mapsAhead = open.length * 2 > input.items.length;
  const marked = batch.seenSourceIds.filter((id) => scope.seen.add(id));
  let newSourceCount = 0;
  let software: AppliedSoftware | undefined;
  const sets: ResolvedSet[] = input.software
    ? await resolveSoftware(deps.db, run.releases, input.software, {
        at: run.at,
        by: scope.run.integrationUser,
        sessionId: scope.sessionId,
        integrationId: scope.run.integrationId,
      })
    : [];
  try {
    const counters = await deps.db.withTransaction(async (tx) => {
      if (open.length > 0) {
        if (run.kind !== 'preview') await lockObject(tx, scope.run.object);
        await decideOpen(tx, scope, open, batch);
      }
      const applyScope: ApplyScope = {
        run: scope.run,
        sessionId: scope.sessionId,
        at: run.at,
        saasId: run.saasId,
        warningCount: run.counters.warningCount,
      };
      if (run.kind === 'preview') {
        await storePlanItems(tx, scope.run, scope.sessionId, run.planSeq + 1, batch.decided);
      } else {
        if (run.kind === 'apply-plan') assertPlanHolds(scope.run, run.planSessionId ?? 0, batch);
        if (batch.decided.length > 0 || batch.unchangedRecordIds.length > 0) {
          newSourceCount = await applyBatch(tx, applyScope, batch);
        }
        if (sets.length > 0)
          software = await applySoftware(tx, applyScope, sets, run.softwareSeen, input.mayRepeat ?? false);
      }
      return commitCheckpoint(tx, run, input, batch, software);
    });
    scope.seen.markStored();
    run.softwareSeen.markStored();
    run.counters = counters;
    if (run.newSourceCount !== undefined) run.newSourceCount += newSourceCount;
    run.planSeq += batch.decided.filter((entry) => entry.decision.outcome !== 'unchanged').length;
    return batch;
  } catch (err) {
    for (const id of marked) scope.seen.delete(id);
    for (const id of software?.marked ?? []) run.softwareSeen.delete(id);
    throw err;
  }
}

async function commitCheckpoint(
  tx: Tx,
  run: BatchRun,
  input: BatchInput,
  batch: DecidedBatch,
  software?: AppliedSoftware,
): Promise<SessionCounters> {
  const { sessionId, seen } = run.scope;
  await storeSeenChunks(tx, sessionId, 'record', seen.dirtyChunks());
  await storeSeenChunks(tx, sessionId, 'software', run.softwareSeen.dirtyChunks());
  const counters = addToCounters(run.counters, input, batch, software);
  await saveCheckpoint(tx, {
    sessionId: run.scope.sessionId,
    epoch: run.epoch,
    ...input.checkpoint,
    phase: 'reading',
    counters,
  });
  return counters;
}

export function addToCounters(
  before: SessionCounters,
  input: BatchInput,
  batch: DecidedBatch,
  software?: AppliedSoftware,
): SessionCounters {
  const after = { ...before };
  if (input.isSoftwareRestarted) {
    // What belongs to loaded assets is recognised when it comes again; the rest is counted anew.
    after.installReadCount -= after.installSkippedCount;
    after.installSkippedCount = 0;
  }
  after.installReadCount += software?.readCount ?? 0;
  after.installSkippedCount += software?.skippedCount ?? 0;
  after.installChangedCount += software?.changedCount ?? 0;
  after.pageCount += input.pageCount;
  after.byteCount += input.byteCount;
  after.readCount += input.items.length - batch.repeatedCount;
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

/** Each record as its own batch; the checkpoint only moves on with the last one. */
async function processOneByOne(deps: BatchDeps, run: BatchRun, input: BatchInput): Promise<DecidedBatch> {
  const all: DecidedBatch = {
    decided: [],
    seenSourceIds: [],
    unchangedCount: 0,
    unchangedRecordIds: [],
    repeatedCount: 0,
  };
  const before = await getSession(deps.db, run.scope.sessionId);
  for (const [index, item] of input.items.entries()) {
    const isLast = index === input.items.length - 1;
    const part = await processBatch(deps, run, {
      items: [item],
      pageCount: isLast ? input.pageCount : 0,
      byteCount: isLast ? input.byteCount : 0,
      checkpoint: isLast
        ? input.checkpoint
        : { ...input.checkpoint, cursor: before.cursor ?? undefined, isReadComplete: false },
    });
    all.decided.push(...part.decided);
    all.unchangedCount += part.unchangedCount;
    all.repeatedCount += part.repeatedCount;
  }
  return all;
}

async function refuseItem(
  deps: BatchDeps,
  run: BatchRun,
  input: BatchInput,
  err: unknown,
): Promise<DecidedBatch> {
  const item = input.items[0] as SourceItem;
  const batch: DecidedBatch = {
    decided: [],
    seenSourceIds: [],
    unchangedCount: 0,
    unchangedRecordIds: [],
    repeatedCount: 0,
  };
  batch.decided.push({
    item,
    mapped: undefined,
    link: undefined,
    keys: [],
    decision: {
      outcome: 'failed',
      reasonCode: 'DATABASE_REFUSED',
      reason: `The database refused the record (${sqlState(err) ?? 'unknown'}${columnOf(err)}). Check the mapped values of this record; the others are not affected.`,
    },
  });
  const counters = await deps.db.withTransaction(async (tx) => {
    await applyBatch(
      tx,
      {
        run: run.scope.run,
        sessionId: run.scope.sessionId,
        at: run.at,
        saasId: undefined,
        warningCount: run.counters.warningCount,
      },
      batch,
    );
    return commitCheckpoint(tx, run, input, batch);
  });
  run.scope.seen.markStored();
  run.counters = counters;
  return batch;
}

async function waitForDatabase(
  deps: BatchDeps,
  run: BatchRun,
  startedAt: number,
  err: unknown,
): Promise<void> {
  for (let delayMs = 250; ; delayMs = Math.min(delayMs * 2, 5_000)) {
    if (deps.clock.monotonicMs() - startedAt > databaseWaitMs) throw err;
    deps.log.warn(
      { delayMs, sessionId: run.scope.sessionId },
      'the database is away; the session waits for it',
    );
    await deps.clock.sleep(delayMs, run.signal);
    try {
      await deps.db.query('SELECT 1');
      return;
    } catch (again) {
      if (!isUnavailable(again)) throw again;
    }
  }
}

/** The connection may have died after COMMIT: then the stored counters are already those of this batch. */
async function findCommitted(
  deps: BatchDeps,
  run: BatchRun,
  input: BatchInput,
): Promise<DecidedBatch | undefined> {
  const stored = await getSession(deps.db, run.scope.sessionId);
  if (stored.epoch !== run.epoch) throw makeError('SYNC_EPOCH_LOST', { sessionId: run.scope.sessionId });
  if (
    stored.counters.readCount === run.counters.readCount &&
    stored.counters.pageCount === run.counters.pageCount
  ) {
    return undefined;
  }
  const { batch } = await sortBatch(deps.db, run.scope, input.items);
  for (const id of batch.seenSourceIds) run.scope.seen.add(id);
  for (const { chunk, bits } of await findSeenChunks(deps.db, run.scope.sessionId, 'software'))
    run.softwareSeen.load(chunk, bits);
  const committedCount = stored.counters.readCount - run.counters.readCount;
  run.counters = stored.counters;
  run.newSourceCount = undefined;
  return { ...batch, repeatedCount: input.items.length - committedCount, decided: [] };
}

function isUnavailable(err: unknown): boolean {
  return (isAppError(err) && err.code === 'DB_UNAVAILABLE') || isConnectionError(err);
}

function sqlState(err: unknown): string | undefined {
  const code = err instanceof Error ? (err as { code?: unknown }).code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

function columnOf(err: unknown): string {
  const { column, constraint } = (err ?? {}) as { column?: string; constraint?: string };
  if (column) return `, column ${column}`;
  return constraint ? `, constraint ${constraint}` : '';
}

/** Class 22: data exception, class 23: integrity constraint violation. */
function isDataRefusal(err: unknown): boolean {
  const state = sqlState(err);
  return err instanceof BatchConflict || state?.startsWith('22') === true || state?.startsWith('23') === true;
}
