import type { Queryable, Tx } from '../db/client.ts';
import { queryListPage } from '../db/list-page.queries.ts';
import type { Mapping } from '../mapping/mapping-types.ts';
import type {
  AbsencePolicy,
  IntegrationStatus,
  Preference,
  UserSelection,
} from '../model/integration-options.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { planList } from '../model/list-sql.ts';
import type { CredentialStatus } from '../vault/vault-types.ts';
import { integrationListColumns } from './integration-list-fields.ts';
import type { Schedule } from './schedule.ts';

export interface LastSession {
  id: number;
  kind: string;
  status: string;
  startedAt: Date | null;
  endedAt: Date | null;
  errorMessage: string | null;
}

export interface StoredIntegration {
  id: number;
  name: string;
  connectorId: string;
  streamId: string;
  object: string;
  credentialId: number | null;
  credentialName: string | null;
  credentialStatus: string | null;
  settings: Record<string, string>;
  preference: Preference;
  userSelection: UserSelection;
  status: IntegrationStatus;
  integrationUser: string;
  contacts: number[];
  schedule: Schedule;
  nextRunAt: Date | null;
  absencePolicy: AbsencePolicy;
  retireLimitPercent: number;
  driftPoints: number;
  driftFactor: number;
  driftFirstPercent: number;
  caBundlePem: string | null;
  mappingVersion: number | null;
  createdAt: Date;
  updatedAt: Date;
  openSession: { id: number; kind: string; status: string } | null;
  lastSession: LastSession | null;
}

/** Of the joined sessions the parts stand side by side; `toIntegration` puts them together. */
type Row = Omit<StoredIntegration, 'openSession' | 'lastSession'> & {
  openId: number | null;
  openKind: string;
  openStatus: string;
  lastId: number | null;
  lastKind: string;
  lastStatus: string;
  lastStartedAt: Date | null;
  lastEndedAt: Date | null;
  lastErrorMessage: string | null;
};

const select = `i.id, i.name, i.connector_id AS "connectorId", i.stream_id AS "streamId", i.object,
    i.credential_id AS "credentialId", c.name AS "credentialName", c.status AS "credentialStatus", i.settings, i.preference,
    i.user_selection AS "userSelection", i.status, i.integration_user AS "integrationUser", i.contacts, i.schedule,
    i.next_run_at AS "nextRunAt", i.absence_policy AS "absencePolicy", i.retire_limit_percent AS "retireLimitPercent",
    i.drift_points AS "driftPoints", i.drift_factor AS "driftFactor", i.drift_first_percent AS "driftFirstPercent",
    i.ca_bundle_pem AS "caBundlePem", (SELECT max(version) FROM mappings m WHERE m.integration_id = i.id) AS "mappingVersion",
    i.created_at AS "createdAt", i.updated_at AS "updatedAt",
    open.id AS "openId", open.kind AS "openKind", open.status AS "openStatus",
    last.id AS "lastId", last.kind AS "lastKind", last.status AS "lastStatus", last.started_at AS "lastStartedAt",
    last.ended_at AS "lastEndedAt", last.error_message AS "lastErrorMessage"`;

/** The last session that says something about the integration's health: not a test run, not a preview. */
const from = `integrations i
    LEFT JOIN credentials c ON c.id = i.credential_id
    LEFT JOIN LATERAL (SELECT id, kind, status FROM sessions s WHERE s.integration_id = i.id AND s.status IN ('queued', 'running') LIMIT 1) open ON true
    LEFT JOIN LATERAL (SELECT id, kind, status, started_at, ended_at, error_message FROM sessions s
        WHERE s.integration_id = i.id AND s.kind NOT IN ('test', 'preview') AND s.ended_at IS NOT NULL ORDER BY s.id DESC LIMIT 1) last ON true`;

function toIntegration({ openId, openKind, openStatus, lastId, ...row }: Row): StoredIntegration {
  const { lastKind, lastStatus, lastStartedAt, lastEndedAt, lastErrorMessage, ...integration } = row;
  const last = {
    kind: lastKind,
    status: lastStatus,
    startedAt: lastStartedAt,
    endedAt: lastEndedAt,
    errorMessage: lastErrorMessage,
  };
  return {
    ...integration,
    openSession: openId === null ? null : { id: openId, kind: openKind, status: openStatus },
    lastSession: lastId === null ? null : { id: lastId, ...last },
  };
}

export async function listStoredIntegrations(
  db: Queryable,
  query: ListQuery,
): Promise<ListPage<StoredIntegration>> {
  const planned = planList(query, {
    columns: integrationListColumns,
    tieBreaker: 'id',
    search: ['i.name', 'i.connector_id'],
  });
  const page = await queryListPage<Row>(db, planned, { select, from });
  return { ...page, items: page.items.map(toIntegration) };
}

