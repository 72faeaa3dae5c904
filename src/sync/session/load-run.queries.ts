/** Reads everything a session needs to know about its integration. */
import type { Queryable } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import type { Mapping } from '../../mapping/mapping-types.ts';
import type { AbsencePolicy, Preference, UserSelection } from '../../model/integration-options.ts';
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
  const { rows } = await db.query<{
    id: number;
    name: string;
    connector_id: string;
    stream_id: string;
    object: string;
    credential_id: number | null;
    tenant: string;
    settings: Record<string, string>;
    preference: Preference;
    user_selection: UserSelection;
    integration_user: string;
    absence_policy: AbsencePolicy;
    retire_limit_percent: number;
    drift_points: number;
    drift_factor: number;
    drift_first_percent: number;
    ca_bundle_pem: string | null;
  }>(
    `SELECT i.id, i.name, connector_id, stream_id, object, credential_id, settings, preference, user_selection,
            integration_user, absence_policy, retire_limit_percent, drift_points,
            drift_factor, drift_first_percent, ca_bundle_pem, ${tenantSql} AS tenant
       FROM integrations i WHERE i.id = $1`,
    [integrationId],
  );
  const row = rows[0];
  if (!row) throw makeError('API_NOT_FOUND', { what: `Integration ${integrationId}` });
  return {
    id: row.id,
    name: row.name,
    connectorId: row.connector_id,
    streamId: row.stream_id,
    object: row.object,
    credentialId: row.credential_id,
    tenant: row.tenant,
    settings: row.settings,
    preference: row.preference,
    userSelection: row.user_selection,
    integrationUser: row.integration_user === '' ? row.name : row.integration_user,
    absencePolicy: row.absence_policy,
    retireLimitPercent: row.retire_limit_percent,
    drift: {
      points: row.drift_points,
      factor: row.drift_factor,
      firstPercent: row.drift_first_percent,
    },
    caBundlePem: row.ca_bundle_pem,
  };
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
