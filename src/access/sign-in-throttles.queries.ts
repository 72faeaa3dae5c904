import type { Queryable } from '../db/client.ts';
import type { ThrottleState } from './sign-in-throttle.ts';

interface ThrottleRow {
  key: string;
  failure_count: number;
  last_failure_at: Date;
  blocked_until: Date | null;
}

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
  const { rows } = await tx.query<ThrottleRow>(
    `SELECT key, failure_count, last_failure_at, blocked_until FROM sign_in_throttles
     WHERE key = ANY ($1::text[]) ORDER BY key COLLATE "C" FOR UPDATE`,
    [keys],
  );
  return new Map(
    rows.map((row) => [
      row.key,
      {
        failureCount: row.failure_count,
        lastFailureAt: row.last_failure_at,
        blockedUntil: row.blocked_until,
      },
    ]),
  );
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
