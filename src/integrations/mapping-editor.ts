/** The mapping page: versions of the mapping, the source's sample, Smart Mapping, live preview. */

import { makeError } from '../errors.ts';
import { compileMapping } from '../mapping/compile-mapping.ts';
import { describeSource, type SourceField } from '../mapping/describe-source.ts';
import type { Mapping } from '../mapping/mapping-types.ts';
import {
  findSyncKeyWarnings,
  type MappingWarning,
  type SmartMapping,
  suggestMapping,
} from '../mapping/smart-mapping.ts';
import { type AuditActor, userIdOf } from '../model/audit.ts';
import { jsonOf } from '../model/field-types/field-types.ts';
import { parseJson, stringifyJson } from '../model/json.ts';
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

export interface SampleView {
  fetchedAt: Date | null;
  records: unknown[];
  fields: SourceField[];
}

export interface MappedPreview {
  raw: unknown;
  mapped: Record<string, unknown>;
  issues: { target: string; message: string; severity: 'warning' | 'error' }[];
  isSelected: boolean;
}

const sampleSize = 25;
const previewSize = 10;

export function makeMappingEditor(deps: IntegrationServiceDeps, reader: IntegrationReader) {
  const { db, clock } = deps;

  const listTargets = async (object: ObjectName) =>
    (await deps.listFields(object)).filter((field) => !field.isComputed);

  async function loadSample(id: number): Promise<SampleView> {
    const { stream } = reader.getStream(await reader.getStored(id));
    const sample = await findSample(db, id);
    const records = sample ? (parseJson(sample.text) as unknown[]) : [];
    return { fetchedAt: sample?.fetchedAt ?? null, records, fields: describeSource(stream.fields, records) };
  }

  async function getSample(id: number): Promise<SampleView> {
    const sample = await loadSample(id);
    return { ...sample, records: sample.records.map(showJson) };
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
        for (const record of page.records) records.push(maker.make(record).raw);
        if (records.length >= sampleSize) break;
      }
      await storeSample(db, id, clock.now(), stringifyJson(records.slice(0, sampleSize)));
      return getSample(id);
    },

    async suggest(id: number): Promise<SmartMapping> {
      const { stream } = reader.getStream(await reader.getStored(id));
      const sample = await loadSample(id);
      return suggestMapping({
        sources: sample.fields,
        targets: await listTargets(stream.object),
        suggested: stream.suggestedMapping,
        condition: stream.suggestedCondition,
        nativeIdPath: stream.nativeIdPath,
      });
    },

    /** The sampled records as this mapping would write them, and what is doubtful about its sync keys. */
    async previewMapping(
      id: number,
      mapping: Mapping,
    ): Promise<{ records: MappedPreview[]; warnings: MappingWarning[] }> {
      const { stream } = reader.getStream(await reader.getStored(id));
      const fields = await listTargets(stream.object);
      const { tenant } = await getIntegrationForRun(db, id);
      const globals = await deps.loadGlobals();
      const compiled = compileMapping({ mapping, fields, stream, globals, tenant });
      const sample = await loadSample(id);
      const syncTime = clock.now();
      const records = sample.records.slice(0, previewSize).map((raw) => {
        const { values, issues, isSelected } = compiled.map(raw, { syncTime });
        const mapped: Record<string, unknown> = {};
        for (const [index, target] of compiled.targets.entries()) {
          const value = values[index];
          if (value !== undefined) mapped[target] = jsonOf(value);
        }
        return {
          raw: showJson(raw),
          mapped,
          isSelected,
          issues: issues.map(({ target, message, severity }) => ({ target, message, severity })),
        };
      });
      const rows = mapping.rows.map((row) => ({
        target: row.target,
        source: row.source.kind === 'path' ? row.source.path : '',
        isSyncKey: row.syncKeyPriority !== undefined,
      }));
      return { records, warnings: findSyncKeyWarnings(rows, sample.fields, fields, stream.nativeIdPath) };
    },
  };
}

/** Integers beyond 2^53 as text, since neither the answer's JSON nor a browser can hold them. */
function showJson(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(showJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, showJson(child)]));
}
