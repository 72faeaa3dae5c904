import type { StreamField } from '../connector-kit/index.ts';
import { stringifyJson } from '../model/json.ts';
import { connectorSyncTimePath } from '../model/objects.ts';
import { compileTemplate, pathLengthLimit } from '../templates/compile-template.ts';
import { isReservedName } from '../templates/parse-expression.ts';

export interface SourceField {
  path: string;
  label: string;
  type: StreamField['type'];
  /** Up to three different values, shortened for display. */
  samples: string[];
  recordCount: number;
  emptyCount: number;
  distinctCount: number;
  /** By the connector's definition; otherwise only the sample shows it. */
  isDeclared: boolean;
}

const sampleLimit = 3;
const shownLength = 80;
const maxDepth = 4;
const maxFields = 300;

/** "assignedDeviceIds" → "Assigned Device Ids List": camelCase to Title Case, lists marked. facts/product-behaviour.md §11.3 */
export function labelOfPath(path: string, isList: boolean): string {
  const words = path
    .replace(/^response\[/, '[')
    .replace(/\[(?:"([^"]*)"|'([^']*)'|(\d+))\]/g, ' $1$2$3 ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s._-]+/)
    .filter(Boolean)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `${words.join(' ')}${isList ? ' List' : ''}`;
}

/**
 * Source fields of a stream: what the definition declares, what the sample shows beside it (nested objects by their
 * paths), and Connector Sync Time, which every stream offers.
 */
export function describeSource(declared: readonly StreamField[], records: readonly unknown[]): SourceField[] {
  const shown = new Map<string, ShownField>();
  for (const { path, label, type } of declared)
    shown.set(path, { path, label, types: new Set([type]), isDeclared: true });
  const found = new Map<string, ShownField>();
  for (const record of records) collectPaths(record, '', 0, found);
  for (const field of found.values())
    if (!shown.has(field.path) && !isMissingObject(field, found)) shown.set(field.path, field);

  const fields = [...shown.values()].map((field): SourceField => {
    const type = settleType(field.types);
    return {
      path: field.path,
      label: field.label ?? labelOfPath(field.path, type === 'list'),
      type,
      isDeclared: field.isDeclared,
      ...count(field.path, records),
    };
  });
  fields.push({
    path: connectorSyncTimePath,
    label: 'Connector Sync Time',
    type: 'date_time',
    samples: [],
    recordCount: records.length,
    emptyCount: 0,
    distinctCount: records.length === 0 ? 0 : 1,
    isDeclared: true,
  });
  return fields.sort((left, right) => left.label.localeCompare(right.label, 'en'));
}

/** Nothing but null here, while other records hold an object: its parts are the fields. */
function isMissingObject(field: ShownField, found: ReadonlyMap<string, ShownField>): boolean {
  if (field.types.size > 0) return false;
  return [...found.keys()].some(
    (path) => path.startsWith(`${field.path}.`) || path.startsWith(`${field.path}[`),
  );
}

interface ShownField {
  path: string;
  /** Left out: made from the path. */
  label?: string;
  types: Set<StreamField['type']>;
  isDeclared: boolean;
}

function count(
  path: string,
  records: readonly unknown[],
): Pick<SourceField, 'samples' | 'recordCount' | 'emptyCount' | 'distinctCount'> {
  const template = compileTemplate(path);
  const texts = new Set<string>();
  let emptyCount = 0;
  for (const record of records) {
    const value = typeof record === 'object' && record !== null ? template.evaluate(record) : undefined;
    if (isEmpty(value)) emptyCount += 1;
    else texts.add(showValue(value));
  }
  const samples = [...texts]
    .slice(0, sampleLimit)
    .map((text) => (text.length > shownLength ? `${text.slice(0, shownLength - 1)}…` : text));
  return { samples, recordCount: records.length, emptyCount, distinctCount: texts.size };
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function collectPaths(value: unknown, prefix: string, depth: number, found: Map<string, ShownField>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (found.size >= maxFields) return;
    const path = joinPath(prefix, key);
    // Longer ones cannot be mapped.
    if (path.length > pathLengthLimit) continue;
    if (typeof child === 'object' && child !== null && !Array.isArray(child) && depth < maxDepth) {
      collectPaths(child, path, depth + 1, found);
      continue;
    }
    const known = found.get(path) ?? { path, types: new Set(), isDeclared: false };
    found.set(path, known);
    if (child !== null) known.types.add(typeOf(child));
  }
}

/** What is a number in one record and text in another is text. */
function settleType(types: ReadonlySet<StreamField['type']>): StreamField['type'] {
  const [first = 'text', ...others] = types;
  return others.length === 0 ? first : 'text';
}

/** Keys that are no plain names stand in brackets; braces are escaped, since two of them begin a template. */
function joinPath(prefix: string, key: string): string {
  const isPlain = /^[A-Za-z_$][\w$]*$/.test(key);
  if (isPlain && prefix !== '') return `${prefix}.${key}`;
  if (isPlain && !isReservedName(key)) return key;
  const quoted = JSON.stringify(key).replaceAll('{', '\\u007b').replaceAll('}', '\\u007d');
  return `${prefix === '' ? 'response' : prefix}[${quoted}]`;
}

function typeOf(value: unknown): StreamField['type'] {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}|$)/.test(value)) return 'date_time';
  return typeof value === 'object' && value !== null ? 'object' : 'text';
}

function showValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(showValue).join(', ');
  return typeof value === 'object' && value !== null ? stringifyJson(value) : String(value);
}
