import { randomUUID } from 'node:crypto';
import type { Db, Queryable, Tx } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { type AuditActor, type AuditPort, userIdOf } from '../model/audit.ts';
import type { Clock } from '../model/clock.ts';
import { fieldTypes } from '../model/field-types/field-types.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import { makeListFields } from '../model/list-sql.ts';
import type { Logger } from '../model/logger.ts';
import { type Field, type ObjectName, objectNames } from '../model/objects.ts';
import { nameRecord } from '../model/record-name.ts';
import { waitForSessions } from '../records/edit-record.queries.ts';
import { findRecord, type StoredRecord } from '../records/find-record.queries.ts';
import { isSynced, makeObjectList } from '../records/record-columns.ts';
import {
  deleteAccountsOf,
  deleteInstalls,
  deleteRecordRows,
  deleteReleases,
  detachAccounts,
  forgetParkedChoices,
  hasInstalls,
  hasOpenSession,
  listSourceRefs,
  unassign,
} from './delete-records.queries.ts';
import {
  cleanDeviceHistory,
  emptyNamingFields,
  findLastChangeId,
  forgetDevicePayloads,
} from './device-traces.queries.ts';
import { type ErasureKeys, hashKeyValue, hashNativeId } from './erasure-keys.ts';
import {
  type Erasure,
  type ErasureCounts,
  erasureColumns,
  findErasure,
  insertErasure,
  listErasurePage,
  lockErasures,
  releaseErasure,
} from './erasures.queries.ts';
import { findNamingFields, makeTraces } from './person-traces.ts';
import {
  deleteAccounts,
  deleteElsewhere,
  deleteFromSessions,
  listOpenSessionIds,
  listSessionIds,
  type PersonTraces,
  pseudonymizeAudit,
} from './traces.queries.ts';

export interface ErasureServiceDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  audit: AuditPort<Queryable>;
  listFields(object: ObjectName): Promise<readonly Field[]>;
  keys: ErasureKeys;
  /** Writes the list that outlives the database. */
  storeList(): Promise<void>;
}

export type ErasureService = ReturnType<typeof makeErasureService>;

export const deletableObjects = [
  'people',
  'assets',
  'software',
  'saas',
] as const satisfies readonly ObjectName[];
export type DeletableObject = (typeof deletableObjects)[number];

const sessionsPerSlice = 100;
/** Ids of the history looked through in one statement. */
const rowsPerSlice = 20_000;

