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
  const { rows } = await db.query<{
    id: number;
    integration_id: number;
    name: string;
    connector_id: string;
    stream_id: string;
    native_id: string;
    first_seen_at: Date;
    last_changed_at: Date;
    missing_since: Date | null;
  }>(
    `SELECT s.id, s.integration_id, i.name, i.connector_id, i.stream_id, s.native_id, s.first_seen_at, s.last_changed_at, s.missing_since
       FROM source_records s JOIN integrations i ON i.id = s.integration_id AND i.object = $1
      WHERE s.record_id = $2 ORDER BY s.first_seen_at`,
    [object, recordId],
  );
  return rows.map((row) => ({
    id: row.id,
    integrationId: row.integration_id,
    integrationName: row.name,
    connectorId: row.connector_id,
    streamId: row.stream_id,
    nativeId: row.native_id,
    firstSeenAt: row.first_seen_at,
    lastChangedAt: row.last_changed_at,
    missingSince: row.missing_since,
  }));
}

/** The vendor's latest version of one record, with every digit, and the stream it came from. */
export async function findSourcePayload(
  db: Queryable,
  object: string,
  recordId: number,
  sourceId: number,
): Promise<{ payload: unknown; connectorId: string; streamId: string } | undefined> {
  const { rows } = await db.query<{ payload: string; connector_id: string; stream_id: string }>(
    `SELECT s.payload::text AS payload, i.connector_id, i.stream_id FROM source_records s JOIN integrations i ON i.id = s.integration_id AND i.object = $1
      WHERE s.record_id = $2 AND s.id = $3`,
    [object, recordId, sourceId],
  );
  const row = rows[0];
  if (!row) return undefined;
  return { payload: parseJson(row.payload), connectorId: row.connector_id, streamId: row.stream_id };
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
  const { rows } = await db.query<{
    id: number;
    kind: string;
    at: Date;
    actor: string;
    session_id: number | null;
    integration_id: number | null;
    user_id: number | null;
    changes: Record<string, [unknown, unknown]>;
  }>(
    `SELECT id, kind, at, actor, session_id, integration_id, user_id, changes FROM record_changes
      WHERE object = $1 AND record_id = $2 AND ($3::bigint IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
    [object, recordId, before, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    at: row.at,
    actor: row.actor,
    sessionId: row.session_id,
    integrationId: row.integration_id,
    userId: row.user_id,
    changes: row.changes,
  }));
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
  const { rows } = await db.query<{
    field: string;
    at: Date;
    actor: string;
    session_id: number | null;
    integration_id: number | null;
    user_id: number | null;
  }>(
    `SELECT DISTINCT ON (k.field) k.field, c.at, c.actor, c.session_id, c.integration_id, c.user_id
       FROM record_changes c, jsonb_object_keys(c.changes) AS k (field)
      WHERE c.object = $1 AND c.record_id = $2 ORDER BY k.field, c.id DESC`,
    [object, recordId],
  );
  return rows.map((row) => ({
    field: row.field,
    at: row.at,
    actor: row.actor,
    sessionId: row.session_id,
    integrationId: row.integration_id,
    userId: row.user_id,
  }));
}

/** The next session decides again what the vendor says against what a person has written. */
export async function forgetHashes(db: Queryable, object: string, recordId: number): Promise<void> {
  await db.query(
    `UPDATE source_records s SET content_hash = NULL FROM integrations i
      WHERE i.id = s.integration_id AND i.object = $1 AND s.record_id = $2`,
    [object, recordId],
  );
}
