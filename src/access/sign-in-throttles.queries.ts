import type { Queryable } from '../db/client.ts';
import type { ThrottleState } from './sign-in-throttle.ts';

/** Makes the rows of these keys exist and locks them, in the order given. Rows made here have no failures. */
export async function lockThrottles(
  tx: Queryable,
  keys: readonly string[],
  now: Date,
): Promise<Map<string, ThrottleState>> {
  await tx.query(
    `INSERT INTO sign_in_throttles (key, failure_count, last_failure_at)
     SELECT key, 0, $2 FROM unnest($1::text[]) WITH ORDINALITY AS given (key, seq) ORDER BY seq
     ON CONFLICT (key) DO NOTHING`,
    [keys, now],
  );
  const { rows } = await tx.query<ThrottleState & { key: string }>(
    `SELECT key, failure_count AS "failureCount", last_failure_at AS "lastFailureAt", blocked_until AS "blockedUntil"
       FROM sign_in_throttles WHERE key = ANY ($1::text[]) ORDER BY key COLLATE "C" FOR UPDATE`,
    [keys],
  );
  return new Map(rows.map(({ key, ...state }) => [key, state]));
}

export async function updateThrottle(tx: Queryable, key: string, state: ThrottleState): Promise<void> {
  await tx.query(
    'UPDATE sign_in_throttles SET failure_count = $2, last_failure_at = $3, blocked_until = $4 WHERE key = $1',
    [key, state.failureCount, state.lastFailureAt, state.blockedUntil],
  );
}

export async function deleteOldThrottles(tx: Queryable, before: Date): Promise<void> {
  await tx.query('DELETE FROM sign_in_throttles WHERE last_failure_at < $1', [before]);
}
