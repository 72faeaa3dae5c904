import type { StreamField } from '../connector-kit/definition.ts';
import { connectorSyncTimePath } from '../model/objects.ts';
import { compileTemplate } from '../templates/compile-template.ts';

export interface SourceField {
  path: string;
  label: string;
  type: StreamField['type'];
  /** Up to three different values, shortened for display. */
  samples: string[];
  recordCount: number;
  emptyCount: number;
  distinctCount: number;
  /** Values seen often enough to be worth matching against, for smart mapping; not shown. */
  isDeclared: boolean;
}

const sampleLimit = 3;
const shownLength = 80;
const maxDepth = 4;
const maxFields = 300;

/** "assignedDeviceIds" → "Assigned Device Ids List": camelCase to Title Case, lists marked. facts/product-behaviour.md §11.3 */
export function labelOfPath(path: string, isList: boolean): string {
  const words = path
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
  const paths = new Map<string, { label: string; type: StreamField['type']; isDeclared: boolean }>();
  for (const field of declared)
    paths.set(field.path, { label: field.label, type: field.type, isDeclared: true });
  for (const record of records) collectPaths(record, '', 0, paths);

  const fields = [...paths].map(([path, { label, type, isDeclared }]): SourceField => {
    const template = compileTemplate(path);
    const values = records.map((record) =>
      typeof record === 'object' && record !== null ? template.evaluate(record) : undefined,
    );
    const filled = values.filter(
      (value) =>
        value !== undefined &&
        value !== null &&
        value !== '' &&
        !(Array.isArray(value) && value.length === 0),
    );
    const texts = new Set(filled.map(showValue));
    return {
      path,
      label,
      type,
      samples: [...texts]
        .slice(0, sampleLimit)
        .map((text) => (text.length > shownLength ? `${text.slice(0, shownLength - 1)}…` : text)),
      recordCount: records.length,
      emptyCount: values.length - filled.length,
      distinctCount: texts.size,
      isDeclared,
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

function collectPaths(
  value: unknown,
  prefix: string,
  depth: number,
  paths: Map<string, { label: string; type: StreamField['type']; isDeclared: boolean }>,
): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (paths.size >= maxFields) return;
    const path = joinPath(prefix, key);
    if (typeof child === 'object' && child !== null && !Array.isArray(child) && depth < maxDepth) {
      collectPaths(child, path, depth + 1, paths);
      continue;
    }
    const known = paths.get(path);
    if (known === undefined || (!known.isDeclared && known.type === 'text' && child !== null)) {
      const type = typeOf(child);
      paths.set(path, { label: labelOfPath(path, type === 'list'), type, isDeclared: false });
    }
  }
}

/** Keys that are no plain names stand in brackets. */
function joinPath(prefix: string, key: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(key)) return prefix === '' ? key : `${prefix}.${key}`;
  return `${prefix === '' ? 'response' : prefix}[${JSON.stringify(key)}]`;
}

function typeOf(value: unknown): StreamField['type'] {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}|$)/.test(value)) return 'date_time';
  return typeof value === 'object' && value !== null ? 'object' : 'text';
}

function showValue(value: unknown): string {
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'object' ? JSON.stringify(item) : String(item))).join(', ');
  return typeof value === 'object'
    ? JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item))
    : String(value);
}
