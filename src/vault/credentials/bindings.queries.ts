import type { Queryable } from '../../db/client.ts';
import { type CredentialRow, credentialColumns, type SealColumns } from './credentials.queries.ts';

export async function listAllRows(db: Queryable): Promise<CredentialRow[]> {
  const { rows } = await db.query<CredentialRow>(
    `SELECT ${credentialColumns} FROM credentials c ORDER BY c.id`,
  );
  return rows;
}

/** Credentials whose secrets were sealed before they were bound to servers. */
export async function listPendingIds(db: Queryable): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    'SELECT id FROM credentials WHERE is_binding_pending ORDER BY id',
  );
  return rows.map(({ id }) => id);
}

/** Nothing is bound at the next start: after a restore that nothing proves, the addresses may be anybody's. */
export async function forgetPendingBindings(db: Queryable): Promise<void> {
  await db.query('UPDATE credentials SET is_binding_pending = false WHERE is_binding_pending');
  await db.query('UPDATE global_variables SET is_binding_pending = false WHERE is_binding_pending');
}

/** The integrations that use it, by name. */
export async function listUserIntegrations(
  db: Queryable,
  id: number,
): Promise<{ id: number; name: string; settings: Record<string, string> }[]> {
  const { rows } = await db.query<{ id: number; name: string; settings: Record<string, string> }>(
    'SELECT id, name, settings FROM integrations WHERE credential_id = $1 ORDER BY lower(name), id',
    [id],
  );
  return rows;
}

/** Stores what was bound and takes the mark away; a renewal under way then stores nothing. */
export async function bindOld(
  tx: Queryable,
  id: number,
  seal: SealColumns | undefined,
  otherServers: string[],
): Promise<void> {
  await tx.query(
    `UPDATE credentials
        SET is_binding_pending = false, other_servers = $6, sealed = coalesce($2, sealed),
            wrapped_key = coalesce($3, wrapped_key), master_key_id = coalesce($4, master_key_id),
            seal_version = coalesce($5, seal_version), refresh_fence = refresh_fence + 1, refresh_leased_until = NULL
      WHERE id = $1`,
    [
      id,
      seal?.sealed ?? null,
      seal?.wrappedKey ?? null,
      seal?.masterKeyId ?? null,
      seal?.sealVersion ?? null,
      otherServers,
    ],
  );
}
