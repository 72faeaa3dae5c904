/** The mapping page: versions of the mapping, the source's sample, Smart Mapping, live preview. */

import type { Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import type { SourceField } from '../mapping/describe-source.ts';
import type { Mapping } from '../mapping/mapping-types.ts';
import type { SmartMapping } from '../mapping/smart-mapping.ts';
import { type Expected, makeChangedMeanwhile } from '../model/assert-unchanged.ts';
import { type AuditActor, userIdOf } from '../model/audit.ts';
import { stringifyJson } from '../model/json.ts';
import type { ObjectName } from '../model/objects.ts';
import { makeItemMaker } from '../sync/read/prepare-items.ts';
import { getIntegrationForRun } from '../sync/session/load-run.queries.ts';
import { checkMapping } from './check-mapping.ts';
import type { IntegrationReader, IntegrationServiceDeps } from './integration-reader.ts';
import {
  findLatestMapping,
  findMapping,
  findSample,
  insertMapping,
  lockIntegration,
  storeSample,
} from './integrations.queries.ts';
import { mergeMappings } from './merge-mappings.ts';
import { type Preview, type Sample, takeShown } from './sample/sample-tasks.ts';

export interface SampleView {
  fetchedAt: Date | null;
  records: unknown[];
  fields: SourceField[];
}

/** Version 0 has no rows: nothing has been saved yet. */
interface StoredMapping {
  version: number;
  mapping: Mapping;
}

const sampleSize = 25;

export function makeMappingEditor(deps: IntegrationServiceDeps, reader: IntegrationReader) {
  const { db, clock } = deps;

  const listTargets = async (object: ObjectName) =>
    (await deps.listFields(object)).filter((field) => !field.isComputed);

  async function findNewest(from: Queryable, id: number): Promise<StoredMapping> {
    const found = await findLatestMapping(from, id);
    return found ? { version: found.version, mapping: found.mapping } : { version: 0, mapping: { rows: [] } };
  }

  /** The version an editor started from. */
  async function findVersion({ id, name }: { id: number; name: string }, version: number): Promise<Mapping> {
    if (version === 0) return { rows: [] };
    const found = await findMapping(db, id, version);
    if (found) return found;
    const { version: current } = await findNewest(db, id);
    throw makeError('MAPPING_CHANGED', { integration: name, version: current });
  }

  async function loadSample(id: number): Promise<{ fetchedAt: Date | null; sample: Sample }> {
    const { stream } = reader.getStream(await reader.getStored(id));
    const found = await findSample(db, id);
    return { fetchedAt: found?.fetchedAt ?? null, sample: { text: found?.text ?? '[]', stream } };
  }

  async function getSample(id: number): Promise<SampleView> {
    const { fetchedAt, sample } = await loadSample(id);
    return { fetchedAt, ...(await deps.threads.run({ kind: 'describe', input: sample })) };
  }

  return {
    async getMapping(id: number): Promise<StoredMapping> {
      await reader.getStored(id);
      return findNewest(db, id);
    },

    /**
     * Saves the next version. `version` is the one the editor started from, `expected` what it has seen of others'
     * changes since, by field. What others have saved in between stays; where both have changed one field, the second is
     * told (API_CHANGED_MEANWHILE). MAPPING_CHANGED where nobody knows the version. An active integration must stay
     * complete (INTEGRATION_NOT_READY).
     */
    async saveMapping(
      by: AuditActor,
      id: number,
      input: StoredMapping,
      expected?: Expected,
    ): Promise<StoredMapping> {
      const stored = await reader.getStored(id);
      const { stream } = reader.getStream(stored);
      const targets = await listTargets(stream.object);
      const mine = checkMapping(input.mapping, targets, stream);
      const known = await findVersion(stored, input.version);
      for (;;) {
        const current = await findNewest(db, id);
        const merged = mergeMappings({ base: known, theirs: current.mapping, mine, expected });
        if (merged.changes.length > 0) throw makeChangedMeanwhile(merged.changes);
        const mapping = checkMapping(merged.mapping, targets, stream);
        await reader.assertStaysReady(stored, { mapping });
        const version = current.version + 1;
        const isSaved = await db.withTransaction(async (tx) => {
          await lockIntegration(tx, id);
          // Somebody was faster: their change is looked at as well.
          if ((await findNewest(tx, id)).version !== current.version) return false;
          const createdBy = userIdOf(by);
          await insertMapping(tx, { integrationId: id, version, mapping, createdBy, at: clock.now() });
          await deps.audit.record(tx, {
            by,
            action: 'integration.mapping-saved',
            targetType: 'integration',
            targetId: id,
            targetName: stored.name,
            details: { version },
          });
          return true;
        });
        if (isSaved) return { version, mapping };
      }
    },

    getSample,

    /** Reads the first records from the vendor anew. Throws what keeps the vendor from answering. */
    async refreshSample(id: number, signal: AbortSignal): Promise<SampleView> {
      const { stream } = reader.getStream(await reader.getStored(id));
      const integration = await getIntegrationForRun(db, id);
      // What the engine never stores is not kept in a sample either.
      const maker = makeItemMaker({ stream, fingerprint: '' });
      const records: unknown[] = [];
      const read = { integration, startAt: undefined, limit: sampleSize, signal };
      for await (const page of deps.source.read(read)) {
        for (const record of page.records) {
          const { raw, problem } = maker.make(record);
          if (raw !== null || !problem) records.push(raw);
        }
        if (records.length >= sampleSize) break;
      }
      const shown = takeShown(records.slice(0, sampleSize));
      if (records.length > 0 && shown.length === 0) throw makeError('MAPPING_SAMPLE_TOO_LARGE');
      await storeSample(db, id, clock.now(), stringifyJson(shown));
      return getSample(id);
    },

    async suggest(id: number): Promise<SmartMapping> {
      const { stream } = reader.getStream(await reader.getStored(id));
      const { sample } = await loadSample(id);
      const targets = await listTargets(stream.object);
      return deps.threads.run({ kind: 'suggest', input: { ...sample, targets } });
    },

    /** The sampled records as this mapping would write them, and what is doubtful about its sync keys. */
    async previewMapping(id: number, mapping: Mapping): Promise<Preview> {
      const { stream } = reader.getStream(await reader.getStored(id));
      const { sample } = await loadSample(id);
      const fields = await listTargets(stream.object);
      const { tenant } = await getIntegrationForRun(db, id);
      const globals = await deps.loadGlobals();
      const syncTime = clock.now();
      return deps.threads.run({
        kind: 'preview',
        input: { ...sample, mapping, fields, globals, tenant, syncTime },
      });
    },
  };
}
