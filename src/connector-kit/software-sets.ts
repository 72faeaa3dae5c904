import { compileTemplate, isTruthy } from '../templates/compile-template.ts';
import { toDate } from '../templates/convert.ts';
import type { AssetSoftware, StreamDefinition } from './definition.ts';
import type { AssetSoftwareSet, SoftwareEntry } from './stream-types.ts';

const maxTextLength = 1_024;
const dayMs = 86_400_000;
/** Different texts remembered of each of name, version and publisher. */
const memoryLimit = 20_000;

/** Reads one entry of a vendor's software list; undefined for what is left out or has no name. */
export type EntryReader = (entry: unknown) => SoftwareEntry | undefined;

export function makeEntryReader(
  software: AssetSoftware,
  noValues: StreamDefinition['noValues'],
): EntryReader {
  const none = new Set(noValues.map(String));
  const compileText = (source: string | undefined) => {
    if (source === undefined) return () => '';
    const template = compileTemplate(source);
    // The same few texts come millions of times: each is cleaned once, and every entry holds the same string of it.
    const cleaned = new Map<string, string>();
    return (entry: object): string => {
      const value = template.evaluate(entry);
      if (value === undefined || value === null || typeof value === 'object') return '';
      const raw = String(value);
      const known = cleaned.get(raw);
      if (known !== undefined) return known;
      // PostgreSQL's text cannot hold U+0000.
      const text = raw.replaceAll('\0', '').trim();
      const kept = none.has(text) ? '' : text.slice(0, maxTextLength);
      if (cleaned.size >= memoryLimit) cleaned.clear();
      cleaned.set(raw, kept);
      return kept;
    };
  };
  const name = compileText(software.name);
  const version = compileText(software.version);
  const publisher = compileText(software.publisher);
  const installedAt = software.installedAt === undefined ? undefined : compileTemplate(software.installedAt);
  const condition = software.condition === undefined ? undefined : compileTemplate(software.condition);
  return (entry) => {
    if (typeof entry !== 'object' || entry === null) return undefined;
    if (condition && !isTruthy(condition.evaluate(entry))) return undefined;
    const found = name(entry);
    if (found === '') return undefined;
    return {
      name: found,
      version: version(entry),
      publisher: publisher(entry),
      installedOnDay: installedAt ? toDay(installedAt.evaluate(entry), software.dateUnit) : null,
    };
  };
}

const isoDays = new Map<string, number | null>();

/** 0, negative and unreadable instants are "unknown": vendors send them for software that came with the machine. */
function toDay(value: unknown, unit: AssetSoftware['dateUnit']): number | null {
  if (value === undefined || value === null || value === '' || value === 0) return null;
  // ISO texts of one day are what most vendors send, millions of times.
  if (typeof value === 'string') {
    const known = isoDays.get(value);
    if (known !== undefined) return known;
    if (/^\d{4}-\d\d-\d\d/.test(value)) {
      const ms = Date.parse(value.slice(0, 10));
      const day = Number.isNaN(ms) || ms <= 0 ? null : ms / dayMs;
      if (isoDays.size >= memoryLimit) isoDays.clear();
      isoDays.set(value, day);
      return day;
    }
  }
  const date = toDate(value, unit);
  const day = date === undefined ? Number.NaN : Math.floor(date.getTime() / dayMs);
  return day > 0 && day < 2_932_896 ? day : null;
}

/** Groups the entries of a page by asset, in the order the assets appear; entries that name none are left out. */
export function groupByAsset(
  records: readonly unknown[],
  assetIdPath: string,
  read: EntryReader,
): AssetSoftwareSet[] {
  const path = compileTemplate(assetIdPath);
  const sets = new Map<string, AssetSoftwareSet>();
  let last: AssetSoftwareSet | undefined;
  for (const record of records) {
    if (typeof record !== 'object' || record === null) continue;
    const id = path.evaluate(record);
    if (id === undefined || id === null || id === '' || typeof id === 'object') continue;
    const assetId = String(id);
    if (last?.assetId !== assetId) {
      last = sets.get(assetId) ?? { assetId, entries: [] };
      sets.set(assetId, last);
    }
    const entry = read(record);
    if (entry) last.entries.push(entry);
  }
  return [...sets.values()];
}
