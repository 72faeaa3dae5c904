import { cleanKey, shortenKey } from '../../model/clean-text.ts';
import { toDate } from '../../model/convert.ts';
import { toIdText } from '../../model/id-text.ts';
import { compileTemplate, isTruthy } from '../../templates/compile-template.ts';
import type { AssetSoftware, StreamDefinition } from '../definition/definition.ts';
import type { AssetSoftwareSet, SoftwareTitle } from './stream-types.ts';

const maxTextLength = 1_024;
const dayMs = 86_400_000;
/** Different titles, and different texts of a day, that are remembered. */
const memoryLimit = 100_000;

/** Adds one entry of a vendor's software list to the set of its asset; not what is left out or has no name. */
export type EntryReader = (entry: unknown, set: AssetSoftwareSet) => void;

export function makeEntryReader(
  software: AssetSoftware,
  noValues: StreamDefinition['noValues'],
): EntryReader {
  const none = new Set(noValues.map(String));
  const findTitle = makeTitleMemory((text) => {
    const clean = cleanKey(text);
    return none.has(clean) ? '' : shortenKey(clean, maxTextLength);
  });
  const name = compileText(software.name);
  const version = compileText(software.version);
  const publisher = compileText(software.publisher);
  const installedAt = software.installedAt === undefined ? undefined : compileTemplate(software.installedAt);
  const condition = software.condition === undefined ? undefined : compileTemplate(software.condition);
  return (entry, set) => {
    if (typeof entry !== 'object' || entry === null) return;
    if (condition && !isTruthy(condition.evaluate(entry))) return;
    const title = findTitle(name(entry), version(entry), publisher(entry));
    if (title.name === '') return;
    set.titles.push(title);
    set.days.push(installedAt ? toDay(installedAt.evaluate(entry), software.dateUnit) : -1);
  };
}

function compileText(source: string | undefined): (entry: object) => string {
  if (source === undefined) return () => '';
  const template = compileTemplate(source);
  return (entry) => {
    const value = template.evaluate(entry);
    if (typeof value === 'string') return value;
    return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
  };
}

/** The same few titles come millions of times: each is cleaned and made once, by the texts as they came. */
function makeTitleMemory(clean: (text: string) => string) {
  const names = new Map<string, Map<string, Map<string, SoftwareTitle>>>();
  let size = 0;
  const make = (name: string, version: string, publisher: string): SoftwareTitle => {
    if (size >= memoryLimit) {
      names.clear();
      size = 0;
    }
    const title = { name: clean(name), version: clean(version), publisher: clean(publisher) };
    const versions = names.get(name) ?? new Map<string, Map<string, SoftwareTitle>>();
    const publishers = versions.get(version) ?? new Map<string, SoftwareTitle>();
    names.set(name, versions.set(version, publishers.set(publisher, title)));
    size += 1;
    return title;
  };
  return (name: string, version: string, publisher: string): SoftwareTitle =>
    names.get(name)?.get(version)?.get(publisher) ?? make(name, version, publisher);
}

const isoDays = new Map<string, number>();

/** 0, negative and unreadable instants are "unknown": vendors send them for software that came with the machine. */
function toDay(value: unknown, unit: AssetSoftware['dateUnit']): number {
  if (value === undefined || value === null || value === '' || value === 0) return -1;
  // ISO texts of one day are what most vendors send, millions of times.
  if (typeof value === 'string') {
    const known = isoDays.get(value);
    if (known !== undefined) return known;
    if (/^\d{4}-\d\d-\d\d/.test(value)) {
      const ms = Date.parse(value.slice(0, 10));
      const day = Number.isNaN(ms) || ms <= 0 ? -1 : ms / dayMs;
      if (isoDays.size >= memoryLimit) isoDays.clear();
      isoDays.set(value, day);
      return day;
    }
  }
  const date = toDate(value, unit);
  const day = date === undefined ? Number.NaN : Math.floor(date.getTime() / dayMs);
  return day > 0 && day < 2_932_896 ? day : -1;
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
    const assetId = toIdText(path.evaluate(record));
    if (assetId === undefined) continue;
    if (last?.assetId !== assetId) {
      last = sets.get(assetId) ?? { assetId, titles: [], days: [] };
      sets.set(assetId, last);
    }
    read(record, last);
  }
  return [...sets.values()];
}
