/** "User plus SaaS user": the accounts of Software > SaaS, one per source record whose person is known. */
import type { Queryable, Tx } from '../../db/client.ts';
import { findSqlState } from '../../db/db-errors.ts';
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

/**
 * Writes the accounts of the batch; does nothing where the run fills no SaaS application. An account the database
 * refuses is left out with a warning of its record: never does it keep the person out.
 */
export async function upsertSaasAccounts(
  tx: Tx,
  run: SyncRun,
  decided: readonly DecidedItem[],
  recordIds: ReadonlyMap<DecidedItem, number>,
): Promise<void> {
  if (run.session.saasId === undefined) return;
  // Keyed, because one statement may not touch the same account twice.
  const accounts = new Map<string, { entry: DecidedItem; row: object }>();
  for (const entry of decided) {
    const personId = recordIds.get(entry);
    const account = entry.mapped?.account;
    if (personId === undefined || !account) continue;
    const externalId = account.externalId ?? entry.item.nativeId ?? '';
    const { email, username, fullName, isActive, roles, lastActivityAt } = account;
    accounts.set(externalId, {
      entry,
      row: {
        external_id: externalId,
        person_id: personId,
        email,
        username,
        full_name: fullName,
        is_active: isActive,
        roles,
        last_activity_at: lastActivityAt,
      },
    });
  }
  if (accounts.size === 0) return;
  const all = [...accounts.values()];
  if ((await tryAccounts(tx, run, all)) !== undefined)
    for (const one of all) {
      const state = await tryAccounts(tx, run, [one]);
      if (state !== undefined) addWarning(one.entry, state);
    }
  await markRepeatedAccounts(tx, run.setup.integration.id, [...accounts.keys()]);
}

/**
 * Two integrations of one tenant send the same accounts: of those with one id and one person the first that is still
 * there is shown. The ids of two tenants may be the same, their people are not. Nothing is looked at while one
 * integration alone fills accounts.
 */
async function markRepeatedAccounts(
  tx: Tx,
  integrationId: number,
  externalIds: readonly string[],
): Promise<void> {
  await tx.query(
    `UPDATE saas_accounts a SET is_repeated = r.place > 1
       FROM (SELECT id, row_number() OVER (PARTITION BY saas_id, external_id, person_id
                                           ORDER BY missing_since IS NOT NULL, id) AS place
               FROM saas_accounts
              WHERE external_id = ANY ($2::text[])
                AND saas_id = ANY (ARRAY(SELECT DISTINCT saas_id FROM saas_accounts
                                          WHERE integration_id = $1 AND external_id = ANY ($2::text[])))) r
      WHERE EXISTS (SELECT FROM integrations WHERE id <> $1 AND user_selection = 'user_plus_saas')
        AND a.id = r.id AND a.is_repeated <> (r.place > 1)`,
    [integrationId, externalIds],
  );
}

/** Returns the SQLSTATE of the refusal, undefined when they were written. Everything else throws. */
async function tryAccounts(
  tx: Tx,
  { setup, session }: SyncRun,
  accounts: readonly { row: object }[],
): Promise<string | undefined> {
  await tx.query('SAVEPOINT saas_accounts');
  try {
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
      [session.saasId, setup.integration.id, JSON.stringify(accounts.map(({ row }) => row)), session.at],
    );
    await tx.query('RELEASE SAVEPOINT saas_accounts');
    return undefined;
  } catch (err) {
    const state = findRefusal(err);
    if (state === undefined) throw err;
    await tx.query('ROLLBACK TO SAVEPOINT saas_accounts');
    return state;
  }
}

/** Values the database does not take: classes 22 (data), 23 (constraints) and 54 (limits, such as those of an index). */
function findRefusal(err: unknown): string | undefined {
  const state = findSqlState(err);
  return state !== undefined && /^(?:22|23|54)/.test(state) ? state : undefined;
}

/** The decision is made anew with every attempt at the batch; what was mapped may be used again and stays as it is. */
function addWarning(entry: DecidedItem, state: string): void {
  if (!entry.mapped) return;
  entry.mapped = {
    ...entry.mapped,
    issues: [
      ...entry.mapped.issues,
      {
        target: 'saas',
        source: 'the account',
        severity: 'warning',
        message: `SaaS account: the database refused it (${state}), so only the person is loaded. Check the account's values at the vendor.`,
      },
    ],
  };
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
  await markRepeatedAccounts(tx, integrationId, externalIds);
}
