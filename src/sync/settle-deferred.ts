/**
 * After the last page: decides what was put off, on the final picture (docs/decisions/0017).
 *
 *  1. Where the reading was complete, a source record that was not met no longer stands in anybody's way; where the
 *     vendor can be asked for single records, it is asked first.
 *  2. Rounds over what is left: each makes room for the next one (a value given up here is free there).
 *  3. A round that settles nothing: the rest becomes ambiguous.
 */
import type { Db } from '../db/client.ts';
import type { DecidedItem } from './decide/decide.ts';
import { processBatch } from './process-batch.ts';
import type { SourceReader } from './read/source-reader.ts';
import type { BatchDeps } from './recover-batch.ts';
import { describeUnasked, nameSome, proveAbsence } from './retire/prove-absence.ts';
import { findMetSource } from './retire/retire.queries.ts';
import type { SyncRun } from './run.ts';
import { countDeferred, findDeferred, findDeferredClaimants } from './session/deferred.queries.ts';
import { leaseEndOf } from './session/session-lease.ts';
import { addSessionLog } from './session/session-row.queries.ts';

export interface SettleDeps extends BatchDeps {
  source: SourceReader;
}

/** Items decided together: values may change hands among them. */
const batchSize = 2_000;
/** Chains of values over more batches than this end as ambiguous and go on in the next session. */
const maxRounds = 20;

export async function settleDeferred(deps: SettleDeps, run: SyncRun, isComplete: boolean): Promise<void> {
  const { db } = deps;
  const sessionId = run.session.id;
  if ((await countDeferred(db, sessionId)) === 0) return;
  const canReplace = isComplete && (await areGone(deps, run));
  let replacedCount = 0;
  for (let round = 1; ; round += 1) {
    const isFinal = round > maxRounds;
    const result = await settleRound(deps, run, { canReplace, isFinal });
    replacedCount += result.replacedCount;
    const left = await countDeferred(db, sessionId);
    if (left === 0) break;
    if (result.settledCount > 0) continue;
    const last = await settleRound(deps, run, { canReplace, isFinal: true });
    replacedCount += last.replacedCount;
    break;
  }
  if (replacedCount > 0)
    await say(
      deps,
      run,
      'info',
      `${replacedCount} records came under another id at the vendor and were linked to it.`,
    );
}

async function settleRound(
  deps: SettleDeps,
  run: SyncRun,
  options: { canReplace: boolean; isFinal: boolean },
): Promise<{ settledCount: number; replacedCount: number }> {
  const { session, progress } = run;
  const { cursor, isReadComplete } = progress;
  const result = { settledCount: 0, replacedCount: 0 };
  for (let afterSeq = 0; ; ) {
    const end = leaseEndOf(session.signal);
    if (end) throw end;
    const rows = await findDeferred(deps.db, session.id, afterSeq, batchSize);
    const last = rows.at(-1);
    if (!last) return result;
    afterSeq = last.seq;
    const batch = await processBatch(deps, run, {
      items: rows.map(({ item }) => item),
      settling: { seqs: rows.map(({ seq }) => seq), ...options },
      pageCount: 0,
      byteCount: 0,
      cursor,
      isReadComplete,
    });
    result.settledCount += rows.length - batch.deferred.length;
    result.replacedCount += noteReplaced(run, batch.decided);
  }
}

/** A preview marks nothing, so it has to remember that what was replaced is not missing. */
function noteReplaced({ session, progress }: SyncRun, decided: readonly DecidedItem[]): number {
  let count = 0;
  for (const { replaced } of decided) {
    count += replaced.length;
    if (session.kind === 'preview') for (const { sourceId } of replaced) progress.seen.add(sourceId);
  }
  return count;
}

/** Whether the source records in the way are no longer at the vendor, as far as anybody can know. */
async function areGone(deps: SettleDeps, run: SyncRun): Promise<boolean> {
  const { progress } = run;
  const claimants = (await findDeferredClaimants(deps.db, run.session.id)).filter(
    ({ sourceId }) => !progress.seen.has(sourceId),
  );
  if (claimants.length === 0) return true;
  const proof = await proveAbsence(deps.source, run, 'records', {
    count: claimants.length,
    records: iterate(claimants),
    control: (await findMetSource(deps.db, run))?.nativeId,
  });
  if (proof.kind === 'gone') return true;
  if (proof.kind === 'partly') {
    const { present, unasked } = proof;
    for (const { sourceId } of [...present, ...unasked]) progress.seen.add(sourceId);
    const lacked =
      present.length === 0
        ? ''
        : `The vendor's list was not complete: it lacked ${present.length} records that are there when asked for one by one (${nameSome(present)}). Nobody takes their place.`;
    await say(deps, run, 'warning', `${lacked}${describeUnasked(unasked)}`.trim());
    return true;
  }
  await say(deps, run, 'warning', `Nobody takes the place of records the list lacks: ${proof.reason}.`);
  return false;
}

async function* iterate<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function say(
  { db, clock }: { db: Db; clock: SettleDeps['clock'] },
  { session }: SyncRun,
  level: 'info' | 'warning',
  message: string,
): Promise<void> {
  await addSessionLog(db, session.id, { at: clock.now(), level, message });
}
