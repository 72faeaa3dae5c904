import { makeError } from '../errors.ts';
import type { ObjectName } from '../model/objects.ts';
import { readStoredFigures, type StoredFigures } from './integration-figures.queries.ts';
import type { IntegrationReader, IntegrationServiceDeps } from './integration-reader.ts';
import { findLatestMapping } from './integrations.queries.ts';

/** So many of an integration's records are looked at for the coverage of its fields. */
const coverageLimit = 10_000;
const recentDays = 7;

export interface IntegrationFigures
  extends Pick<
    StoredFigures,
    'liveRecordCount' | 'missingRecordCount' | 'openParkedCount' | 'lastRun' | 'driftSessionId'
  > {
  recent: Pick<
    StoredFigures,
    'runCount' | 'failedRunCount' | 'readCount' | 'createdCount' | 'updatedCount' | 'retiredCount'
  > & { days: number };
  coverage: {
    /** Records that were looked at. */
    recordCount: number;
    isWhole: boolean;
    fields: { field: string; label: string; filledCount: number }[];
  };
}

/** The figures of an integration's page: what comes in, what it changed, what needs a person, how full its fields are. */
export async function readFigures(
  deps: Pick<IntegrationServiceDeps, 'db' | 'clock' | 'listFields'>,
  reader: IntegrationReader,
  id: number,
): Promise<IntegrationFigures> {
  const { db, clock } = deps;
  const stored = await reader.getStored(id);
  const object = stored.object as ObjectName;
  const mapping = (await findLatestMapping(db, id))?.mapping;
  const targets = new Set(mapping?.rows.map(({ target }) => target));
  const fields = (await deps.listFields(object)).filter(({ name }) => targets.has(name));
  const since = new Date(clock.now().getTime() - recentDays * 86_400_000);
  const found = await readStoredFigures(db, { id, object }, fields, { since, coverageLimit });
  if (!found) throw makeError('API_NOT_FOUND', { what: `Integration ${id}` });
  const { liveRecordCount, missingRecordCount, openParkedCount, lastRun, driftSessionId } = found;
  const { runCount, failedRunCount, readCount, createdCount, updatedCount, retiredCount } = found;
  return {
    liveRecordCount,
    missingRecordCount,
    openParkedCount,
    lastRun,
    driftSessionId,
    recent: {
      days: recentDays,
      runCount,
      failedRunCount,
      readCount,
      createdCount,
      updatedCount,
      retiredCount,
    },
    coverage: {
      recordCount: found.coveredRecordCount,
      isWhole: found.coveredRecordCount < coverageLimit,
      fields: fields.map(({ name, label }, index) => ({
        field: name,
        label,
        filledCount: found.filledCounts[index] ?? 0,
      })),
    },
  };
}
