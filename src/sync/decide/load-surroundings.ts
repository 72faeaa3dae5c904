/** Looks up what the records of a batch are decided by: one query each, whatever the batch's size. Reads only. */
import type { Queryable } from '../../db/client.ts';
import type { MappedRecord } from '../../mapping/mapping-types.ts';
import type { ExistingRecord } from '../batch-run.ts';
import type { SyncRun } from '../run.ts';
import { isEmpty, keyOf } from './decide.ts';
import {
  type Claimant,
  type OpenRecord,
  type Ruling,
  recordKey,
  type Surroundings,
} from './decide-together.ts';
import {
  findClaimants,
  findExistingRecords,
  findHolders,
  findPlannedKeys,
  findResolutions,
} from './lookup.queries.ts';

export async function loadSurroundings(
  db: Queryable,
  run: SyncRun,
  open: readonly OpenRecord[],
  uniqueTargets: readonly number[],
): Promise<Surroundings> {
  const { setup, session, progress } = run;
  const { policy, fields, table, integration } = setup;
  const rulings: ReadonlyMap<string, Ruling> = setup.hasResolutions
    ? await findResolutions(
        db,
        integration.id,
        open.flatMap(({ item }) => item.nativeId ?? []),
      )
    : new Map();
  const holders = new Map<number, Map<string, number>>();
  const recordIds = new Set<number>();
  for (const index of uniqueTargets) {
    const field = fields.get(policy.targets[index]?.name ?? '');
    const values = open.flatMap(({ mapped }) => keyText(mapped, index) ?? []);
    if (!field || values.length === 0) continue;
    const found = await findHolders(db, table, field, values);
    holders.set(index, found);
    for (const id of found.values()) recordIds.add(id);
  }
  for (const { link } of open) if (link) recordIds.add(link.recordId);
  for (const { recordId } of rulings.values()) if (recordId !== undefined) recordIds.add(recordId);

  const ids = [...recordIds];
  const targetFields = policy.targets.flatMap((target) => fields.get(target.name) ?? []);
  const existing: Map<number, ExistingRecord> =
    ids.length === 0 ? new Map() : await findExistingRecords(db, table, targetFields, ids);
  const claimants = new Map<number, Claimant[]>();
  for (const row of await findClaimants(db, integration.id, session.id, ids)) {
    const claimant = { ...row, isMet: row.isFromThisSession || progress.seen.has(row.sourceId) };
    const list = claimants.get(row.recordId);
    if (list) list.push(claimant);
    else claimants.set(row.recordId, [claimant]);
  }
  return {
    holderOf: (mapped, index) => {
      const text = keyText(mapped, index);
      return text === undefined ? undefined : holders.get(index)?.get(text);
    },
    existing: (recordId) => existing.get(recordId),
    claimantsOf: (recordId) => claimants.get(recordId) ?? [],
    rulingOf: (nativeId) => rulings.get(nativeId),
    ...(await loadPlanned(db, run, open, { uniqueTargets, ids })),
  };
}

/** What the batches of a preview before this one would have taken and given up: nothing of it is stored. */
async function loadPlanned(
  db: Queryable,
  { setup, session }: SyncRun,
  open: readonly OpenRecord[],
  { uniqueTargets, ids }: { uniqueTargets: readonly number[]; ids: readonly number[] },
): Promise<Pick<Surroundings, 'taken' | 'released'>> {
  const isPreview = session.kind === 'preview' || session.kind === 'test';
  // A plan is looked through before it is applied, with nothing of it stored either.
  const planSessionId = isPreview ? session.id : session.isPlanChecked ? session.planSessionId : undefined;
  if (planSessionId === undefined) return { taken: new Map(), released: new Set() };
  const keys = ids.map(recordKey);
  for (const { mapped } of open)
    for (const index of uniqueTargets)
      if (!isEmpty(mapped.values[index])) keys.push(keyOf(setup.policy, index, mapped.values[index]));
  const beforeSeq = open[0]?.item.planned?.batchSeq;
  return findPlannedKeys(db, { planSessionId, beforeSeq }, keys);
}

function keyText(mapped: MappedRecord, index: number): string | undefined {
  const value = mapped.values[index];
  return isEmpty(value) ? undefined : String(value);
}
