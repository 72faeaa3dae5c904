/** Reads everything a session needs to know about its integration. */
import type { Queryable } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import type { Mapping } from '../../mapping/mapping-types.ts';
import type { IntegrationRow } from '../run.ts';

/**
 * Tells apart whose ids an integration `i` reads: the credential, and where its own settings lead elsewhere (another
 * server, another portal), a digest of those. The same expression stands in migration 0010.
 */
const tenantSql = `(
  SELECT 'c' || coalesce(i.credential_id, 0) || coalesce('.' || left(encode(sha256(convert_to(
           string_agg(s.key || '=' || lower(btrim(s.value)), E'\\n' ORDER BY s.key COLLATE "C"), 'UTF8')), 'hex'), 6), '')
    FROM jsonb_each_text(i.settings) s
   WHERE btrim(s.value) <> '' AND lower(btrim(s.value)) IS DISTINCT FROM
         (SELECT lower(btrim(c.fields ->> s.key)) FROM credentials c WHERE c.id = i.credential_id))`;

export async function getIntegrationForRun(db: Queryable, integrationId: number): Promise<IntegrationRow> {
  const { rows } = await db.query<IntegrationRow>(
    `SELECT i.id, i.name, connector_id AS "connectorId", stream_id AS "streamId", object, credential_id AS "credentialId",
            settings, preference, user_selection AS "userSelection", coalesce(nullif(integration_user, ''), i.name) AS "integrationUser",
            absence_policy AS "absencePolicy", retire_limit_percent AS "retireLimitPercent", ca_bundle_pem AS "caBundlePem",
            json_build_object('points', drift_points, 'factor', drift_factor, 'firstPercent', drift_first_percent) AS drift,
            ${tenantSql} AS tenant
       FROM integrations i WHERE i.id = $1`,
    [integrationId],
  );
  const row = rows[0];
  if (!row) throw makeError('API_NOT_FOUND', { what: `Integration ${integrationId}` });
  return row;
}

/** The mapping a session runs with: the version it started with, or the newest when it starts now. */
export async function findMapping(
  db: Queryable,
  integrationId: number,
  version: number | null,
): Promise<{ version: number; mapping: Mapping } | undefined> {
  const { rows } = await db.query<{ version: number; mapping: Mapping }>(
    `SELECT version, mapping FROM mappings
      WHERE integration_id = $1 AND ($2::integer IS NULL OR version = $2) ORDER BY version DESC LIMIT 1`,
    [integrationId, version],
  );
  return rows[0];
}

export async function fixMappingVersion(db: Queryable, sessionId: number, version: number): Promise<void> {
  await db.query('UPDATE sessions SET mapping_version = $2 WHERE id = $1 AND mapping_version IS NULL', [
    sessionId,
    version,
  ]);
}
