/** Reading what a batch needs to know. Everything here is one round trip per page, whatever the page's size. */
import type { Queryable } from '../../db/client.ts';
import { fieldTypes } from '../../model/field-types/field-types.ts';
import type { Field, MappedValue } from '../../model/objects.ts';
import type { ExistingRecord, SourceLink } from '../batch-run.ts';
import type { Resolution } from './decide.ts';
import type { Ruling } from './decide-together.ts';
import type { PlaceholderValue } from './placeholders.ts';

/**
 * Links of these native ids: about 1 µs a record, nothing but ids and hashes crosses the wire. OFFSET 0 keeps the
 * planner from turning the probes of the primary key into a scan of the whole table, payloads and all.
 */
export async function findSourceLinks(
  db: Queryable,
  integrationId: number,
  sessionId: number,
  nativeIds: readonly string[],
): Promise<Map<string, SourceLink>> {
  const { rows } = await db.query<SourceLink & { nativeId: string }>(
    `SELECT s.* FROM unnest($2::text[]) AS asked (native_id) CROSS JOIN LATERAL (
       SELECT r.native_id AS "nativeId", r.id AS "sourceId", r.record_id AS "recordId", r.content_hash::text AS "contentHash",
              r.empty_keys AS "emptyKeys", r.missing_since IS NOT NULL AS "isMissing", r.last_session_id = $3 AS "isFromThisSession"
         FROM source_records r WHERE r.integration_id = $1 AND r.native_id = asked.native_id OFFSET 0) s`,
    [integrationId, nativeIds, sessionId],
  );
  const links = new Map<string, SourceLink>();
  for (const row of rows) links.set(row.nativeId, row);
  return links;
}

/**
 * Records that hold one of `values` in a unique field: value as asked for → record id. The lower-casing is left to
 * the database so that it is the very one of the unique index.
 */
export async function findHolders(
  db: Queryable,
  table: string,
  field: Field,
  values: readonly string[],
): Promise<Map<string, number>> {
  const isText = fieldTypes[field.type].columnType === 'text';
  const { rows } = await db.query<{ value: string; id: number }>(
    isText
      ? `SELECT asked.value, found.id FROM unnest($1::text[]) AS asked (value) CROSS JOIN LATERAL (
           SELECT t.id FROM ${table} t WHERE lower(t.${field.column}) = lower(asked.value) OFFSET 0) found`
      : `SELECT asked.value::text AS value, found.id FROM unnest($1::text[]::numeric[]) AS asked (value) CROSS JOIN LATERAL (
           SELECT t.id FROM ${table} t WHERE t.${field.column} = asked.value OFFSET 0) found`,
    [values],
  );
  return new Map(rows.map((row) => [row.value, row.id]));
}

/** Current values of the mapped fields of these records. */
export async function findExistingRecords(
  db: Queryable,
  table: string,
  targetFields: readonly Field[],
  recordIds: readonly number[],
): Promise<Map<number, ExistingRecord>> {
  const columns = targetFields.map((field) => `, ${field.column}`).join('');
  const { rows } = await db.query<Record<string, unknown>>(
    `SELECT id, version, locked_fields, archived_at IS NOT NULL AS is_archived, retired_as${columns} FROM ${table} WHERE id = ANY ($1::bigint[])`,
    [recordIds],
  );
  return new Map(
    rows.map((row) => [
      Number(row['id']),
      {
        recordId: Number(row['id']),
        version: Number(row['version']),
        isArchived: row['is_archived'] === true,
        retiredAs: row['retired_as'] as ExistingRecord['retiredAs'],
        lockedFields: (row['locked_fields'] as string[] | null) ?? [],
        values: targetFields.map((field) => row[field.column] as MappedValue),
      },
    ]),
  );
}

