import type { Queryable } from '../../db/client.ts';
import type { CredentialStatus, CredentialUser } from '../vault-types.ts';

/** What holds the secrets of a row. */
export interface SealedColumns {
  sealed: Buffer | null;
  wrappedKey: Buffer | null;
  masterKeyId: string | null;
  sealVersion: number;
}

/** A credential's row. `status` is the stored one: `expiring` is worked out from `expiresAt`. */
export interface CredentialRow extends SealedColumns {
  id: number;
  name: string;
  description: string;
  owner: string;
  connectorId: string;
  methodId: string;
  fields: Record<string, string>;
  status: CredentialStatus;
  statusReason: string | null;
  isDraft: boolean;
  scopes: string[];
  otherServers: string[];
  expiresAt: Date | null;
  accessTokenExpiresAt: Date | null;
  refreshedAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export const credentialColumns = `
  c.id, c.name, c.description, c.owner, c.connector_id AS "connectorId", c.method_id AS "methodId", c.fields,
  c.sealed, c.wrapped_key AS "wrappedKey", c.master_key_id AS "masterKeyId", c.seal_version AS "sealVersion",
  c.status, c.status_reason AS "statusReason", c.is_draft AS "isDraft", c.scopes,
  c.other_servers AS "otherServers", c.expires_at AS "expiresAt",
  c.access_token_expires_at AS "accessTokenExpiresAt", c.refreshed_at AS "refreshedAt",
  c.last_used_at AS "lastUsedAt", c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;

export async function findCredentialRow(db: Queryable, id: number): Promise<CredentialRow | undefined> {
  const { rows } = await db.query<CredentialRow>(
    `SELECT ${credentialColumns} FROM credentials c WHERE c.id = $1`,
    [id],
  );
  return rows[0];
}

export async function findCredentialRowForUpdate(
  tx: Queryable,
  id: number,
): Promise<CredentialRow | undefined> {
  const { rows } = await tx.query<CredentialRow>(
    `SELECT ${credentialColumns} FROM credentials c WHERE c.id = $1 FOR UPDATE`,
    [id],
  );
  return rows[0];
}

export async function findCredentialIdByName(db: Queryable, name: string): Promise<number | undefined> {
  const { rows } = await db.query<{ id: number }>(
    'SELECT id FROM credentials WHERE lower(name) = lower($1) AND NOT is_draft',
    [name],
  );
  return rows[0]?.id;
}

export interface NewCredentialRow
  extends Omit<
    CredentialRow,
    | 'id'
    | 'status'
    | 'statusReason'
    | 'accessTokenExpiresAt'
    | 'refreshedAt'
    | 'lastUsedAt'
    | 'createdAt'
    | 'updatedAt'
    | keyof SealedColumns
  > {
  createdBy: number | null;
  now: Date;
}

/** The secrets follow in the same transaction with {@link updateSeal}: sealing needs the id. */
export async function insertCredential(tx: Queryable, row: NewCredentialRow): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    `INSERT INTO credentials (name, description, owner, connector_id, method_id, fields, is_draft, scopes, expires_at,
                              created_by, created_at, updated_at, other_servers)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12) RETURNING id`,
    [
      row.name,
      row.description,
      row.owner,
      row.connectorId,
      row.methodId,
      JSON.stringify(row.fields),
      row.isDraft,
      row.scopes,
      row.expiresAt,
      row.createdBy,
      row.now,
      row.otherServers,
    ],
  );
  return (rows[0] as { id: number }).id;
}

export interface SealColumns {
  sealed: Buffer;
  wrappedKey: Buffer;
  masterKeyId: string;
  sealVersion: number;
}

export async function updateSeal(tx: Queryable, id: number, seal: SealColumns): Promise<void> {
  await tx.query(
    'UPDATE credentials SET sealed = $2, wrapped_key = $3, master_key_id = $4, seal_version = $5 WHERE id = $1',
    [id, seal.sealed, seal.wrappedKey, seal.masterKeyId, seal.sealVersion],
  );
}

export interface CredentialChange {
  name: string;
  methodId: string;
  description: string;
  owner: string;
  fields: Record<string, string>;
  isDraft: boolean;
  scopes: string[];
  otherServers: string[];
  expiresAt: Date | null;
  status: CredentialStatus;
  statusReason: string | null;
  /** The tokens no longer belong to the values: forget when they end, and fence off a refresh under way. */
  areTokensDropped: boolean;
  now: Date;
}

export async function updateCredential(tx: Queryable, id: number, change: CredentialChange): Promise<void> {
  await tx.query(
    `UPDATE credentials
        SET name = $2, description = $3, owner = $4, fields = $5, is_draft = $6, scopes = $7, expires_at = $8,
            status = $9, status_reason = $10, updated_at = $11,
            access_token_expires_at = CASE WHEN $12 THEN NULL ELSE access_token_expires_at END,
            refresh_fence = refresh_fence + CASE WHEN $12 THEN 1 ELSE 0 END,
            refresh_leased_until = CASE WHEN $12 THEN NULL ELSE refresh_leased_until END,
            method_id = $13, other_servers = $14
      WHERE id = $1`,
    [
      id,
      change.name,
      change.description,
      change.owner,
      JSON.stringify(change.fields),
      change.isDraft,
      change.scopes,
      change.expiresAt,
      change.status,
      change.statusReason,
      change.now,
      change.areTokensDropped,
      change.methodId,
      change.otherServers,
    ],
  );
}

export async function deleteCredential(tx: Queryable, id: number): Promise<void> {
  await tx.query('DELETE FROM credentials WHERE id = $1', [id]);
}

/** Integrations per credential, by name. */
export async function listCredentialUsers(
  db: Queryable,
  ids: number[],
): Promise<Map<number, CredentialUser[]>> {
  const { rows } = await db.query<{ credentialId: number; id: number; name: string }>(
    `SELECT credential_id AS "credentialId", id, name FROM integrations
      WHERE credential_id = ANY($1::bigint[]) ORDER BY lower(name), id`,
    [ids],
  );
  const users = new Map<number, CredentialUser[]>();
  for (const { credentialId, id, name } of rows) {
    const list = users.get(credentialId) ?? [];
    list.push({ id, name });
    users.set(credentialId, list);
  }
  return users;
}

/** Drafts nobody finished, unless an integration uses one. Returns how many went. */
export async function deleteDraftsBefore(db: Queryable, before: Date): Promise<number> {
  const { rowCount } = await db.query(
    `DELETE FROM credentials c WHERE is_draft AND created_at < $1
        AND NOT EXISTS (SELECT 1 FROM integrations i WHERE i.credential_id = c.id)`,
    [before],
  );
  return rowCount ?? 0;
}

/** Sets the status unless it is already so; an untouched row costs no write. */
export async function updateStatus(
  db: Queryable,
  id: number,
  status: CredentialStatus,
  reason: string | null,
): Promise<void> {
  await db.query(
    `UPDATE credentials SET status = $2, status_reason = $3
      WHERE id = $1 AND (status, status_reason) IS DISTINCT FROM ($2, $3)`,
    [id, status, reason],
  );
}

/** Remembers the use, at most once in `pauseMs`. */
export async function updateLastUsedAt(db: Queryable, id: number, now: Date, pauseMs: number): Promise<void> {
  await db.query(
    `UPDATE credentials SET last_used_at = $2
      WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2::timestamptz - $3 * interval '1 millisecond')`,
    [id, now, pauseMs],
  );
}

const needsPerson = `c.status IN ('needs_reauthentication', 'needs_secret')`;

/** Credentials that need a person now or before `before`: refused ones first, then the first to end. */
export async function listWarningRows(db: Queryable, before: Date): Promise<CredentialRow[]> {
  const { rows } = await db.query<CredentialRow>(
    `SELECT ${credentialColumns} FROM credentials c
      WHERE NOT c.is_draft AND (${needsPerson} OR c.expires_at < $1)
      ORDER BY (${needsPerson}) DESC, c.expires_at NULLS LAST, lower(c.name) LIMIT 100`,
    [before],
  );
  return rows;
}
