/**
 * Writes a decided batch inside the caller's transaction: new records and their source records by COPY, changed
 * records by one UPDATE per set of changed columns, history, outcomes and SaaS accounts beside them.
 */
import type { Tx } from '../../db/client.ts';
import { copyJson, copyRows, copyText, copyValue } from '../../db/copy-rows.ts';
import type { MappedValue } from '../../model/objects.ts';
import { columnTypes, type Field } from '../../model/objects.ts';
import type { DecidedItem } from '../decide/decide.ts';
import type { DecidedBatch } from '../decide/decide-batch.ts';
import { describeChanges, labelOfRecord } from '../decide/describe-decision.ts';
import type { ApplyScope, FieldChanges, RunPlan } from '../run.ts';
import { upsertSaasAccounts } from './saas-accounts.queries.ts';
import {
  addLiveSources,
  type RecordUpdate,
  type SourceUpdate,
  takeIds,
  touchSyncTime,
  updateRecords,
  updateSourceRecords,
} from './write.queries.ts';

/** Thrown when a record changed between look-up and write: the batch is looked up and decided once more. */
export class BatchConflict extends Error {}

/**
 * Applies every decision of the batch and returns how many source records are new to the integration.
 * Throws BatchConflict when the batch must be decided again.
 */
export async function applyBatch(tx: Tx, scope: ApplyScope, batch: DecidedBatch): Promise<number> {
  const { run, at } = scope;
  const created = batch.decided.filter((entry) => entry.decision.outcome === 'created');
  const recordIds = new Map<DecidedItem, number>();

  if (created.length > 0) {
    const ids = await takeIds(tx, run.table, created.length);
    for (const [index, entry] of created.entries()) recordIds.set(entry, ids[index] as number);
    await insertRecords(tx, scope, created, recordIds);
  }
  const updated = batch.decided.filter((entry) => entry.decision.outcome === 'updated');
  await writeUpdates(tx, scope, updated);
  for (const entry of batch.decided) {
    if (entry.decision.outcome === 'updated' || entry.decision.outcome === 'unchanged') {
      recordIds.set(entry, entry.decision.recordId);
    }
  }
  const newSourceCount = await writeSourceRecords(tx, scope, batch.decided, recordIds);
  await writeOutcomes(tx, scope, batch.decided, recordIds);
  if (scope.saasId !== undefined) await upsertSaasAccounts(tx, scope, scope.saasId, batch.decided, recordIds);

  const syncTimeField = run.fields.get(run.compiled.targets[run.compiled.syncTimeIndex] ?? '');
  if (syncTimeField) {
    const touched = batch.decided.flatMap((entry) =>
      entry.decision.outcome === 'updated' || entry.decision.outcome === 'unchanged'
        ? [entry.decision.recordId]
        : [],
    );
    await touchSyncTime(tx, run.table, syncTimeField.column, [...batch.unchangedRecordIds, ...touched], at);
  }
  return newSourceCount;
}

