import type { Db, Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import type { AuditActor, AuditPort } from '../model/audit.ts';
import type { Clock } from '../model/clock.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import { makeListFields } from '../model/list-sql.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { nameRecord } from '../model/record-name.ts';
import {
  decideParked,
  findCandidates,
  findParked,
  listParkedRows,
  type ParkedDecision,
  type ParkedRow,
  parkedColumns,
} from './parked-records.queries.ts';
import { makeObjectList } from './record-columns.ts';
import type { RecordRow } from './record-rows.ts';
import type { StoredObject } from './record-service.ts';

/** How many records one decision may be about. */
export const maxDecided = 1_000;

export interface Candidate {
  recordId: number;
  label: string | null;
  isArchived: boolean;
  /** Only the fields the source record brings as well, so that both can stand side by side. */
  values: RecordRow['values'];
}

export interface ParkedRecord extends Omit<ParkedRow, 'candidateIds'> {
  candidates: Candidate[];
}

export interface ParkedChoice {
  ids: readonly number[];
  /** `ask`: takes back what was said before. */
  action: ParkedDecision | 'ask';
  /** For `link`: the record it stands for. */
  recordId?: number | undefined;
}

export interface ParkedRecordsDeps {
  db: Db;
  clock: Clock;
  audit: AuditPort<Queryable>;
  listFields(object: ObjectName): Promise<readonly Field[]>;
}

export type ParkedRecordsService = ReturnType<typeof makeParkedRecordsService>;

/** Source records that no session could assign, until a person or a later session does (docs/decisions/0017). */
export function makeParkedRecordsService({ db, clock, audit, listFields }: ParkedRecordsDeps) {
  async function withCandidates(rows: readonly ParkedRow[]): Promise<ParkedRecord[]> {
    const found = new Map<string, RecordRow>();
    for (const object of new Set(rows.map((row) => row.object))) {
      const list = makeObjectList(object as StoredObject, await listFields(object));
      const ids = rows.flatMap((row) => (row.object === object ? row.candidateIds : []));
      for (const record of await findCandidates(db, list, [...new Set(ids)]))
        found.set(`${object}:${record.id}`, record);
    }
    return rows.map(({ candidateIds, ...row }) => ({
      ...row,
      candidates: candidateIds.flatMap((recordId) => {
        const record = found.get(`${row.object}:${recordId}`);
        if (!record) return [];
        const shared = Object.entries(record.values).filter(([name]) => Object.hasOwn(row.incoming, name));
        return {
          recordId,
          label: nameRecord(row.object, (name) => record.values[name]) ?? null,
          isArchived: record.archivedAt !== null,
          values: Object.fromEntries(shared),
        };
      }),
    }));
  }

  return {
    /** What waits for a person, unless the query asks for what has been decided. Throws API_BAD_REQUEST. */
    async list(raw: RawListQuery): Promise<ListPage<ParkedRecord>> {
      const fields = makeListFields(parkedColumns, [{ field: 'lastSeenAt', direction: 'desc' }]);
      const query = parseListQuery(raw, fields);
      if (!query.filters.some(({ field }) => field === 'decision'))
        query.filters.push({ field: 'decision', op: 'empty', value: '' });
      const page = await listParkedRows(db, query);
      return { ...page, items: await withCandidates(page.items) };
    },

    /**
     * What the next sessions do about these source records. Throws API_NOT_FOUND when one of them is not parked (any
     * more) or the record to link is not there, API_BAD_REQUEST when `link` names no record or several objects.
     */
    async decide(by: AuditActor, { ids, action, recordId }: ParkedChoice): Promise<{ count: number }> {
      const parked = await findParked(db, ids);
      const lost = ids.find((id) => !parked.some((found) => found.id === id));
      if (lost !== undefined) throw makeError('API_NOT_FOUND', { what: `Parked record ${lost}` });
      if (action === 'link') await assertLinkable(parked, recordId);
      const decision = action === 'ask' ? null : action;
      return db.withTransaction(async (tx) => {
        const count = await decideParked(tx, ids, {
          decision,
          recordId: action === 'link' ? (recordId ?? null) : null,
          at: clock.now(),
          by: by.name,
        });
        const [first] = parked;
        await audit.record(tx, {
          by,
          action: 'parked-record.decided',
          targetType: 'parked_record',
          targetId: ids.length === 1 ? first?.id : undefined,
          targetName:
            ids.length === 1 ? (first?.label ?? first?.nativeId ?? '') : `${ids.length} parked records`,
          details: { action, nativeIds: parked.slice(0, 100).map(({ nativeId }) => nativeId), recordId },
        });
        return { count };
      });
    },
  };

  async function assertLinkable(
    parked: readonly { object: ObjectName }[],
    recordId: number | undefined,
  ): Promise<void> {
    if (recordId === undefined)
      throw makeError('API_BAD_REQUEST', { problem: 'Name the record to link to.' }, { field: 'recordId' });
    const objects = [...new Set(parked.map(({ object }) => object))];
    const [object] = objects;
    if (object === undefined || objects.length > 1)
      throw makeError(
        'API_BAD_REQUEST',
        { problem: 'The parked records are of several objects; link those of one object at a time.' },
        { field: 'ids' },
      );
    const list = makeObjectList(object as StoredObject, await listFields(object));
    if ((await findCandidates(db, list, [recordId])).length === 0)
      throw makeError('API_NOT_FOUND', { what: `Record ${recordId} in ${object}` }, { field: 'recordId' });
  }
}
