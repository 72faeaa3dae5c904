/**
 * What to do about source records the vendor no longer has: nothing is concluded from a reading that did not
 * provably complete, and a session that would retire more than the integration's limit stops and says so.
 */

import type { Db } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import { inBatches } from '../../model/async-iterables.ts';
import type { AbsencePolicy } from '../../model/integration-options.ts';
import type { SourceReader } from '../read/source-reader.ts';
import type { RunSetup, SyncRun } from '../run.ts';
import { saveProgress } from '../session/session-row.queries.ts';
import { deactivateSaasAccounts } from '../write/saas-accounts.queries.ts';
import { countLiveSources, markMissing } from '../write/write.queries.ts';
import { describeUnasked, nameSome, proveAbsence } from './prove-absence.ts';
import { findMetSource, findMissingSources, type MissingSource, retireRecords } from './retire.queries.ts';

export interface RetireDeps {
  db: Db;
  /** Who can be asked for single records. */
  source: SourceReader;
}

export interface RetireResult {
  missingCount: number;
  retiredCount: number;
  /** Set when the vendor is not believed: nothing was marked. */
  doubt?: string | undefined;
  /** What the list lacked although it is there. */
  note?: string | undefined;
}

const batchSize = 1_000;

/** An object without the field Active has nothing to deactivate. */
export function policyOf({ integration, fields }: RunSetup): AbsencePolicy {
  return integration.absencePolicy === 'deactivate' && !fields.has('isActive')
    ? 'keep'
    : integration.absencePolicy;
}

export const percentOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1_000) / 10;

/** Number of live source records this session did not meet. Cheap when none is missing. */
export async function countMissing(db: Db, run: SyncRun): Promise<{ missing: number; live: number }> {
  const { seen, newSourceCount } = run.progress;
  const live = await countLiveSources(db, run.setup.integration.id);
  if (newSourceCount !== undefined && seen.size + newSourceCount === live) return { missing: 0, live };
  let missing = 0;
  for await (const _ of findMissingSources(db, run)) missing += 1;
  return { missing, live };
}

export interface Absence {
  missing: number;
  live: number;
  doubt?: string | undefined;
  note?: string | undefined;
}

/** Counts what is missing and asks the vendor for it once more: what it still has counts as met from here on. */
export async function settleAbsence({ db, source }: RetireDeps, run: SyncRun): Promise<Absence> {
  const { missing, live } = await countMissing(db, run);
  if (missing === 0) return { missing, live };
  const found = await proveAbsence(source, run, 'records', {
    count: missing,
    records: findMissingSources(db, run),
    control: (await findMetSource(db, run))?.nativeId,
  });
  if (found.kind === 'gone') return { missing, live };
  if (found.kind === 'doubt') {
    const doubt = `${missing} of ${live} records were not in the vendor's list, and ${found.reason}. Nothing is taken for deleted.`;
    return { missing, live, doubt };
  }
  const { present, unasked } = found;
  for (const { sourceId } of [...present, ...unasked]) run.progress.seen.add(sourceId);
  const lacked =
    present.length === 0
      ? ''
      : `The vendor's list was not complete: it lacked ${present.length} records that are there when asked for one by one (${nameSome(present)}). They are not taken for deleted.`;
  return {
    missing: missing - present.length - unasked.length,
    live,
    note: `${lacked}${describeUnasked(unasked)}`.trim(),
  };
}

/** Why, with the policy `keep`, so many missing records are not believed; undefined when they are. */
export function findDoubt(setup: RunSetup, { missing, live }: Absence): string | undefined {
  const { name, retireLimitPercent } = setup.integration;
  const percent = percentOf(missing, live);
  if (policyOf(setup) !== 'keep' || percent <= retireLimitPercent) return undefined;
  return `${missing} of ${live} records (${percent} %) were not in the vendor's answer, more than the limit of ${retireLimitPercent} %. They are not taken for missing. Check the source; when they are really gone, raise the limit of integration "${name}".`;
}

/**
 * Marks what is missing and retires by the integration's policy. More than its limit is taken for a fault of the
 * vendor: a policy that retires stops the session, `keep` leaves everything as it is.
 * @throws SYNC_RETIRE_LIMIT before anything is written.
 */
export async function retireMissing(deps: RetireDeps, run: SyncRun): Promise<RetireResult> {
  const { setup } = run;
  const { name, retireLimitPercent } = setup.integration;
  const absence = await settleAbsence(deps, run);
  const { missing, live, note } = absence;
  if (absence.doubt !== undefined) return { missingCount: missing, retiredCount: 0, doubt: absence.doubt };
  if (missing === 0) return { missingCount: 0, retiredCount: 0, note };
  const percent = percentOf(missing, live);
  if (policyOf(setup) !== 'keep' && percent > retireLimitPercent) {
    throw makeError('SYNC_RETIRE_LIMIT', {
      count: missing,
      total: live,
      percent,
      limit: retireLimitPercent,
      integration: name,
    });
  }
  const doubt = findDoubt(setup, absence);
  if (doubt !== undefined) return { missingCount: missing, retiredCount: 0, doubt, note };
  const result = { missingCount: missing, retiredCount: 0, note };
  // Collected before the walk goes on: marking changes the very rows the walk reads.
  for await (const batch of inBatches(findMissingSources(deps.db, run), batchSize))
    result.retiredCount += await retireBatch(deps.db, run, batch);
  return result;
}

/** One transaction: marks the source records missing and retires the records nobody else speaks for. */
export async function retireBatch(
  db: Db,
  run: SyncRun,
  batch: readonly Pick<MissingSource, 'nativeId' | 'recordId'>[],
): Promise<number> {
  const { setup, session, progress } = run;
  const integrationId = setup.integration.id;
  const policy = policyOf(setup);
  const nativeIds = batch.map((source) => source.nativeId);
  const recordIds = batch.map((source) => source.recordId);
  const counters = { ...progress.counters };
  const retiredCount = await db.withTransaction(async (tx) => {
    await markMissing(tx, integrationId, nativeIds, session.at);
    if (setup.isSaasFilled) await deactivateSaasAccounts(tx, integrationId, nativeIds, session.at);
    const retired = policy === 'keep' ? 0 : await retireRecords(tx, run, policy, recordIds);
    counters.retiredCount += retired;
    await saveProgress(tx, run, { phase: 'retiring', isReadComplete: true, counters });
    return retired;
  });
  progress.counters = counters;
  return retiredCount;
}
