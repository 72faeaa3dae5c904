import type { Queryable } from '../../db/client.ts';
import {
  type CredentialRow,
  credentialColumns,
  type SealColumns,
} from '../credentials/credentials.queries.ts';
import type { CredentialStatus } from '../vault-types.ts';

/*
 * One renewal of tokens at a time per credential, across processes: a lease (until when) with a fencing number (who).
 * The lease is judged by the database's clock alone, so the clocks of the machines do not matter. Whoever stores
 * checks its number in the same UPDATE: a holder that was thought dead writes nothing. An end further away than any
 * lease or pause lasts was written under a clock that was wrong, and counts as over.
 */

const longestSeconds = 3_600;

/** Takes the lease when it is free. Returns the fencing number and the row as it is at that moment. */
export async function findLease(
  db: Queryable,
  id: number,
  leaseMs: number,
): Promise<{ fence: number; row: CredentialRow } | undefined> {
  const { rows } = await db.query<CredentialRow & { fence: number }>(
    `UPDATE credentials c
        SET refresh_fence = c.refresh_fence + 1,
            refresh_leased_until = clock_timestamp() + $2 * interval '1 millisecond'
      WHERE c.id = $1
        AND (c.refresh_leased_until IS NULL OR c.refresh_leased_until < clock_timestamp()
             OR c.refresh_leased_until > clock_timestamp() + interval '${longestSeconds} seconds')
      RETURNING c.refresh_fence AS fence, ${credentialColumns}`,
    [id, leaseMs],
  );
  const found = rows[0];
  if (!found) return undefined;
  const { fence, ...row } = found;
  return { fence, row };
}

/** Takes the lease from whoever has it: that one will store nothing. For a transaction that stores at once. */
export async function takeLease(
  tx: Queryable,
  id: number,
): Promise<{ fence: number; row: CredentialRow } | undefined> {
  const { rows } = await tx.query<CredentialRow & { fence: number }>(
    `UPDATE credentials c SET refresh_fence = c.refresh_fence + 1, refresh_leased_until = NULL
      WHERE c.id = $1 RETURNING c.refresh_fence AS fence, ${credentialColumns}`,
    [id],
  );
  const found = rows[0];
  if (!found) return undefined;
  const { fence, ...row } = found;
  return { fence, row };
}

/** What a waiting rival looks at: cheap, and no secrets travel. */
export async function findLeaseState(
  db: Queryable,
  id: number,
): Promise<{ sealVersion: number; isLeased: boolean } | undefined> {
  const { rows } = await db.query<{ sealVersion: number; isLeased: boolean }>(
    `SELECT seal_version AS "sealVersion", coalesce(refresh_leased_until > clock_timestamp()
                     AND refresh_leased_until <= clock_timestamp() + interval '${longestSeconds} seconds', false)
              AS "isLeased"
       FROM credentials WHERE id = $1`,
    [id],
  );
  return rows[0];
}

/** The row under lock, only if the lease is still ours. */
export async function findFencedRow(
  tx: Queryable,
  id: number,
  fence: number,
): Promise<CredentialRow | undefined> {
  const { rows } = await tx.query<CredentialRow>(
    `SELECT ${credentialColumns} FROM credentials c WHERE c.id = $1 AND c.refresh_fence = $2 FOR UPDATE`,
    [id, fence],
  );
  return rows[0];
}

export interface FencedChange extends SealColumns {
  status: CredentialStatus;
  statusReason: string | null;
  accessTokenExpiresAt: Date | null;
  /** Undefined keeps the stored one. */
  expiresAt: Date | undefined;
  refreshedAt: Date | null;
}

/** Stores and gives the lease back. False: the fence has moved on, nothing was written. */
export async function updateFenced(
  tx: Queryable,
  id: number,
  fence: number,
  change: FencedChange,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE credentials
        SET sealed = $3, wrapped_key = $4, master_key_id = $5, seal_version = $6, status = $7, status_reason = $8,
            access_token_expires_at = $9, expires_at = coalesce($10, expires_at),
            refreshed_at = coalesce($11, refreshed_at), refresh_leased_until = NULL, refresh_not_before = NULL
      WHERE id = $1 AND refresh_fence = $2`,
    [
      id,
      fence,
      change.sealed,
      change.wrappedKey,
      change.masterKeyId,
      change.sealVersion,
      change.status,
      change.statusReason,
      change.accessTokenExpiresAt,
      change.expiresAt ?? null,
      change.refreshedAt,
    ],
  );
  return rowCount === 1;
}

/** Gives the lease back without a change, with a reason a person may read and the silence the vendor wants. */
export async function releaseLease(
  db: Queryable,
  id: number,
  fence: number,
  { statusReason, pauseMs }: { statusReason?: string | undefined; pauseMs?: number | undefined } = {},
): Promise<void> {
  await db.query(
    `UPDATE credentials
        SET refresh_leased_until = NULL, status_reason = coalesce($3, status_reason),
            refresh_not_before = coalesce(clock_timestamp() + $4 * interval '1 millisecond', refresh_not_before)
      WHERE id = $1 AND refresh_fence = $2`,
    [id, fence, statusReason ?? null, pauseMs ?? null],
  );
}

/** Milliseconds until the vendor may be asked for new tokens again; 0 when it may be asked now. */
export async function findPauseMs(db: Queryable, id: number): Promise<number> {
  const { rows } = await db.query<{ pauseMs: number }>(
    `SELECT greatest(0, ceil(extract(epoch FROM refresh_not_before - clock_timestamp()) * 1000))::float8 AS "pauseMs"
       FROM credentials
      WHERE id = $1 AND refresh_not_before <= clock_timestamp() + interval '${longestSeconds} seconds'`,
    [id],
  );
  return rows[0]?.pauseMs ?? 0;
}