async function insertRecords(
  tx: Tx,
  scope: ApplyScope,
  created: readonly DecidedItem[],
  recordIds: ReadonlyMap<DecidedItem, number>,
): Promise<void> {
  const { run } = scope;
  const fields = fieldsOf(run);
  const actor = copyText(run.integrationUser);
  const at = scope.at.toISOString();
  const tail = `${at}\t${scope.sessionId}\t${actor}\t${at}\t${actor}\n`;
  let lines = '';
  for (const entry of created) {
    lines += `${recordIds.get(entry)}\t`;
    const values = entry.mapped?.values ?? [];
    for (let index = 0; index < fields.length; index += 1) lines += `${copyValue(values[index])}\t`;
    lines += tail;
  }
  await copyRows(
    tx,
    run.table,
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

async function writeUpdates(tx: Tx, scope: ApplyScope, updated: readonly DecidedItem[]): Promise<void> {
  if (updated.length === 0) return;
  const { run } = scope;
  const fields = fieldsOf(run);
  const groups = new Map<string, { fields: Field[]; updates: RecordUpdate[] }>();
  let history = '';
  const at = scope.at.toISOString();
  for (const entry of updated) {
    const decision = entry.decision;
    if (decision.outcome !== 'updated') continue;
    const changed = decision.changes.map((change) => fields[change.targetIndex] as Field);
    const key = changed.map((field) => field.column).join(',');
    const group = groups.get(key) ?? { fields: changed, updates: [] };
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
    const changes: FieldChanges = describeChanges(run, decision);
    history += `${run.object}\t${decision.recordId}\t${decision.isRestored ? 'restored' : 'updated'}\t${scope.sessionId}\t${run.integrationId}\t${copyText(run.integrationUser)}\t${at}\t${copyText(entry.item.nativeId ?? '')}\t${copyText(JSON.stringify(changes))}\n`;
  }
  for (const group of groups.values()) {
    const columns = group.fields.map((field) => ({ column: field.column, sqlType: columnTypes[field.type] }));
    const written = await updateRecords(tx, run.table, columns, group.updates, {
      at: scope.at,
      by: run.integrationUser,
    });
    if (written !== group.updates.length)
      throw new BatchConflict('a record was changed while the batch was decided');
  }
  await copyRows(
    tx,
    'record_changes',
    ['object', 'record_id', 'kind', 'session_id', 'integration_id', 'actor', 'at', 'native_id', 'changes'],
    history,
  );
}

async function writeSourceRecords(
  tx: Tx,
  scope: ApplyScope,
  decided: readonly DecidedItem[],
  recordIds: ReadonlyMap<DecidedItem, number>,
): Promise<number> {
  const { run, sessionId } = scope;
  const at = scope.at.toISOString();
  const updates: SourceUpdate[] = [];
  let lines = '';
  let newCount = 0;
  for (const entry of decided) {
    const recordId = recordIds.get(entry);
    const { item } = entry;
    if (recordId === undefined || item.nativeId === undefined) continue;
    if (entry.link) {
      updates.push({
        nativeId: item.nativeId,
        recordId,
        contentHash: item.contentHash,
        payload: item.payload,
      });
    } else {
      newCount += 1;
      lines += `${run.integrationId}\t${copyText(item.nativeId)}\t${recordId}\t${item.contentHash ?? '\\N'}\t${copyJson(item.payload)}\t${at}\t${sessionId}\t${at}\t${sessionId}\n`;
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
      'first_seen_at',
      'first_session_id',
      'last_changed_at',
      'last_session_id',
    ],
    lines,
  );
  await updateSourceRecords(tx, run.integrationId, sessionId, scope.at, updates);
  const returning = decided.filter((entry) => entry.link?.isMissing && recordIds.has(entry)).length;
  await addLiveSources(tx, run.integrationId, newCount + returning);
  return newCount;
}

/** One bad column of a mapping would otherwise store a warning for each of a million records at every session. */
const warningLimit = 1_000;

/** Skipped, failed and ambiguous records, and the session's first warnings of records that went through. */
async function writeOutcomes(
  tx: Tx,
  scope: ApplyScope,
  decided: readonly DecidedItem[],
  recordIds: ReadonlyMap<DecidedItem, number>,
): Promise<void> {
  let lines = '';
  let room = warningLimit - scope.warningCount;
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
      lines += `${[
        scope.sessionId,
        'warning',
        copyValue(entry.item.nativeId),
        copyValue(labelOfRecord(scope.run, entry)),
        copyValue(recordIds.get(entry)),
        'VALUE_LEFT_OUT',
        copyText(warnings.map(({ message }) => message).join(' ')),
        '\\N',
      ].join('\t')}\n`;
      continue;
    }
    const recordId = 'recordId' in decision ? decision.recordId : undefined;
    const details =
      decision.outcome === 'ambiguous' ? JSON.stringify({ candidates: decision.candidates }) : undefined;
    lines += `${[
      scope.sessionId,
      decision.outcome,
      copyValue(entry.item.nativeId),
      copyValue(labelOfRecord(scope.run, entry)),
      copyValue(recordId),
      decision.reasonCode,
      copyText(decision.reason),
      details === undefined ? '\\N' : copyText(details),
    ].join('\t')}\n`;
  }
  await copyRows(
    tx,
    'session_outcomes',
    ['session_id', 'outcome', 'native_id', 'label', 'record_id', 'reason_code', 'reason', 'details'],
    lines,
  );
}

export function fieldsOf(run: RunPlan): Field[] {
  return run.compiled.targets.map((name) => {
    const field = run.fields.get(name);
    if (!field) throw new Error(`The compiled mapping names the unknown field ${name}`);
    return field;
  });
}

function jsonValue(value: MappedValue): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
