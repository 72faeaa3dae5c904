import type { ConnectorDefinition } from '../connector-kit/definition.ts';
import type { Db, Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { coerceValue } from '../mapping/coerce-value.ts';
import type { MappedValue } from '../mapping/mapping-types.ts';
import type { Actor } from '../model/actor.ts';
import type { Clock } from '../model/clock.ts';
import { type ListPage, type ListQuery, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { findOtherHolder, updateRecord } from './edit-record.queries.ts';
import { makeObjectList, type ObjectList } from './record-columns.ts';
import {
  type FieldOrigin,
  findSourcePayload,
  forgetHashes,
  type HistoryEntry,
  insertChange,
  listChanges,
  listFieldOrigins,
  listRecordSources,
  type RecordSource,
} from './record-history.queries.ts';
import {
  findRecord,
  listRecords,
  type RecordRow,
  type RecordValue,
  type StoredRecord,
  streamRecords,
} from './records.queries.ts';

export const storedObjects = ['people', 'saas', 'saas_accounts'] as const satisfies readonly ObjectName[];
export type StoredObject = (typeof storedObjects)[number];

export interface RecordDetail extends StoredRecord {
  object: StoredObject;
  fields: readonly Field[];
  /** Who said a field last; fields missing here have the value of their creation. */
  origins: FieldOrigin[];
  sources: RecordSource[];
}

export interface RecordChange {
  version: number;
  values?: Record<string, RecordValue> | undefined;
  lock?: string[] | undefined;
  unlock?: string[] | undefined;
  isArchived?: boolean | undefined;
}

export interface RecordServiceDeps {
  db: Db;
  clock: Clock;
  listFields(object: ObjectName): Promise<readonly Field[]>;
  findDefinition(connectorId: string): ConnectorDefinition | undefined;
  audit: {
    record(
      tx: Queryable,
      entry: {
        by: Actor;
        action: string;
        targetType: string;
        targetId: number;
        targetName: string;
        details?: Record<string, unknown>;
      },
    ): Promise<void>;
  };
}

export type RecordService = ReturnType<typeof makeRecordService>;

export function makeRecordService(deps: RecordServiceDeps) {
  const { db, clock } = deps;

  async function openList(object: StoredObject): Promise<ObjectList & { objectFields: readonly Field[] }> {
    const objectFields = await deps.listFields(object);
    return { ...makeObjectList(object, objectFields), objectFields };
  }

  async function getRecord(object: StoredObject, id: number): Promise<RecordDetail> {
    const list = await openList(object);
    const found = await findRecord(db, list, id);
    if (!found) throw makeError('API_NOT_FOUND', { what: `Record ${id}` });
    const hasSources = object === 'people';
    return {
      ...found,
      object,
      fields: list.objectFields,
      origins: hasSources ? await listFieldOrigins(db, object, id) : [],
      sources: hasSources ? await listRecordSources(db, object, id) : [],
    };
  }

  return {
    /** Throws API_BAD_REQUEST naming an unknown field or operator, RECORDS_LIST_TOO_SLOW. */
    async list(object: StoredObject, raw: RawListQuery): Promise<ListPage<RecordRow>> {
      const list = await openList(object);
      return listRecords(db, list, parseListQuery(raw, list.fields));
    },
    get: getRecord,

    /** The whole filtered list, in batches; for exports. */
    async *stream(object: StoredObject, raw: RawListQuery): AsyncGenerator<RecordRow[]> {
      const list = await openList(object);
      const query: ListQuery = parseListQuery({ ...raw, cursor: undefined }, list.fields);
      yield* streamRecords(db, list, query, 2_000);
    },
    async columnsOf(object: StoredObject): Promise<{ name: string; label: string }[]> {
      const list = await openList(object);
      const labels = new Map(list.objectFields.map((field) => [field.name, field.label]));
      return list.selected.map(({ name }) => ({ name, label: labels.get(name) ?? name }));
    },

    /** Newest first; the creation, which writes no history row, stands at the end of the last page. */
    async listHistory(
      object: StoredObject,
      id: number,
      before: number | null,
      limit: number,
    ): Promise<{ items: HistoryEntry[]; nextBefore: number | null }> {
      const record = await getRecord(object, id);
      const changes = await listChanges(db, object, id, before, limit + 1);
      const items = changes.slice(0, limit);
      if (changes.length > limit) return { items, nextBefore: items.at(-1)?.id ?? null };
      const integrationId =
        record.sources.find((source) => source.firstSeenAt.getTime() <= record.createdAt.getTime())
          ?.integrationId ?? null;
      const creation: HistoryEntry = {
        id: 0,
        kind: 'created',
        at: record.createdAt,
        actor: record.createdBy ?? 'Muster',
        sessionId: record.createdBySession,
        integrationId,
        userId: null,
        changes: {},
      };
      return { items: [...items, creation], nextBefore: null };
    },

    async getSourcePayload(object: StoredObject, id: number, sourceId: number): Promise<unknown> {
      const payload = await findSourcePayload(db, object, id, sourceId);
      if (payload === undefined) throw makeError('API_NOT_FOUND', { what: `Source record ${sourceId}` });
      return payload;
    },

    /** A person's edit. Throws RECORDS_CHANGED_MEANWHILE, RECORDS_VALUE_INVALID, RECORDS_VALUE_TAKEN. */
    async update(by: Actor, object: StoredObject, id: number, change: RecordChange): Promise<RecordDetail> {
      if (object !== 'people') throw makeError('RECORDS_NOT_EDITABLE', { object });
      const record = await getRecord(object, id);
      if (record.version !== change.version) throw makeError('RECORDS_CHANGED_MEANWHILE');
      const now = clock.now();
      const edit = await planEdit(db, object, record, change, now);
      if (edit.columns.length === 0) return record;
      await db.withTransaction(async (tx) => {
        const isWritten = await updateRecord(tx, object, {
          id,
          version: record.version,
          values: edit.columns,
          at: now,
          by: by.name,
        });
        if (!isWritten) throw makeError('RECORDS_CHANGED_MEANWHILE');
        if (Object.keys(edit.changes).length > 0) {
          const kind =
            change.isArchived === true
              ? 'archived'
              : change.isArchived === false && record.archivedAt
                ? 'restored'
                : 'updated';
          await insertChange(tx, {
            object,
            recordId: id,
            kind,
            userId: by.userId,
            actor: by.name,
            at: now,
            changes: edit.changes,
          });
        }
        await forgetHashes(tx, object, id);
        const targetName = String(record.values['email'] ?? record.values['username'] ?? id);
        await deps.audit.record(tx, {
          by,
          action: 'record.updated',
          targetType: object,
          targetId: id,
          targetName,
          details: { fields: Object.keys(edit.changes) },
        });
      });
      return getRecord(object, id);
    },
  };
}

interface Edit {
  columns: { column: string; value: MappedValue }[];
  changes: Record<string, [unknown, unknown]>;
}

async function planEdit(
  db: Queryable,
  table: string,
  record: RecordDetail,
  change: RecordChange,
  now: Date,
): Promise<Edit> {
  const edit: Edit = { columns: [], changes: {} };
  for (const [name, value] of Object.entries(change.values ?? {})) {
    const field = record.fields.find((found) => found.name === name);
    if (!field)
      throw makeError(
        'RECORDS_VALUE_INVALID',
        { field: name, problem: 'there is no such field' },
        { field: name },
      );
    const coerced = coerceValue(field, value);
    if ('problem' in coerced)
      throw makeError(
        'RECORDS_VALUE_INVALID',
        { field: field.label, problem: `it is ${coerced.problem}` },
        { field: name },
      );
    const next = coerced.value ?? null;
    if (next === null && field.isMandatory)
      throw makeError(
        'RECORDS_VALUE_INVALID',
        { field: field.label, problem: 'it must not be empty' },
        { field: name },
      );
    const shown = next instanceof Date ? next.toISOString() : typeof next === 'bigint' ? String(next) : next;
    if (JSON.stringify(shown) === JSON.stringify(record.values[name] ?? null)) continue;
    if (field.isUnique && next !== null) {
      const other = await findOtherHolder(db, table, field.column, String(next), record.id);
      if (other !== undefined)
        throw makeError('RECORDS_VALUE_TAKEN', { field: field.label, other }, { field: name });
    }
    edit.columns.push({ column: field.column, value: next });
    edit.changes[name] = [record.values[name] ?? null, shown];
  }
  const locked = new Set(record.lockedFields);
  for (const name of change.lock ?? [])
    if (record.fields.some((field) => field.name === name)) locked.add(name);
  for (const name of change.unlock ?? []) locked.delete(name);
  const lockedList = [...locked].sort();
  if (lockedList.join() !== [...record.lockedFields].sort().join())
    edit.columns.push({ column: 'locked_fields', value: lockedList });
  if (change.isArchived !== undefined && change.isArchived !== (record.archivedAt !== null)) {
    edit.columns.push({ column: 'archived_at', value: change.isArchived ? now : null });
    edit.changes['archivedAt'] = [
      record.archivedAt?.toISOString() ?? null,
      change.isArchived ? now.toISOString() : null,
    ];
  }
  return edit;
}
