/**
 * Writes a decided batch inside the caller's transaction: new records and their source records by COPY, changed
 * records by one UPDATE per set of changed columns, history, outcomes and SaaS accounts beside them.
 */
import type { Tx } from '../../db/client.ts';
import { copyJson, copyRows, copyText, copyValue } from '../../db/copy-rows.ts';
import { fieldTypes } from '../../model/field-types/field-types.ts';
import type { Field, MappedValue } from '../../model/objects.ts';
import { makeChangeWriter } from '../../records/record-changes.queries.ts';
import { findEmptyKeys } from '../decide/count-causes.ts';
import type { DecidedItem } from '../decide/decide.ts';
import type { DecidedBatch } from '../decide/decide-batch.ts';
import { describeChanges, labelOfRecord } from '../decide/describe-decision.ts';
import type { RunSetup, SyncRun } from '../run.ts';
import { makeOutcomeWriter } from './outcomes.queries.ts';
import { parkRecords } from './parked.queries.ts';
import { deactivateSaasAccounts, upsertSaasAccounts } from './saas-accounts.queries.ts';
import {
  addLiveSources,
  markMissing,
  type RecordUpdate,
  releaseValues,
  type SourceUpdate,
  takeIds,
  touchSyncTime,
  updateRecords,
  updateSourceRecords,
} from './write.queries.ts';

/** Thrown when a record changed between look-up and write: the batch is looked up and decided once more. */
export class BatchConflict extends Error {}

/**
 * Writes every decision of the batch and returns how many source records are new to the integration.
 * Throws BatchConflict when the batch must be decided again.
 */
export async function writeBatch(tx: Tx, run: SyncRun, batch: DecidedBatch): Promise<number> {
  const { table, fields, compiled } = run.setup;
  const created = batch.decided.filter((entry) => entry.decision.outcome === 'created');
  const recordIds = new Map<DecidedItem, number>();

  await handOver(tx, run, batch);
  if (created.length > 0) {
    const ids = await takeIds(tx, table, created.length);
    for (const [index, entry] of created.entries()) recordIds.set(entry, ids[index] as number);
    await insertRecords(tx, run, created, recordIds);
  }
  const updated = batch.decided.filter((entry) => entry.decision.outcome === 'updated');
  await writeUpdates(tx, run, updated);
  for (const entry of batch.decided) {
    if (entry.decision.outcome === 'updated' || entry.decision.outcome === 'unchanged') {
      recordIds.set(entry, entry.decision.recordId);
    }
  }
  const newSourceCount = await writeSourceRecords(tx, run, batch.decided, recordIds);
  // Before the outcomes: an account that is refused becomes a warning among them.
  await upsertSaasAccounts(tx, run, batch.decided, recordIds);
  await writeOutcomes(tx, run, batch.decided, recordIds);
  await markReplaced(tx, run, batch.decided);
  await parkRecords(tx, run, batch.decided);

  const syncTimeField = fields.get(compiled.targets[compiled.syncTimeIndex] ?? '');
  if (syncTimeField) {
    const touched = batch.decided.flatMap((entry) =>
      entry.decision.outcome === 'updated' || entry.decision.outcome === 'unchanged'
        ? [entry.decision.recordId]
        : [],
    );
    await touchSyncTime(tx, { table, column: syncTimeField.column, at: run.session.at }, [
      ...batch.unchangedRecordIds,
      ...touched,
    ]);
  }
  return newSourceCount;
}

/** What changes hands inside the batch is given up first: a unique index looks at each row as it is written. */
async function handOver(tx: Tx, { setup }: SyncRun, { handovers }: DecidedBatch): Promise<void> {
  const byColumn = new Map<string, number[]>();
  for (const { targetIndex, recordId } of handovers) {
    const column = (fieldsOf(setup)[targetIndex] as Field).column;
    const list = byColumn.get(column);
    if (list) list.push(recordId);
    else byColumn.set(column, [recordId]);
  }
  for (const [column, recordIds] of byColumn) await releaseValues(tx, setup.table, column, recordIds);
}

/** Source records whose place others have taken: no longer at the vendor, and not lost either. */
async function markReplaced(
  tx: Tx,
  { setup, session }: SyncRun,
  decided: readonly DecidedItem[],
): Promise<void> {
  const nativeIds = decided.flatMap(({ replaced }) => replaced.map(({ nativeId }) => nativeId));
  if (nativeIds.length === 0) return;
  await markMissing(tx, setup.integration.id, nativeIds, session.at);
  if (setup.isSaasFilled) await deactivateSaasAccounts(tx, setup.integration.id, nativeIds, session.at);
}

async function insertRecords(
  tx: Tx,
  { setup, session }: SyncRun,
  created: readonly DecidedItem[],
  recordIds: ReadonlyMap<DecidedItem, number>,
): Promise<void> {
  const fields = fieldsOf(setup);
  const actor = copyText(setup.integration.integrationUser);
  const at = session.at.toISOString();
  const tail = `${at}\t${session.id}\t${actor}\t${at}\t${actor}\n`;
  let lines = '';
  for (const entry of created) {
    lines += `${recordIds.get(entry)}\t`;
    const values = entry.mapped?.values ?? [];
    for (let index = 0; index < fields.length; index += 1) lines += `${copyValue(values[index])}\t`;
    lines += tail;
  }
  await copyRows(
    tx,
    setup.table,
    [
      'id',
      ...fields.map((field) => field.column),
      'created_at',
      'created_by_session',
      'created_by',
      'updated_at',
      'updated_by',
    ],
    lines,
  );
}

