import type { Queryable, Tx } from '../db/client.ts';
import { queryListPage } from '../db/list-page.queries.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { type ListColumns, planList } from '../model/list-sql.ts';
import type { ObjectName } from '../model/objects.ts';
import type { ObjectList } from './record-columns.ts';
import { type RecordRow, selectList, toRecord } from './record-rows.ts';

export const parkedDecisions = ['link', 'create', 'ignore'] as const;
export type ParkedDecision = (typeof parkedDecisions)[number];

export interface ParkedRow {
  id: number;
  integrationId: number;
  integrationName: string;
  nativeId: string;
  object: ObjectName;
  label: string | null;
  reasonCode: string;
  reason: string;
  candidateIds: number[];
  /** { field: value } as it would have been written. */
  incoming: Record<string, unknown>;
  firstSeenAt: Date;
  lastSeenAt: Date;
  lastSessionId: number;
  /** What a person has said; null while it waits. */
  decision: ParkedDecision | null;
  decidedAt: Date | null;
  decidedBy: string | null;
}

export const parkedColumns: ListColumns = {
  id: { sql: 'p.id', type: 'bigint', isFilterable: false },
  object: { sql: 'p.object', type: 'text' },
  integrationId: { sql: 'p.integration_id', type: 'bigint' },
  integrationName: { sql: 'i.name', type: 'text' },
  nativeId: { sql: 'p.native_id', type: 'text' },
  label: { sql: 'p.label', type: 'text', isNullable: true },
  reasonCode: { sql: 'p.reason_code', type: 'text' },
  decision: { sql: 'p.resolution', type: 'text', isNullable: true },
  firstSeenAt: { sql: 'p.first_seen_at', type: 'timestamptz' },
  lastSeenAt: { sql: 'p.last_seen_at', type: 'timestamptz' },
};

const select = `p.id, p.integration_id AS "integrationId", i.name AS "integrationName", p.native_id AS "nativeId", p.object,
  p.label, p.reason_code AS "reasonCode", p.reason, p.candidates AS "candidateIds", p.mapped AS incoming,
  p.first_seen_at AS "firstSeenAt", p.last_seen_at AS "lastSeenAt", p.last_session_id AS "lastSessionId",
  p.resolution AS decision, p.resolved_at AS "decidedAt", p.resolved_by AS "decidedBy"`;
const from = 'parked_records p JOIN integrations i ON i.id = p.integration_id';

export async function listParkedRows(db: Queryable, query: ListQuery): Promise<ListPage<ParkedRow>> {
  const planned = planList(query, {
    columns: parkedColumns,
    tieBreaker: 'id',
    search: ['p.label', 'p.native_id', 'i.name'],
  });
  const page = await queryListPage<ParkedRow>(db, planned, { select, from, countLimit: 10_000 });
  return {
    ...page,
    items: page.items.map((row) => ({ ...row, candidateIds: row.candidateIds.map(Number) })),
  };
}

/** Current values of these records of one object, in the order of their ids. */
export async function findCandidates(
  db: Queryable,
  list: ObjectList,
  ids: readonly number[],
): Promise<RecordRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<Record<string, unknown>>(
    `SELECT ${selectList(list)} FROM ${list.from} WHERE t.id = ANY ($1::bigint[]) ORDER BY t.id`,
    [ids],
  );
  return rows.map((row) => toRecord(list, row));
}

export async function findParked(
  db: Queryable,
  ids: readonly number[],
): Promise<{ id: number; object: ObjectName; label: string | null; nativeId: string }[]> {
  const { rows } = await db.query<{ id: number; object: ObjectName; label: string | null; nativeId: string }>(
    `SELECT id, object, label, native_id AS "nativeId" FROM parked_records WHERE id = ANY ($1::bigint[]) ORDER BY id`,
    [ids],
  );
  return rows;
}

/** @param of `decision` null takes back what was said before */
export async function decideParked(
  tx: Tx,
  ids: readonly number[],
  of: { decision: ParkedDecision | null; recordId: number | null; at: Date; by: string },
): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE parked_records SET resolution = $2, resolved_record_id = $3, resolved_by = $5,
            resolved_at = CASE WHEN $2::text IS NULL THEN NULL ELSE $4::timestamptz END
      WHERE id = ANY ($1::bigint[])`,
    [ids, of.decision, of.recordId, of.at, of.decision === null ? null : of.by],
  );
  return rowCount ?? 0;
}
