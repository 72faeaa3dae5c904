import type { Queryable } from '../../db/client.ts';
import { type CauseCounts, historyLength } from './judge-drift.ts';

/** A session `sessions` that tells what is usual, whatever its mapping. */
export const isUsualSql = `kind IN ('manual', 'scheduled') AND status IN ('succeeded', 'succeeded_with_errors')
        AND read_count > 0 AND causes IS NOT NULL AND (drift IS NULL OR drift_is_first OR drift_acknowledged_at IS NOT NULL)`;

/**
 * The sessions that tell what is usual: the last ones before this that read the vendor to their end with the same
 * mapping. Previews, test runs and applied plans are none. One in which something fell silent is none either until
 * somebody says that it is right now; from then on it is the first that counts. The very first session always counts.
 */
export async function findComparableSessions(
  db: Queryable,
  of: { integrationId: number; sessionId: number; mappingVersion: number },
): Promise<CauseCounts[]> {
  const { rows } = await db.query<CauseCounts>(
    `SELECT read_count AS "readCount", causes FROM sessions
      WHERE integration_id = $1 AND id < $2 AND mapping_version = $3 AND ${isUsualSql}
        AND id >= coalesce((SELECT max(id) FROM sessions
                             WHERE integration_id = $1 AND drift_acknowledged_at IS NOT NULL), 0)
      ORDER BY id DESC LIMIT $4`,
    [of.integrationId, of.sessionId, of.mappingVersion, historyLength],
  );
  return rows;
}
