import type { ConnectorDefinition } from '../connector-kit/index.ts';
import type { Db, Queryable } from '../db/client.ts';
import { isAppError, makeError } from '../errors.ts';
import type { Actor } from '../model/actor.ts';
import { assertUnchanged, type Expected } from '../model/assert-unchanged.ts';
import { type AuditActor, type AuditPort, userIdOf } from '../model/audit.ts';
import type { Clock } from '../model/clock.ts';
import type { FieldTypeSpec } from '../model/field-types/field-type-spec.ts';
import { fieldTypes } from '../model/field-types/field-types.ts';
import { type ListPage, type ListQuery, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { nameRecord } from '../model/record-name.ts';
import { withoutPaths } from '../model/without-paths.ts';
import { lockRecord, updateRecord, waitForSessions } from './edit-record.queries.ts';
import { findRecord, type StoredRecord } from './find-record.queries.ts';
import { nameAssignees } from './name-assignees.ts';
import type { OnDemandIndexes } from './on-demand-indexes.ts';
import { explainTaken, planEdit, type RecordChange } from './plan-edit.ts';
import { makeChangeWriter } from './record-changes.queries.ts';
import { isSynced, makeObjectList, type ObjectList, sourceColumnLabels } from './record-columns.ts';
import {
  type FieldOrigin,
  findSourcePayload,
  forgetHashes,
  type HistoryEntry,
  listChanges,
  listFieldOrigins,
  listRecordSources,
  type RecordSource,
} from './record-history.queries.ts';
import type { RecordRow } from './record-rows.ts';
import { listRecords, streamRecords } from './records.queries.ts';

export const storedObjects = [
  'people',
  'assets',
  'software',
  'saas',
  'saas_accounts',
] as const satisfies readonly ObjectName[];
export type StoredObject = (typeof storedObjects)[number];

const streamBatchSize = 2_000;
/** Each export holds a connection of the pool as long as its reader takes. */
const streamLimit = 3;
/** Exports of one user at once. */
const userExportLimit = 2;

export interface RecordDetail extends StoredRecord {
  object: StoredObject;
  fields: readonly Field[];
  /** Who said a field last; fields missing here have the value of their creation. */
  origins: FieldOrigin[];
  sources: RecordSource[];
}

/** A column of an export. */
export interface RecordColumn {
  name: string;
  label: string;
  /** The value as a person reads it. */
  toText: FieldTypeSpec['toText'];
}

export interface RecordServiceDeps {
  db: Db;
  clock: Clock;
  listFields(object: ObjectName): Promise<readonly Field[]>;
  findDefinition(connectorId: string): ConnectorDefinition | undefined;
  /** Told of the order of every list that was asked for. Default: nobody is. */
  onDemandIndexes?: OnDemandIndexes;
  audit: AuditPort<Queryable>;
}

export interface RecordListQuery extends RawListQuery {
  /** Where each record comes from as well: connectors, integrations and integration users. */
  hasSources?: boolean | undefined;
}

export type RecordService = ReturnType<typeof makeRecordService>;

export function makeRecordService(deps: RecordServiceDeps) {
  const { db, clock } = deps;
  let streamCount = 0;
  /** Running exports by user. */
  const exportCounts = new Map<number, number>();

  async function openList(
    object: StoredObject,
    hasSources = false,
  ): Promise<ObjectList & { objectFields: readonly Field[] }> {
    const objectFields = await deps.listFields(object);
    const nameConnector = (id: string) => deps.findDefinition(id)?.name ?? id;
    return { ...makeObjectList(object, objectFields, { hasSources, nameConnector }), objectFields };
  }

  async function getRecord(object: StoredObject, id: number): Promise<RecordDetail> {
    const list = await openList(object);
    const found = await findRecord(db, list, id);
    if (!found) throw makeError('API_NOT_FOUND', { what: `Record ${id}` });
    const hasSources = isSynced(object);
    return {
      ...found,
      object,
      fields: list.objectFields,
      origins: hasSources ? await listFieldOrigins(db, object, id) : [],
      sources: hasSources ? await listRecordSources(db, object, id) : [],
    };
  }

  return {
    /**
     * Throws API_BAD_REQUEST naming an unknown field or operator, RECORDS_LIST_TOO_SLOW.
     * @param within condition on the record's table `t`, from code, that narrows the list.
     */
    async list(
      object: StoredObject,
      { hasSources, ...raw }: RecordListQuery,
      within?: string,
    ): Promise<ListPage<RecordRow>> {
      const list = { ...(await openList(object, hasSources)), ...(within === undefined ? {} : { within }) };
      const query = parseListQuery(raw, list.fields);
      const page = await listRecords(db, list, query).catch(async (err: unknown) => {
        // Nobody needs an index more than the list that could not be sorted in time.
        if (isAppError(err) && err.code === 'RECORDS_LIST_TOO_SLOW')
          await deps.onDemandIndexes?.note(object, query, undefined);
        throw err;
      });
      await deps.onDemandIndexes?.note(object, query, page.total.count);
      return page;
    },
    get: getRecord,

    /**
     * A place for an export of this user, given back with what is returned: one user cannot take all places there are.
     * Throws RECORDS_EXPORT_OWN_BUSY.
     */
    takeExportPlace(by: AuditActor): () => void {
      const userId = userIdOf(by);
      if (userId === null) return () => undefined;
      const count = exportCounts.get(userId) ?? 0;
      if (count >= userExportLimit) throw makeError('RECORDS_EXPORT_OWN_BUSY', { limit: userExportLimit });
      exportCounts.set(userId, count + 1);
      let isBack = false;
      return () => {
        if (isBack) return;
        isBack = true;
        const left = (exportCounts.get(userId) ?? 1) - 1;
        if (left > 0) exportCounts.set(userId, left);
        else exportCounts.delete(userId);
      };
    },

    /** Who takes which records along; before the first of them is handed out. */
    async noteExport(
      by: AuditActor,
      { object, format, query }: { object: StoredObject; format: string; query: RecordListQuery },
    ): Promise<void> {
      const { q, sort, filter, hasSources } = query;
      await db.withTransaction((tx) =>
        deps.audit.record(tx, {
          by,
          action: 'records.exported',
          targetType: 'records',
          targetName: object,
          details: { format, q, sort, filter, hasSources: hasSources === true ? true : undefined },
        }),
      );
    },

    /**
     * The whole filtered list in batches, as it was at the start; for exports. Throws API_BAD_REQUEST as `list`
     * does, RECORDS_EXPORT_BUSY when as many run in this process as may.
     */
    async *stream(
      object: StoredObject,
      { hasSources, ...raw }: RecordListQuery,
      batchSize = streamBatchSize,
    ): AsyncGenerator<RecordRow[]> {
      const list = await openList(object, hasSources);
      const query: ListQuery = parseListQuery({ ...raw, cursor: undefined }, list.fields);
      if (streamCount >= streamLimit) throw makeError('RECORDS_EXPORT_BUSY', { limit: streamLimit });
      streamCount += 1;
      try {
        yield* streamRecords(db, list, query, batchSize);
      } finally {
        streamCount -= 1;
      }
    },
    async columnsOf(object: StoredObject, hasSources = false): Promise<RecordColumn[]> {
      const list = await openList(object, hasSources);
      const fields = new Map(list.objectFields.map((field) => [field.name, field]));
      return list.selected.map(({ name }) => {
        const field = fields.get(name);
        return {
          name,
          label: field?.label ?? sourceColumnLabels.get(name) ?? name,
          toText: field
            ? fieldTypes[field.type].toText
            : sourceColumnLabels.has(name)
              ? fieldTypes.list.toText
              : String,
        };
      });
    },

    /** Newest first; the creation, which writes no history row, stands at the end of the last page. */
    async listHistory(
      object: StoredObject,
      id: number,
      before: number | null,
      limit: number,
    ): Promise<{ items: HistoryEntry[]; nextBefore: number | null }> {
      const record = await getRecord(object, id);
      const changes = await nameAssignees(
        db,
        record.fields,
        await listChanges(db, object, id, before, limit + 1),
      );
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

    /** Secret paths are not stored; those a newer definition has added are left out here. */
    async getSourcePayload(object: StoredObject, id: number, sourceId: number): Promise<unknown> {
      const source = await findSourcePayload(db, object, id, sourceId);
      if (!source) throw makeError('API_NOT_FOUND', { what: `Source record ${sourceId}` });
      const stream = deps
        .findDefinition(source.connectorId)
        ?.streams.find((candidate) => candidate.id === source.streamId);
      const secretPaths = stream?.secretPaths ?? [];
      return withoutPaths(
        source.payload,
        secretPaths.map((path) => path.split('.')),
      );
    },

    /**
     * A person's edit, made from values that were read (`expected`, by field, and `isArchived`) or from a version. Throws
     * API_CHANGED_MEANWHILE, RECORDS_BUSY, RECORDS_CHANGED_MEANWHILE, RECORDS_VALUE_INVALID, RECORDS_VALUE_TAKEN.
     */
    async update(
      by: Actor,
      object: StoredObject,
      id: number,
      change: RecordChange,
      expected?: Expected,
    ): Promise<RecordDetail> {
      if (!isSynced(object)) throw makeError('RECORDS_NOT_EDITABLE', { object });
      if (change.version === undefined && expected === undefined)
        throw makeError('API_BAD_REQUEST', {
          problem:
            'Send what the change was made from: "expected" with the values that were read, or "version".',
        });
      const list = await openList(object);
      await db.withTransaction(async (tx) => {
        await waitForSessions(tx, object);
        await lockRecord(tx, object, id);
        const found = await findRecord(tx, list, id);
        if (!found) throw makeError('API_NOT_FOUND', { what: `Record ${id}` });
        const record = { ...found, fields: list.objectFields };
        if (expected === undefined && record.version !== change.version)
          throw makeError('RECORDS_CHANGED_MEANWHILE');
        assertUnchanged(
          expected,
          { ...record.values, isArchived: record.archivedAt !== null },
          { ...change.values, isArchived: change.isArchived },
        );
        const now = clock.now();
        const edit = await planEdit(tx, object, record, change, now);
        if (edit.columns.length === 0) return;
        await updateRecord(tx, object, { id, values: edit.columns, at: now, by: by.name }).catch(
          (err: unknown) => explainTaken(db, object, record, edit, err),
        );
        if (Object.keys(edit.changes).length > 0) {
          const kind =
            change.isArchived === true
              ? 'archived'
              : change.isArchived === false && record.archivedAt
                ? 'restored'
                : 'updated';
          const history = makeChangeWriter({ object, at: now, actor: by.name, userId: by.userId });
          history.add(id, kind, edit.changes);
          await history.store(tx);
        }
        await forgetHashes(tx, object, id);
        const targetName = nameRecord(object, (name) => record.values[name]) ?? String(id);
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