async function writeUpdates(
  tx: Tx,
  { setup, session }: SyncRun,
  updated: readonly DecidedItem[],
): Promise<void> {
  if (updated.length === 0) return;
  const { integration, object, table } = setup;
  const fields = fieldsOf(setup);
  const groups = new Map<string, { fields: Field[]; isReactivated: boolean; updates: RecordUpdate[] }>();
  const history = makeChangeWriter({
    object,
    at: session.at,
    actor: integration.integrationUser,
    sessionId: session.id,
    integrationId: integration.id,
  });
  for (const entry of updated) {
    const decision = entry.decision;
    if (decision.outcome !== 'updated') continue;
    const changed = decision.changes.map((change) => fields[change.targetIndex] as Field);
    const { isReactivated } = decision;
    const key = `${changed.map((field) => field.column).join(',')}${isReactivated ? '+' : ''}`;
    const group = groups.get(key) ?? { fields: changed, isReactivated, updates: [] };
    groups.set(key, group);
    const values: Record<string, unknown> = {};
    for (const change of decision.changes) {
      const field = fields[change.targetIndex] as Field;
      values[field.column] = jsonValue(change.new);
    }
    group.updates.push({
      id: decision.recordId,
      version: decision.version,
      values,
      isRestored: decision.isRestored,
    });
    history.add(
      decision.recordId,
      decision.isRestored || decision.isReactivated ? 'restored' : 'updated',
      describeChanges(setup, decision),
      entry.item.nativeId,
    );
  }
  const stamp = { at: session.at, by: integration.integrationUser };
  for (const group of groups.values()) {
    const columns = group.fields.map((field) => ({
      column: field.column,
      sqlType: fieldTypes[field.type].columnType,
    }));
    const written = await updateRecords(
      tx,
      table,
      { columns, updates: group.updates, isReactivated: group.isReactivated },
      stamp,
    );
    if (written !== group.updates.length)
      throw new BatchConflict('a record was changed while the batch was decided');
  }
  await history.store(tx);
}

async function writeSourceRecords(
  tx: Tx,
  run: SyncRun,
  decided: readonly DecidedItem[],
  recordIds: ReadonlyMap<DecidedItem, number>,
): Promise<number> {
  const integrationId = run.setup.integration.id;
  const sessionId = run.session.id;
  const at = run.session.at.toISOString();
  const updates: SourceUpdate[] = [];
  let lines = '';
  let newCount = 0;
  for (const entry of decided) {
    const recordId = recordIds.get(entry);
    const { item } = entry;
    if (recordId === undefined || item.nativeId === undefined) continue;
    const emptyKeys = findEmptyKeys(entry.asRead ?? entry.mapped, run.setup.policy.syncKeys);
    if (entry.link) {
      updates.push({
        nativeId: item.nativeId,
        recordId,
        contentHash: item.contentHash,
        emptyKeys,
        payload: item.payload,
      });
    } else {
      newCount += 1;
      lines += `${integrationId}\t${copyText(item.nativeId)}\t${recordId}\t${item.contentHash ?? '\\N'}\t${copyJson(item.payload)}\t${emptyKeys}\t${at}\t${sessionId}\t${at}\t${sessionId}\n`;
    }
  }
  await copyRows(
    tx,
    'source_records',
    [
      'integration_id',
      'native_id',
      'record_id',
      'content_hash',
      'payload',
      'empty_keys',
      'first_seen_at',
      'first_session_id',
      'last_changed_at',
      'last_session_id',
    ],
    lines,
  );
  await updateSourceRecords(tx, run, updates);
  const returning = decided.filter((entry) => entry.link?.isMissing && recordIds.has(entry)).length;
  await addLiveSources(tx, integrationId, newCount + returning);
  return newCount;
}

/** One bad column of a mapping would otherwise store a warning for each of a million records at every session. */
const warningLimit = 1_000;

/** Skipped, failed and ambiguous records, and the session's first warnings of records that went through. */
async function writeOutcomes(
  tx: Tx,
  { setup, session, progress }: SyncRun,
  decided: readonly DecidedItem[],
  recordIds: ReadonlyMap<DecidedItem, number>,
): Promise<void> {
  const outcomes = makeOutcomeWriter(session.id);
  let room = warningLimit - progress.counters.warningCount;
  for (const entry of decided) {
    const { decision } = entry;
    if (
      decision.outcome === 'created' ||
      decision.outcome === 'updated' ||
      decision.outcome === 'unchanged'
    ) {
      const warnings = entry.mapped?.issues.filter(({ severity }) => severity === 'warning') ?? [];
      if (warnings.length === 0 || room <= 0) continue;
      room -= warnings.length;
      outcomes.add({
        outcome: 'warning',
        nativeId: entry.item.nativeId,
        label: labelOfRecord(setup, entry),
        recordId: recordIds.get(entry),
        reasonCode: 'VALUE_LEFT_OUT',
        reason: warnings.map(({ message }) => message).join(' '),
        details: null,
      });
      continue;
    }
    outcomes.add({
      outcome: decision.outcome,
      nativeId: entry.item.nativeId,
      label: labelOfRecord(setup, entry),
      recordId: 'recordId' in decision ? decision.recordId : undefined,
      reasonCode: decision.reasonCode,
      reason: decision.reason,
      details: decision.outcome === 'ambiguous' ? { candidates: decision.candidates } : null,
    });
  }
  await outcomes.store(tx);
}

function fieldsOf(setup: RunSetup): Field[] {
  return setup.compiled.targets.map((name) => {
    const field = setup.fields.get(name);
    if (!field) throw new Error(`The compiled mapping names the unknown field ${name}`);
    return field;
  });
}

function jsonValue(value: MappedValue): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
