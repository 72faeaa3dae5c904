/** "User plus SaaS user": the accounts of Software > SaaS, one per source record whose person is known. */
import type { Queryable, Tx } from '../../db/client.ts';
import { compileTemplate } from '../../templates/compile-template.ts';
import type { DecidedItem } from '../decide/decide.ts';
import type { SyncRun } from '../run.ts';

/** Finds or creates the SaaS application of the stream; its name is unique regardless of case. */
export async function ensureSaasApplication(
  db: Queryable,
  application: { name: string; publisher: string; url: string | null },
  at: Date,
  by: string,
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `WITH made AS (
       INSERT INTO saas (name, publisher, url, created_at, created_by, updated_at, updated_by)
       VALUES ($1, $2, $3, $4, $5, $4, $5) ON CONFLICT (lower(name)) DO NOTHING RETURNING id)
     SELECT id FROM made UNION ALL SELECT id FROM saas WHERE lower(name) = lower($1) LIMIT 1`,
    [application.name, application.publisher, application.url, at, by],
  );
  return (rows[0] as { id: number }).id;
}

/** Does nothing where the run fills no SaaS application. */
export async function upsertSaasAccounts(
  tx: Tx,
  { setup, session }: SyncRun,
  decided: readonly DecidedItem[],
  recordIds: ReadonlyMap<DecidedItem, number>,
): Promise<void> {
  const { saas } = setup.stream;
  if (session.saasId === undefined || !saas) return;
  const read = {
    externalId: compileTemplate(saas.externalId),
    email: compileTemplate(saas.email),
    username: compileTemplate(saas.username),
    fullName: compileTemplate(saas.fullName),
    isActive: compileTemplate(saas.isActive),
    roles: saas.roles === undefined ? undefined : compileTemplate(saas.roles),
    lastActivityAt: saas.lastActivityAt === undefined ? undefined : compileTemplate(saas.lastActivityAt),
  };
  // Keyed, because one statement may not touch the same account twice.
  const accounts = new Map<string, object>();
  for (const entry of decided) {
    const personId = recordIds.get(entry);
    if (personId === undefined) continue;
    const record = entry.item.raw as Record<string, unknown>;
    const roles = read.roles?.evaluate(record);
    const lastActivity = read.lastActivityAt?.evaluate(record);
    const externalId = text(read.externalId.evaluate(record)) ?? entry.item.nativeId ?? '';
    accounts.set(externalId, {
      external_id: externalId,
      person_id: personId,
      email: text(read.email.evaluate(record)),
      username: text(read.username.evaluate(record)),
      full_name: text(read.fullName.evaluate(record)),
      is_active: read.isActive.evaluate(record) === true,
      roles: Array.isArray(roles) ? roles.map(String) : null,
      last_activity_at: lastActivity instanceof Date ? lastActivity.toISOString() : text(lastActivity),
    });
  }
  if (accounts.size === 0) return;
  await tx.query(
    `INSERT INTO saas_accounts AS a (saas_id, integration_id, external_id, person_id, email, username, full_name, roles,
                                is_active, last_activity_at, created_at, updated_at)
     SELECT $1, $2, u.external_id, u.person_id, u.email, u.username, u.full_name, u.roles, u.is_active,
            u.last_activity_at, $4, $4
       FROM json_to_recordset($3::json) AS u (external_id text, person_id bigint, email text, username text,
            full_name text, roles text[], is_active boolean, last_activity_at timestamptz)
     ON CONFLICT (saas_id, integration_id, external_id) DO UPDATE
        SET person_id = excluded.person_id, email = excluded.email, username = excluded.username,
            full_name = excluded.full_name, roles = excluded.roles, is_active = excluded.is_active,
            last_activity_at = excluded.last_activity_at, updated_at = excluded.updated_at,
            version = a.version + 1, missing_since = NULL
      WHERE (a.person_id, a.email, a.username, a.full_name, a.roles, a.is_active, a.last_activity_at, a.missing_since)
            IS DISTINCT FROM (excluded.person_id, excluded.email, excluded.username, excluded.full_name, excluded.roles,
            excluded.is_active, excluded.last_activity_at, NULL::timestamptz)`,
    [session.saasId, setup.integration.id, JSON.stringify([...accounts.values()]), session.at],
  );
}

function text(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  return String(value).slice(0, 1024);
}

/** SaaS accounts of source records that are gone. */
export async function deactivateSaasAccounts(
  tx: Tx,
  integrationId: number,
  externalIds: readonly string[],
  at: Date,
): Promise<void> {
  await tx.query(
    `UPDATE saas_accounts SET is_active = false, missing_since = $3, updated_at = $3, version = version + 1
      WHERE integration_id = $1 AND external_id = ANY ($2::text[]) AND missing_since IS NULL`,
    [integrationId, externalIds, at],
  );
}