/** In no order; those that are gone are left out. */
export async function findStoredIntegrations(
  db: Queryable,
  ids: readonly number[],
): Promise<StoredIntegration[]> {
  const { rows } = await db.query<Row>(`SELECT ${select} FROM ${from} WHERE i.id = ANY ($1::bigint[])`, [
    ids,
  ]);
  return rows.map(toIntegration);
}

export async function findStoredIntegration(
  db: Queryable,
  id: number,
): Promise<StoredIntegration | undefined> {
  return (await findStoredIntegrations(db, [id]))[0];
}

export async function insertIntegration(
  db: Queryable,
  values: {
    name: string;
    connectorId: string;
    streamId: string;
    object: string;
    integrationUser: string;
    createdBy: number | null;
    at: Date;
  },
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `INSERT INTO integrations (name, connector_id, stream_id, object, schedule, integration_user, created_by, created_at, updated_at)
     VALUES ($1, $2, $3, $4, '{"kind":"manual"}', $5, $6, $7, $7) RETURNING id`,
    [
      values.name,
      values.connectorId,
      values.streamId,
      values.object,
      values.integrationUser,
      values.createdBy,
      values.at,
    ],
  );
  return (rows[0] as { id: number }).id;
}

/** Columns a change may set; the keys are this file's own, never input. */
const columns = {
  name: 'name',
  credentialId: 'credential_id',
  settings: 'settings',
  preference: 'preference',
  userSelection: 'user_selection',
  integrationUser: 'integration_user',
  contacts: 'contacts',
  schedule: 'schedule',
  absencePolicy: 'absence_policy',
  retireLimitPercent: 'retire_limit_percent',
  driftPoints: 'drift_points',
  driftFactor: 'drift_factor',
  driftFirstPercent: 'drift_first_percent',
  caBundlePem: 'ca_bundle_pem',
  status: 'status',
  nextRunAt: 'next_run_at',
} as const;
export type IntegrationColumn = keyof typeof columns;

export async function updateIntegration(
  db: Queryable,
  id: number,
  values: Partial<Record<IntegrationColumn, unknown>>,
  at: Date,
): Promise<void> {
  const names = (Object.keys(values) as IntegrationColumn[]).filter((name) => values[name] !== undefined);
  const assignments = names.map((name, index) => `${columns[name]} = $${index + 3}`).join(', ');
  await db.query(
    `UPDATE integrations SET updated_at = $2${assignments === '' ? '' : `, ${assignments}`} WHERE id = $1`,
    [
      id,
      at,
      ...names.map((name) =>
        name === 'settings' || name === 'schedule' ? JSON.stringify(values[name]) : values[name],
      ),
    ],
  );
}

/** Whether another integration has the name already. */
export async function isNameTaken(db: Queryable, name: string, exceptId: number | null): Promise<boolean> {
  const { rows } = await db.query<{ taken: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM integrations WHERE lower(name) = lower($1) AND id IS DISTINCT FROM $2) AS taken',
    [name, exceptId],
  );
  return rows[0]?.taken ?? false;
}

