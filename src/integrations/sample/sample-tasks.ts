/**
 * What is computed from the sampled records of a vendor: run in a thread of its own (`sample-threads.ts`), since both the
 * records and the mapping come from outside.
 */
import type { Globals, StreamDefinition } from '../../connector-kit/index.ts';
import { compileMapping } from '../../mapping/compile-mapping.ts';
import { describeSource, type SourceField } from '../../mapping/describe-source.ts';
import type { Mapping } from '../../mapping/mapping-types.ts';
import {
  findSyncKeyWarnings,
  type MappingWarning,
  type SmartMapping,
  suggestMapping,
} from '../../mapping/smart-mapping.ts';
import { jsonOf } from '../../model/field-types/field-types.ts';
import { parseJson, stringifyJson } from '../../model/json.ts';
import type { Field } from '../../model/objects.ts';

export interface Sample {
  /** JSON text of the sampled records. */
  text: string;
  stream: Pick<
    StreamDefinition,
    'fields' | 'noValues' | 'lookups' | 'nativeIdPath' | 'suggestedMapping' | 'suggestedCondition'
  >;
}

export interface DescribedSample {
  records: unknown[];
  fields: SourceField[];
}

export interface MappedPreview {
  raw: unknown;
  mapped: Record<string, unknown>;
  issues: { target: string; message: string; severity: 'warning' | 'error' }[];
  isSelected: boolean;
}

export interface PreviewInput extends Sample {
  mapping: Mapping;
  fields: readonly Field[];
  globals: Globals;
  tenant: string | undefined;
  syncTime: Date;
}

export interface Preview {
  records: MappedPreview[];
  warnings: MappingWarning[];
}

export type SampleTask =
  | { kind: 'describe'; input: Sample }
  | { kind: 'suggest'; input: Sample & { targets: readonly Field[] } }
  | { kind: 'preview'; input: PreviewInput };

export interface SampleResults {
  describe: DescribedSample;
  suggest: SmartMapping;
  preview: Preview;
}

const previewSize = 10;
/** Of the JSON text of all records shown at once; the answer is written in the main thread again. */
export const sampleTextLimit = 1_000_000;

/** Throws MAPPING_*. */
export function runSampleTask(task: SampleTask): SampleResults[SampleTask['kind']] {
  const { kind, input } = task;
  const records = takeShown(parseJson(input.text) as unknown[]);
  const { stream } = input;
  switch (kind) {
    case 'describe':
      return {
        records: records.map((record) => showJson(record)),
        fields: describeSource(stream.fields, records),
      };
    case 'suggest':
      return suggestMapping({
        sources: describeSource(stream.fields, records),
        targets: input.targets,
        suggested: stream.suggestedMapping,
        condition: stream.suggestedCondition,
        nativeIdPath: stream.nativeIdPath,
      });
    case 'preview':
      return preview(input, records);
  }
}

/** As many of the first records as an answer may hold. */
export function takeShown(records: readonly unknown[]): unknown[] {
  const taken: unknown[] = [];
  let length = 0;
  for (const record of records) {
    length += stringifyJson(record).length;
    if (length > sampleTextLimit) break;
    taken.push(record);
  }
  return taken;
}

function preview(input: PreviewInput, sampled: readonly unknown[]): Preview {
  const { mapping, fields, stream, globals, tenant, syncTime } = input;
  const compiled = compileMapping({ mapping, fields, stream, globals, tenant });
  const records = sampled.slice(0, previewSize).map((raw): MappedPreview => {
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
  const sources = describeSource(stream.fields, sampled);
  return { records, warnings: findSyncKeyWarnings(rows, sources, fields, stream.nativeIdPath) };
}

/** Deeper, nobody reads on, and what hands the answer over goes no deeper than a stack. */
const shownDepth = 100;

/** Integers beyond 2^53 as text, since neither the answer's JSON nor a browser can hold them. */
function showJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= shownDepth) return '…';
  if (Array.isArray(value)) return value.map((item) => showJson(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, showJson(child, depth + 1)]));
}
