/** After the last page: what follows from absence, by the kind of session, and what is only worth doing once. */
import type { Db } from '../db/client.ts';
import { clearMissingSoftware } from './retire/clear-missing-software.ts';
import { type CompletenessGap, findCompletenessGap, findSoftwareGap } from './retire/completeness-gap.ts';
import { applyRetirements, planRetirements } from './retire/plan-retirements.ts';
import { countMissing, type RetireDeps, retireMissing } from './retire/retire-missing.ts';
import type { RunSetup, SyncRun } from './run.ts';
import { addSessionLog } from './session/session-row.queries.ts';
import { type SettleDeps, settleDeferred } from './settle-deferred.ts';
import { settleSoftware } from './software/settle-software.ts';
import { recountSoftware } from './software/software.queries.ts';
import { unparkRecords } from './write/parked.queries.ts';

export interface FinishDeps extends RetireDeps, SettleDeps {}

/** Throws SYNC_RETIRE_LIMIT. */
export async function finishSession(deps: FinishDeps, run: SyncRun): Promise<void> {
  const gap = findCompletenessGap(run);
  if (run.session.kind === 'apply') {
    await applyRetirements(deps.db, run);
  } else {
    // Identity first: what has only got another id is not absent.
    await settleDeferred(deps, run, mayReplace(run, gap));
    await settleSoftware(deps.db, run);
    await concludeAbsence(deps, run, gap);
  }
  // A plan holds only what it writes: what it lacks is not gone from the vendor.
  const isWhole = gap === undefined && run.session.kind !== 'apply';
  if (run.session.kind !== 'preview') await unparkRecords(deps.db, run, isWhole);
  await finishTables(deps.db, run);
}

/**
 * Whether a record may take the place of one that was not met but has the same keys. A list that never holds everybody
 * tells nothing about who is gone, but who came under another id is there.
 */
function mayReplace({ progress }: SyncRun, gap: CompletenessGap | undefined): boolean {
  return gap === undefined || (gap.isOfStream && !progress.doubts?.records?.isCounted);
}

/** Nothing follows from absence unless everything was provably seen. */
async function concludeAbsence(
  deps: FinishDeps,
  run: SyncRun,
  gap: CompletenessGap | undefined,
): Promise<void> {
  const { setup, session } = run;
  const say = (level: 'info' | 'warning', message: string) =>
    addSessionLog(deps.db, session.id, { at: deps.clock.now(), level, message });
  if (session.kind === 'preview' && gap === undefined && setup.stream.software)
    await say('info', 'A preview plans the assets. Their installed software follows with the next run.');
  // What is so in every session is no warning, and worth a line only where it matters.
  if (session.kind !== 'preview' && gap?.isOfStream !== false) await clearSoftware();
  if (gap) {
    if (!gap.isOfStream) await say('warning', `${gap.reason} Nothing is taken for deleted.`);
    else if ((await countMissing(deps.db, run)).missing > 0)
      await say('info', `${gap.reason} Nothing is taken for deleted.`);
    return;
  }
  if (session.kind === 'preview') {
    const planned = await planRetirements(deps, run);
    if (planned.note !== undefined) await say('warning', planned.note);
    if (planned.doubt !== undefined) await say('warning', planned.doubt);
    else if (planned.missingCount > 0)
      await say(
        planned.limitWarning === undefined ? 'info' : 'warning',
        `${planned.missingCount} records are no longer at the vendor: ${describePolicy(setup, planned.retiredCount)}. ${planned.limitWarning ?? ''}`.trim(),
      );
    return;
  }
  const { missingCount, retiredCount, doubt, note } = await retireMissing(deps, run);
  if (note !== undefined) await say('warning', note);
  if (doubt !== undefined) await say('warning', doubt);
  else if (missingCount > 0)
    await say(
      'info',
      `${missingCount} records are no longer at the vendor: ${describePolicy(setup, retiredCount)}.`,
    );

  async function clearSoftware(): Promise<void> {
    const softwareGap = findSoftwareGap(run);
    if (softwareGap !== undefined) await say('warning', `${softwareGap} No software is taken for removed.`);
    const software = softwareGap === undefined ? await clearMissingSoftware(deps, run) : undefined;
    if (software) await say(software.level, software.message);
  }
}

function describePolicy({ integration }: RunSetup, retiredCount: number): string {
  if (integration.absencePolicy === 'keep') return 'kept, marked as missing';
  return `${retiredCount} ${integration.absencePolicy === 'archive' ? 'archived' : 'deactivated'}, the others are still known to another integration or locked`;
}

/**
 * Statistics for the planner after much was written (without them the first lists and the next session's look-ups are
 * planned as if the tables were empty), and the numbers of installs.
 */
async function finishTables(db: Db, { setup, progress }: SyncRun): Promise<void> {
  const { counters } = progress;
  if (counters.createdCount + counters.updatedCount >= 1_000) {
    await db.query(`ANALYZE ${setup.table}`);
    await db.query('ANALYZE source_records');
  }
  const isCountStale =
    counters.installChangedCount > 0 || (setup.object === 'assets' && counters.retiredCount > 0);
  if (!isCountStale) return;
  if (counters.installChangedCount >= 1_000)
    await db.query('ANALYZE software_installs, software_releases, software');
  await db.withTransaction(recountSoftware);
}
