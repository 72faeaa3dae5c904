/** Where a record's values come from, and what happened to it. */
import type { Queryable } from '../db/client.ts';
import { parseJson } from '../model/json.ts';

export interface RecordSource {
  id: number;
  integrationId: number;
  integrationName: string;
  connectorId: string;
  streamId: string;
  nativeId: string;
  firstSeenAt: Date;
  lastChangedAt: Date;
  missingSince: Date | null;
}

export async function listRecordSources(
  db: Queryable,
  object: string,
  recordId: number,
): Promise<RecordSource[]> {
  const { rows } = await db.query<RecordSource>(
    `SELECT s.id, s.integration_id AS "integrationId", i.name AS "integrationName", i.connector_id AS "connectorId",
            i.stream_id AS "streamId", s.native_id AS "nativeId", s.first_seen_at AS "firstSeenAt",
            s.last_changed_at AS "lastChangedAt", s.missing_since AS "missingSince"
       FROM source_records s JOIN integrations i ON i.id = s.integration_id AND i.object = $1
      WHERE s.record_id = $2 ORDER BY s.first_seen_at`,
    [object, recordId],
  );
  return rows;
}

/** The vendor's latest version of one record, with every digit, and the stream it came from. */
export async function findSourcePayload(
  db: Queryable,
  object: string,
  recordId: number,
  sourceId: number,
): Promise<{ payload: unknown; connectorId: string; streamId: string } | undefined> {
  const { rows } = await db.query<{ payload: string; connectorId: string; streamId: string }>(
    `SELECT s.payload::text AS payload, i.connector_id AS "connectorId", i.stream_id AS "streamId"
       FROM source_records s JOIN integrations i ON i.id = s.integration_id AND i.object = $1
      WHERE s.record_id = $2 AND s.id = $3`,
    [object, recordId, sourceId],
  );
  return rows[0] && { ...rows[0], payload: parseJson(rows[0].payload) };
}

export interface HistoryEntry {
  id: number;
  kind: string;
  at: Date;
  actor: string;
  sessionId: number | null;
  integrationId: number | null;
  userId: number | null;
  changes: Record<string, [unknown, unknown]>;
}

/** Newest first. */
export async function listChanges(
  db: Queryable,
  object: string,
  recordId: number,
  before: number | null,
  limit: number,
): Promise<HistoryEntry[]> {
  const { rows } = await db.query<HistoryEntry>(
    `SELECT id, kind, at, actor, session_id AS "sessionId", integration_id AS "integrationId", user_id AS "userId", changes
       FROM record_changes
      WHERE object = $1 AND record_id = $2 AND ($3::bigint IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
    [object, recordId, before, limit],
  );
  return rows;
}

export interface FieldOrigin {
  field: string;
  at: Date;
  actor: string;
  sessionId: number | null;
  integrationId: number | null;
  userId: number | null;
}

/** Who wrote each field last, as far as it was changed after the creation. */
export async function listFieldOrigins(
  db: Queryable,
  object: string,
  recordId: number,
): Promise<FieldOrigin[]> {
  const { rows } = await db.query<FieldOrigin>(
    `SELECT DISTINCT ON (k.field) k.field, c.at, c.actor, c.session_id AS "sessionId", c.integration_id AS "integrationId",
            c.user_id AS "userId"
       FROM record_changes c, jsonb_object_keys(c.changes) AS k (field)
      WHERE c.object = $1 AND c.record_id = $2 ORDER BY k.field, c.id DESC`,
    [object, recordId],
  );
  return rows;
}

/** The next session decides again what the vendor says against what a person has written. */
export async function forgetHashes(db: Queryable, object: string, recordId: number): Promise<void> {
  await db.query(
    `UPDATE source_records s SET content_hash = NULL FROM integrations i
      WHERE i.id = s.integration_id AND i.object = $1 AND s.record_id = $2`,
    [object, recordId],
  );
}
