import type { Queryable } from '../db/client.ts';
import type { Field } from '../model/objects.ts';

/** What one finished run did; test runs and previews are none. */
export interface RunFigures {
  id: number;
  status: string;
  endedAt: Date;
  readCount: number;
  createdCount: number;
  updatedCount: number;
  retiredCount: number;
  skippedCount: number;
  failedCount: number;
  ambiguousCount: number;
  warningCount: number;
}

export interface StoredFigures {
  liveRecordCount: number;
  /** Records the vendor had once and no longer has. */
  missingRecordCount: number;
  /** Of its records, those that wait for a person. */
  openParkedCount: number;
  lastRun: RunFigures | null;
  /** The last run, when something fell silent in it and nobody has said that it is right. */
  driftSessionId: number | null;
  runCount: number;
  failedRunCount: number;
  readCount: number;
  createdCount: number;
  updatedCount: number;
  retiredCount: number;
  /** How many of its records were looked at for the counts of filled fields, and those, in the order of the fields. */
  coveredRecordCount: number;
  filledCounts: number[];
}

type Row = Omit<StoredFigures, 'lastRun' | 'driftSessionId'> & {
  lastRun: (Omit<RunFigures, 'endedAt'> & { endedAt: string; hasOpenDrift: boolean }) | null;
};

const wasRun = `s.kind NOT IN ('test', 'preview') AND s.ended_at IS NOT NULL`;

/**
 * What an integration brings, did since an instant, and leaves to people, and how many of its records have a value in
 * each of the fields. Of those records at most `coverageLimit` are looked at: a page must not read a million.
 */
export async function readStoredFigures(
  db: Queryable,
  integration: { id: number; object: string },
  fields: readonly Pick<Field, 'column'>[],
  { since, coverageLimit }: { since: Date; coverageLimit: number },
): Promise<StoredFigures | undefined> {
  const filled = fields.map(({ column }) => `count(t.${column})`).join(', ');
  const { rows } = await db.query<Row>(
    `SELECT i.live_source_count AS "liveRecordCount",
        (SELECT count(*) FROM source_records r WHERE r.integration_id = i.id AND r.missing_since IS NOT NULL) AS "missingRecordCount",
        (SELECT count(*) FROM parked_records p WHERE p.integration_id = i.id AND p.resolution IS NULL) AS "openParkedCount",
        (SELECT json_build_object('id', s.id, 'status', s.status, 'endedAt', s.ended_at, 'readCount', s.read_count,
            'createdCount', s.created_count, 'updatedCount', s.updated_count, 'retiredCount', s.retired_count,
            'skippedCount', s.skipped_count, 'failedCount', s.failed_count, 'ambiguousCount', s.ambiguous_count,
            'warningCount', s.warning_count, 'hasOpenDrift', s.drift IS NOT NULL AND s.drift_acknowledged_at IS NULL)
          FROM sessions s WHERE s.integration_id = i.id AND ${wasRun} ORDER BY s.id DESC LIMIT 1) AS "lastRun",
        done.*, covered.*
      FROM integrations i
      CROSS JOIN LATERAL (SELECT count(*) AS "runCount", count(*) FILTER (WHERE s.status = 'failed') AS "failedRunCount",
          coalesce(sum(s.read_count), 0)::bigint AS "readCount", coalesce(sum(s.created_count), 0)::bigint AS "createdCount",
          coalesce(sum(s.updated_count), 0)::bigint AS "updatedCount", coalesce(sum(s.retired_count), 0)::bigint AS "retiredCount"
        FROM sessions s WHERE s.integration_id = i.id AND ${wasRun} AND s.ended_at >= $2) done
      CROSS JOIN LATERAL (SELECT count(*) AS "coveredRecordCount", to_json(ARRAY[${filled}]::bigint[]) AS "filledCounts"
        FROM (SELECT r.record_id FROM source_records r
            WHERE r.integration_id = i.id AND r.missing_since IS NULL LIMIT $3) looked
          JOIN ${integration.object} t ON t.id = looked.record_id) covered
      WHERE i.id = $1`,
    [integration.id, since, coverageLimit],
  );
  const row = rows[0];
  if (!row) return undefined;
  const { lastRun, ...counts } = row;
  if (!lastRun) return { ...counts, lastRun: null, driftSessionId: null };
  const { hasOpenDrift, endedAt, ...run } = lastRun;
  return {
    ...counts,
    lastRun: { ...run, endedAt: new Date(endedAt) },
    driftSessionId: hasOpenDrift ? run.id : null,
  };
}
