/** The mapping page: versions of the mapping, the source's sample, Smart Mapping, live preview. */

import { makeError } from '../errors.ts';
import type { SourceField } from '../mapping/describe-source.ts';
import type { Mapping } from '../mapping/mapping-types.ts';
import type { SmartMapping } from '../mapping/smart-mapping.ts';
import { type AuditActor, userIdOf } from '../model/audit.ts';
import { stringifyJson } from '../model/json.ts';
import type { ObjectName } from '../model/objects.ts';
import { makeItemMaker } from '../sync/read/prepare-items.ts';
import { getIntegrationForRun } from '../sync/session/load-run.queries.ts';
import { checkMapping } from './check-mapping.ts';
import type { IntegrationReader, IntegrationServiceDeps } from './integration-reader.ts';
import {
  findLatestMapping,
  findSample,
  insertMapping,
  lockIntegration,
  storeSample,
} from './integrations.queries.ts';
import { type Preview, type Sample, takeShown } from './sample/sample-tasks.ts';

export interface SampleView {
  fetchedAt: Date | null;
  records: unknown[];
  fields: SourceField[];
}

const sampleSize = 25;

export function makeMappingEditor(deps: IntegrationServiceDeps, reader: IntegrationReader) {
  const { db, clock } = deps;

  const listTargets = async (object: ObjectName) =>
    (await deps.listFields(object)).filter((field) => !field.isComputed);

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
    async getMapping(id: number): Promise<{ version: number; mapping: Mapping }> {
      await reader.getStored(id);
      const found = await findLatestMapping(db, id);
      return found
        ? { version: found.version, mapping: found.mapping }
        : { version: 0, mapping: { rows: [] } };
    },

    /**
     * Saves the next version. `version` is the one the editor started from: somebody else's save in between is
     * refused (MAPPING_CHANGED). An active integration must stay complete (INTEGRATION_NOT_READY).
     */
    async saveMapping(
      by: AuditActor,
      id: number,
      input: { version: number; mapping: Mapping },
    ): Promise<{ version: number; mapping: Mapping }> {
      const stored = await reader.getStored(id);
      const { stream } = reader.getStream(stored);
      const mapping = checkMapping(input.mapping, await listTargets(stream.object), stream);
      await reader.assertStaysReady(stored, { mapping });
      const version = input.version + 1;
      await db.withTransaction(async (tx) => {
        await lockIntegration(tx, id);
        const current = (await findLatestMapping(tx, id))?.version ?? 0;
        if (current !== input.version) {
          throw makeError('MAPPING_CHANGED', { integration: stored.name, version: current });
        }
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
      });
      return { version, mapping };
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