/** Two people choosing the same name at once: the second one waits and then sees it taken. */
export async function lockIntegrationNames(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('muster.integration-names'), 0)`);
}

/** Locks the integration until the transaction ends; undefined when it is gone. */
export async function lockIntegration(tx: Tx, id: number): Promise<IntegrationStatus | undefined> {
  const { rows } = await tx.query<{ status: IntegrationStatus }>(
    'SELECT status FROM integrations WHERE id = $1 FOR UPDATE',
    [id],
  );
  return rows[0]?.status;
}

/** What an integration has to know of its credential; nothing secret. */
export interface CredentialForUse {
  id: number;
  name: string;
  connectorId: string;
  methodId: string;
  status: CredentialStatus;
  isDraft: boolean;
  /** Form values that are not secret. */
  fields: Record<string, string>;
  otherServers: string[];
}

export async function findCredentialsForUse(
  db: Queryable,
  ids: readonly number[],
): Promise<CredentialForUse[]> {
  const { rows } = await db.query<CredentialForUse>(
    `SELECT id, name, connector_id AS "connectorId", method_id AS "methodId", status, is_draft AS "isDraft", fields,
            other_servers AS "otherServers"
       FROM credentials WHERE id = ANY ($1::bigint[])`,
    [ids],
  );
  return rows;
}

export async function countUsers(db: Queryable, ids: readonly number[]): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT count(*) AS count FROM users WHERE id = ANY ($1::bigint[])',
    [ids],
  );
  return rows[0]?.count ?? 0;
}

/** What a session has to be for its plan to be applied. */
export async function findPlan(
  db: Queryable,
  sessionId: number,
): Promise<{ kind: string; status: string; isApplied: boolean } | undefined> {
  const { rows } = await db.query<{ kind: string; status: string; isApplied: boolean }>(
    `SELECT kind, status,
            EXISTS (SELECT 1 FROM sessions a WHERE a.integration_id = p.integration_id AND a.plan_session_id = p.id
                       AND a.status IN ('succeeded', 'succeeded_with_errors')) AS "isApplied"
       FROM sessions p WHERE id = $1`,
    [sessionId],
  );
  return rows[0];
}

export async function findLatestMapping(
  db: Queryable,
  integrationId: number,
): Promise<{ version: number; mapping: Mapping; createdAt: Date } | undefined> {
  const { rows } = await db.query<{ version: number; mapping: Mapping; createdAt: Date }>(
    'SELECT version, mapping, created_at AS "createdAt" FROM mappings WHERE integration_id = $1 ORDER BY version DESC LIMIT 1',
    [integrationId],
  );
  return rows[0];
}

/** The newest mapping of each, by integration. */
export async function findLatestMappings(
  db: Queryable,
  integrationIds: readonly number[],
): Promise<Map<number, Mapping>> {
  const { rows } = await db.query<{ integrationId: number; mapping: Mapping }>(
    `SELECT DISTINCT ON (integration_id) integration_id AS "integrationId", mapping FROM mappings
      WHERE integration_id = ANY ($1::bigint[]) ORDER BY integration_id, version DESC`,
    [integrationIds],
  );
  return new Map(rows.map(({ integrationId, mapping }) => [integrationId, mapping]));
}

/** One version of the mapping; undefined when there is none such. */
export async function findMapping(
  db: Queryable,
  integrationId: number,
  version: number,
): Promise<Mapping | undefined> {
  const { rows } = await db.query<{ mapping: Mapping }>(
    'SELECT mapping FROM mappings WHERE integration_id = $1 AND version = $2',
    [integrationId, version],
  );
  return rows[0]?.mapping;
}

/** Adds a version. The caller holds the integration's lock, so that two people cannot save the same one. */
export async function insertMapping(
  db: Queryable,
  values: { integrationId: number; version: number; mapping: Mapping; createdBy: number | null; at: Date },
): Promise<void> {
  await db.query(
    'INSERT INTO mappings (integration_id, version, mapping, created_by, created_at) VALUES ($1, $2, $3, $4, $5)',
    [values.integrationId, values.version, JSON.stringify(values.mapping), values.createdBy, values.at],
  );
}

export async function findSample(
  db: Queryable,
  integrationId: number,
): Promise<{ fetchedAt: Date; text: string } | undefined> {
  const { rows } = await db.query<{ fetchedAt: Date; text: string }>(
    'SELECT fetched_at AS "fetchedAt", records::text AS text FROM integration_samples WHERE integration_id = $1',
    [integrationId],
  );
  return rows[0];
}

export async function storeSample(
  db: Queryable,
  integrationId: number,
  at: Date,
  text: string,
): Promise<void> {
  await db.query(
    `INSERT INTO integration_samples (integration_id, fetched_at, records) VALUES ($1, $2, $3)
     ON CONFLICT (integration_id) DO UPDATE SET fetched_at = excluded.fetched_at, records = excluded.records`,
    [integrationId, at, text],
  );
}

/** Links of a deleted integration, so many at a time; the records themselves stay. Returns how many were removed. */
export async function deleteSourceRecords(
  db: Queryable,
  integrationId: number,
  limit: number,
): Promise<number> {
  const { rowCount } = await db.query(
    `DELETE FROM source_records WHERE ctid = ANY (ARRAY(SELECT ctid FROM source_records WHERE integration_id = $1 LIMIT $2))`,
    [integrationId, limit],
  );
  return rowCount ?? 0;
}

export async function deleteIntegration(db: Queryable, id: number): Promise<void> {
  await db.query('DELETE FROM integrations WHERE id = $1', [id]);
}

/** SaaS accounts a deleted integration had filled: nobody would keep them up to date, and a new one lists them again. */
export async function deleteSaasAccounts(db: Queryable, integrationId: number): Promise<void> {
  await db.query('DELETE FROM saas_accounts WHERE integration_id = $1', [integrationId]);
  // What another integration had sent as well is shown from there.
  await db.query(
    `UPDATE saas_accounts a SET is_repeated = false
      WHERE a.is_repeated
        AND NOT EXISTS (SELECT FROM saas_accounts o
                         WHERE o.saas_id = a.saas_id AND o.external_id = a.external_id AND o.person_id IS NOT DISTINCT FROM a.person_id
                           AND (o.missing_since IS NOT NULL, o.id) < (a.missing_since IS NOT NULL, a.id))`,
  );
}