/** Values that never match a record, always in the same order. */
export async function findPlaceholders(db: Queryable): Promise<PlaceholderValue[]> {
  const { rows } = await db.query<PlaceholderValue>(
    `SELECT value, is_pattern AS "isPattern", field FROM placeholder_values ORDER BY value COLLATE "C", field, is_pattern`,
  );
  return rows;
}

/** People by e-mail address, else by username: value as asked for → person id. */
export async function findPeople(db: Queryable, names: readonly string[]): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const { rows } = await db.query<{ name: string; id: number }>(
    `SELECT asked.name, found.id FROM unnest($1::text[]) AS asked (name) CROSS JOIN LATERAL (
       SELECT id FROM (SELECT p.id, 1 AS rank FROM people p WHERE lower(p.email) = lower(asked.name)
             UNION ALL SELECT p.id, 2 FROM people p WHERE lower(p.username) = lower(asked.name)) either
        ORDER BY rank LIMIT 1) found`,
    [names],
  );
  return new Map(rows.map((row) => [row.name, row.id]));
}

export interface ClaimantRow {
  recordId: number;
  sourceId: number;
  nativeId: string;
  /** Written by this session. */
  isFromThisSession: boolean;
}

/** Live source records of this integration that stand for these records. */
export async function findClaimants(
  db: Queryable,
  integrationId: number,
  sessionId: number,
  recordIds: readonly number[],
): Promise<ClaimantRow[]> {
  if (recordIds.length === 0) return [];
  const { rows } = await db.query<ClaimantRow>(
    `SELECT record_id AS "recordId", id AS "sourceId", native_id AS "nativeId", last_session_id = $3 AS "isFromThisSession"
       FROM source_records
      WHERE record_id = ANY ($2::bigint[]) AND integration_id = $1 AND missing_since IS NULL`,
    [integrationId, recordIds, sessionId],
  );
  return rows;
}

/**
 * What a preview has planned already: keys taken (`target:value`, `record:<id>`) → native id, and keys given up.
 * @param of `beforeSeq`: only by batches before the one with this number
 */
export async function findPlannedKeys(
  db: Queryable,
  of: { planSessionId: number; beforeSeq: number | undefined },
  keys: readonly string[],
): Promise<{ taken: Map<string, string>; released: Set<string> }> {
  const taken = new Map<string, string>();
  const released = new Set<string>();
  if (keys.length === 0) return { taken, released };
  const { rows } = await db.query<{ key: string; nativeId: string; isReleased: boolean }>(
    `SELECT key, native_id AS "nativeId", is_released AS "isReleased" FROM plan_keys
      WHERE session_id = $1 AND key = ANY ($2::text[]) AND ($3::bigint IS NULL OR batch_seq < $3)`,
    [of.planSessionId, keys, of.beforeSeq ?? null],
  );
  for (const row of rows) {
    if (row.isReleased) released.add(row.key);
    else taken.set(row.key, row.nativeId);
  }
  return { taken, released };
}

/** What a person has said about these source records. */
export async function findResolutions(
  db: Queryable,
  integrationId: number,
  nativeIds: readonly string[],
): Promise<Map<string, Ruling>> {
  const { rows } = await db.query<{ nativeId: string; resolution: Resolution; recordId: number | null }>(
    `SELECT native_id AS "nativeId", resolution, resolved_record_id AS "recordId" FROM parked_records
      WHERE integration_id = $1 AND native_id = ANY ($2::text[]) AND resolution IS NOT NULL`,
    [integrationId, nativeIds],
  );
  return new Map(
    rows.map(({ nativeId, resolution, recordId }) => [
      nativeId,
      { resolution, recordId: recordId ?? undefined },
    ]),
  );
}

export async function hasResolutions(db: Queryable, integrationId: number): Promise<boolean> {
  const { rows } = await db.query(
    'SELECT FROM parked_records WHERE integration_id = $1 AND resolution IS NOT NULL LIMIT 1',
    [integrationId],
  );
  return rows.length > 0;
}
