import type { Queryable } from '../../db/client.ts';
import { type CauseCounts, historyLength } from './judge-drift.ts';

/**
 * The sessions that tell what is usual: the last ones before this that read the vendor to their end with the same
 * mapping. Previews, test runs and applied plans are none.
 */
export async function findComparableSessions(
  db: Queryable,
  of: { integrationId: number; sessionId: number; mappingVersion: number },
): Promise<CauseCounts[]> {
  const { rows } = await db.query<CauseCounts>(
    `SELECT read_count AS "readCount", causes FROM sessions
      WHERE integration_id = $1 AND id < $2 AND mapping_version = $3 AND kind IN ('manual', 'scheduled')
        AND status IN ('succeeded', 'succeeded_with_errors') AND read_count > 0 AND causes IS NOT NULL
      ORDER BY id DESC LIMIT $4`,
    [of.integrationId, of.sessionId, of.mappingVersion, historyLength],
  );
  return rows;
}