/** Deleting archived records, and erasing people: record, sources, history, accounts and every trace that names them. */
export function makeErasureService(deps: ErasureServiceDeps) {
  const { db, clock, audit } = deps;

  async function getRecord(
    object: ObjectName,
    id: number,
  ): Promise<{ record: StoredRecord; fields: readonly Field[] }> {
    const fields = await deps.listFields(object);
    const record = await findRecord(db, makeObjectList(object, fields), id);
    if (!record) throw makeError('API_NOT_FOUND', { what: `Record ${id}` });
    return { record, fields };
  }

  /** Fields of other objects that name a person. */
  async function unassignAll(tx: Tx, by: AuditActor, personId: number): Promise<number> {
    let assignedCount = 0;
    const userId = userIdOf(by);
    for (const object of objectNames)
      for (const field of await deps.listFields(object))
        if (fieldTypes[field.type].refersTo === 'people' && isSynced(object))
          assignedCount += await unassign(tx, {
            object,
            column: field.column,
            field: field.name,
            personId,
            at: clock.now(),
            actor: by.name,
            ...(userId === null ? {} : { userId }),
          });
    return assignedCount;
  }

  async function deleteFrom(
    tx: Tx,
    by: AuditActor,
    object: DeletableObject,
    id: number,
  ): Promise<ErasureCounts> {
    const counts: ErasureCounts = {};
    if (object === 'people') {
      counts['assigned'] = await unassignAll(tx, by, id);
      counts['detachedAccounts'] = await detachAccounts(tx, id);
    }
    if (object === 'assets') counts['installs'] = await deleteInstalls(tx, id);
    if (object === 'saas') counts['accounts'] = await deleteAccountsOf(tx, id);
    if (object === 'software') {
      if ((await hasInstalls(tx, id)) || (await hasOpenSession(tx, 'assets')))
        throw makeError('RECORDS_STILL_INSTALLED');
      counts['spellings'] = await deleteReleases(tx, id);
    }
    await forgetParkedChoices(tx, object, id);
    return { ...counts, ...(await deleteRecordRows(tx, { object, id, isSynced: isSynced(object) })) };
  }

  /** Sessions one slice after the other, each in a transaction of its own: there may be thousands. */
  async function cleanSessions(traces: PersonTraces): Promise<ErasureCounts> {
    let counts: ErasureCounts = {};
    for (let after = 0; ; ) {
      const ids = await listSessionIds(db, after, sessionsPerSlice);
      const last = ids.at(-1);
      if (last === undefined) return counts;
      counts = addCounts(counts, await db.withTransaction((tx) => deleteFromSessions(tx, ids, traces)));
      after = last;
    }
  }

  /** History and payloads of devices; the history in slices as well. */
  async function cleanDevices(traces: PersonTraces): Promise<ErasureCounts> {
    const fields = findNamingFields(await deps.listFields('assets'), traces);
    const counts = { deviceHistory: 0, devicePayloads: 0 };
    const lastChangeId = await findLastChangeId(db);
    for (let afterId = 0; afterId < lastChangeId; afterId += rowsPerSlice)
      counts.deviceHistory += await cleanDeviceHistory(db, fields, {
        afterId,
        upToId: afterId + rowsPerSlice,
      });
    counts.devicePayloads = await forgetDevicePayloads(db, traces);
    return counts;
  }

  /** What erases one person, within the caller's transaction; sessions that have ended are cleaned already. */
  async function eraseWithin(
    tx: Tx,
    by: AuditActor,
    person: { traces: PersonTraces; emails: readonly string[]; pseudonym: string },
  ): Promise<ErasureCounts> {
    const { traces, emails, pseudonym } = person;
    const accounts = await deleteAccounts(tx, traces.recordId, emails);
    let counts: ErasureCounts = await deleteFromSessions(tx, await listOpenSessionIds(tx), traces);
    counts = addCounts(counts, await deleteElsewhere(tx, traces));
    counts = addCounts(counts, await deleteFrom(tx, by, 'people', traces.recordId));
    const namingFields = findNamingFields(await deps.listFields('assets'), traces);
    const stamp = { at: clock.now(), actor: by.name, userId: userIdOf(by) };
    counts = addCounts(counts, await emptyNamingFields(tx, namingFields, stamp));
    const auditEntries = await pseudonymizeAudit(tx, traces, pseudonym);
    return addCounts(counts, { accounts, auditEntries });
  }

  async function readPerson(id: number) {
    const { record, fields } = await getRecord('people', id);
    const sources = await listSourceRefs(db, 'people', id);
    const traces = makeTraces(record, sources, fields);
    const keys = fields.flatMap(({ name, isUnique }) => {
      const value = record.values[name];
      return isUnique && typeof value === 'string' && value !== '' ? [{ field: name, value }] : [];
    });
    const email = record.values['email'];
    const emails = typeof email === 'string' && email !== '' ? [email.toLowerCase()] : [];
    return { traces, keys, emails };
  }

  /** Erases somebody the list knows, without a new proof; after an older backup was restored. */
  async function eraseAgain(by: AuditActor, id: number, pseudonym: string): Promise<void> {
    const { traces, emails } = await readPerson(id);
    await cleanSessions(traces);
    await cleanDevices(traces);
    await db.withTransaction(async (tx) => {
      await waitForSessions(tx, 'people');
      await eraseWithin(tx, by, { traces, emails, pseudonym });
    });
  }

  return {
    eraseAgain,

    /**
     * Deletes an archived record. A source that still has it brings it back as a new one at the next session. Throws
     * API_NOT_FOUND, RECORDS_NOT_ARCHIVED, RECORDS_STILL_INSTALLED, RECORDS_BUSY.
     */
    async deleteRecord(by: AuditActor, object: DeletableObject, id: number): Promise<ErasureCounts> {
      const { record } = await getRecord(object, id);
      const name = nameRecord(object, (field) => record.values[field]) ?? String(id);
      if (record.archivedAt === null) throw makeError('RECORDS_NOT_ARCHIVED', { name });
      return db.withTransaction(async (tx) => {
        // In the order in which sessions that read installed software take them.
        if (object === 'software') await waitForSessions(tx, 'assets');
        await waitForSessions(tx, object);
        const counts = await deleteFrom(tx, by, object, id);
        await audit.record(tx, {
          by,
          action: 'record.deleted',
          targetType: object,
          targetId: id,
          targetName: name,
          details: counts,
        });
        return counts;
      });
    },

    /**
     * Erases a person: everything that names them here, but for what is named in the guide. Returns the proof, which does
     * not name the person. Throws API_NOT_FOUND, RECORDS_BUSY.
     */
    async erasePerson(by: AuditActor, id: number): Promise<Erasure> {
      const { traces, keys, emails } = await readPerson(id);
      const erasureId = randomUUID();
      const pseudonym = `erased-${erasureId.slice(0, 8)}`;
      const cleaned = addCounts(await cleanSessions(traces), await cleanDevices(traces));
      const erasure = await db.withTransaction(async (tx) => {
        await lockErasures(tx);
        await waitForSessions(tx, 'people');
        const key = await deps.keys.getCurrent(tx);
        const hashes = [
          ...traces.sources.map(({ integrationId, nativeId }) => hashNativeId(key, integrationId, nativeId)),
          ...keys.map(({ field, value }) => hashKeyValue(key, field, value)),
        ];
        const counts = addCounts(cleaned, await eraseWithin(tx, by, { traces, emails, pseudonym }));
        const proof: Erasure = {
          id: erasureId,
          pseudonym,
          erasedAt: clock.now(),
          erasedBy: by.name,
          counts,
          releasedAt: null,
          releasedBy: null,
        };
        await insertErasure(tx, { ...proof, keyId: key.id }, hashes);
        await audit.record(tx, {
          by,
          action: 'person.erased',
          targetType: 'people',
          targetId: pseudonym,
          targetName: pseudonym,
          details: counts,
        });
        return proof;
      });
      await deps.storeList();
      return erasure;
    },

    /** Throws API_BAD_REQUEST. */
    async list(raw: RawListQuery): Promise<ListPage<Erasure>> {
      const fields = makeListFields(erasureColumns, [{ field: 'erasedAt', direction: 'desc' }]);
      return listErasurePage(db, parseListQuery(raw, fields));
    },

    /** Lets the person come back with the next session of a source that has them. Throws API_NOT_FOUND. */
    async release(by: AuditActor, id: string): Promise<Erasure> {
      const released = await db.withTransaction(async (tx) => {
        await lockErasures(tx);
        const found = await findErasure(tx, id);
        if (!found) throw makeError('API_NOT_FOUND', { what: 'This erasure' });
        if (found.releasedAt !== null) return found;
        const at = clock.now();
        await releaseErasure(tx, { id, at, by: by.name });
        await audit.record(tx, {
          by,
          action: 'person.may-come-back',
          targetType: 'people',
          targetId: found.pseudonym,
          targetName: found.pseudonym,
        });
        return { ...found, releasedAt: at, releasedBy: by.name };
      });
      await deps.storeList();
      return released;
    },
  };
}

function addCounts(left: ErasureCounts, right: ErasureCounts): ErasureCounts {
  const sum = { ...left };
  for (const [name, value] of Object.entries(right)) sum[name] = (sum[name] ?? 0) + value;
  return sum;
}
