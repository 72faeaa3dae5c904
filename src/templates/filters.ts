/**
 * The whole list of filters. Each takes the piped value and its arguments and never throws on odd input: what makes
 * no sense gives undefined, so that a mapping reports "no value" instead of stopping. null ("there is none") stays null
 * unless a filter is about missing values, and where nothing is found among values that are there the result is null,
 * too; only what is absent altogether stays undefined. Only a text that grows beyond all bounds (TEMPLATE_RESULT_TOO_LONG)
 * and work beyond all bounds throw (TEMPLATE_WORK_EXCEEDED): each filter counts what it walks through before it does.
 */
import { isAppError, makeError } from '../errors.ts';
import { isUnitless, readInstant, toBoolean, toIsoText, toNumber } from '../model/convert.ts';
import { findMainIp, findMainMac } from './main-address.ts';
import { countSearch, countWork, stepLimit } from './work.ts';

type Filter = (value: unknown, args: readonly unknown[]) => unknown;

export const resultLengthLimit = 1_000_000;

/** Filters that make a text longer are chained to gigabytes in one line of template. */
export function assertResultLength(length: number): void {
  if (length > resultLengthLimit) throw makeError('TEMPLATE_RESULT_TOO_LONG', { limit: resultLengthLimit });
}

/** What is longer is no address, and reading a host name of that length takes its square. */
const maxAddressLength = 2_048;

const text = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  return value instanceof Date ? toIsoText(value) : undefined;
};
const orNull =
  (change: Filter): Filter =>
  (value, args) =>
    value === null ? null : change(value, args);
/** @param weight how often each character counts, for what takes long per character */
const onText = (change: (value: string, args: readonly unknown[]) => unknown, weight = 1): Filter =>
  orNull((value, args) => {
    const found = text(value);
    if (found === undefined) return undefined;
    countWork(0, found.length * weight);
    return change(found, args);
  });
/** Reads a value that may be a long text by walking through it once. */
const reading = (read: Filter): Filter =>
  orNull((value, args) => {
    if (typeof value === 'string') countWork(0, value.length);
    return read(value, args);
  });
/** Addresses are taken apart one by one; each costs as much as hundreds of characters elsewhere. */
const onAddresses =
  (find: (value: unknown) => unknown): Filter =>
  (value) => {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    countWork(items.length, 0);
    for (const item of items) if (typeof item === 'string') countWork(0, item.length * 32);
    return find(value);
  };
/** Items of a list as texts; empty ones are left out. */
const textsOf = (items: readonly unknown[]): string[] => {
  countWork(items.length, 0);
  const texts: string[] = [];
  for (const item of items) if (!isBlank(item)) texts.push(text(item) ?? toJsonText(item) ?? '');
  return texts;
};
const isBlank = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
const whole = (value: unknown): number | undefined => {
  const found = toNumber(value);
  return found === undefined ? undefined : Math.trunc(Number(found));
};

/** The first value that is filled; null where something was there, but none of it filled. */
const firstOf = (items: readonly unknown[]): unknown => {
  const found = items.find((item) => !isBlank(item));
  return found === undefined && items.some((item) => item !== undefined) ? null : found;
};
/** An item of a list; a list that is there but ends before it says that there is none. */
export const itemOf = (list: readonly unknown[], index: number): unknown =>
  index >= list.length || index < -list.length ? null : list.at(index);

export const filters = {
  lower: onText((value) => value.toLowerCase()),
  upper: onText((value) => value.toUpperCase()),
  trim: onText((value) => value.trim()),
  title: onText(
    (value) =>
      value
        .toLowerCase()
        .replace(
          /(^|[\s\-'])(\p{L})/gu,
          (_all, before: string, letter: string) => before + letter.toUpperCase(),
        ),
    8,
  ),
  capitalize: onText((value) => value.slice(0, 1).toUpperCase() + value.slice(1).toLowerCase()),
  replace: onText((value, [from, to]) => {
    const wanted = text(from) ?? '';
    return wanted === '' ? value : joinTexts(cut(value, wanted), text(to) ?? '');
  }),
  split: onText((value, [by]) => {
    assertResultLength(value.length);
    return cut(value, text(by) ?? ' ');
  }),
  slice: orNull((value, [from, to]) => {
    const [start, end] = [whole(from) ?? 0, whole(to)];
    if (!Array.isArray(value)) return text(value)?.slice(start, end);
    countWork(value.length, 0);
    return value.slice(start, end);
  }),
  join: (value, [by]) => (Array.isArray(value) ? joinTexts(textsOf(value), text(by) ?? ', ') : value),
  first: orNull((value) => (Array.isArray(value) ? itemOf(value, 0) : text(value)?.at(0))),
  last: orNull((value) => (Array.isArray(value) ? itemOf(value, -1) : text(value)?.at(-1))),
  at: orNull((value, [index]) => {
    const position = whole(index);
    return Array.isArray(value) && position !== undefined ? itemOf(value, position) : undefined;
  }),
  /** Texts in one order, whatever the order they came in, so that the first is always the same one. */
  sort: orNull((value) => (Array.isArray(value) ? sortTexts(textsOf(value)) : value)),
  length: orNull((value) => (Array.isArray(value) ? value.length : text(value)?.length)),
  default: (value, [fallback]) => {
    if (!isBlank(value)) return value;
    return fallback === undefined && value !== undefined ? null : fallback;
  },
  first_of: (value, args) => firstOf([value, ...args]),
  concat: (value, args) => {
    const items = [value, ...args];
    if (items.every((item) => item === undefined)) return undefined;
    return joinTexts(
      items.map((item) => text(item) ?? ''),
      '',
    );
  },
  map_values: (value, args) => {
    const key = text(value);
    if (key !== undefined)
      for (let index = 0; index + 1 < args.length; index += 2)
        if (text(args[index]) === key) return args[index + 1];
    return args.length % 2 === 1 ? args.at(-1) : value;
  },
  string: orNull((value) => (typeof value === 'object' ? (text(value) ?? toJsonText(value)) : text(value))),
  number: reading((value) => toNumber(value)),
  round: reading((value, [digits]) => {
    const found = toNumber(value);
    if (typeof found !== 'number') return found;
    const factor = 10 ** Math.min(Math.max(whole(digits) ?? 0, 0), 12);
    const rounded = Math.round(found * factor) / factor;
    return Number.isFinite(rounded) ? rounded : found;
  }),
  boolean: reading((value) => toBoolean(value)),
  not: reading((value) => {
    const found = toBoolean(value);
    return found === undefined ? undefined : !found;
  }),
  /** Digits whose unit nobody tells stay as they are: who reads the field says so instead of guessing. */
  date: reading((value, [unit]) => {
    const found = readInstant(value, text(unit));
    return found === undefined && isUnitless(value) ? value : found;
  }),
  iso_date: reading((value, [unit]) => {
    const found = readInstant(value, text(unit));
    return found instanceof Date ? found.toISOString() : found;
  }),
  strip_domain: onText((value) => value.replace(/^.*\\/s, '').replace(/@.*$/s, '')),
  /** A host as a person enters it → where requests go; a scheme and a port stay, a path is cut off. */
  origin: onText((value, ports) => {
    const entered = value.trim();
    if (entered.length > maxAddressLength) return undefined;
    const url = URL.parse(/^https?:\/\//i.test(entered) ? entered : `https://${entered}`);
    if (entered === '' || !url?.hostname) return undefined;
    const wanted = ports.map((port) => text(port) ?? '').find((port) => port !== '') ?? '';
    if (wanted !== '' && !/:\d+$/.test(url.host) && !/:\d+\/?$/.test(entered)) url.port = wanted;
    return url.origin;
  }),
  /** Of a list or a text of several addresses the one that tells where the device is. */
  main_ip: onAddresses(findMainIp),
  main_mac: onAddresses(findMainMac),
  json: orNull((value) => toJsonText(value)),
  /** Values keep their type here anyway; accepted for templates that come from products where they do not. */
  as_is: (value) => value,
  pluck: orNull((value, [key]) => {
    if (!Array.isArray(value) || typeof key !== 'string') return undefined;
    countWork(value.length, 0);
    return value.map((item) =>
      item !== null && typeof item === 'object' && Object.hasOwn(item, key)
        ? (item as Record<string, unknown>)[key]
        : undefined,
    );
  }),
} satisfies Record<string, Filter>;

export type FilterName = keyof typeof filters;

const many = Number.POSITIVE_INFINITY;

/** Least and most arguments. */
export const filterArity: Record<FilterName, readonly [least: number, most: number]> = {
  lower: [0, 0],
  upper: [0, 0],
  trim: [0, 0],
  title: [0, 0],
  capitalize: [0, 0],
  replace: [1, 2],
  split: [0, 1],
  slice: [1, 2],
  join: [0, 1],
  first: [0, 0],
  last: [0, 0],
  at: [1, 1],
  sort: [0, 0],
  length: [0, 0],
  default: [1, 1],
  first_of: [1, many],
  concat: [1, many],
  map_values: [2, many],
  string: [0, 0],
  number: [0, 0],
  round: [0, 1],
  boolean: [0, 0],
  not: [0, 0],
  date: [0, 1],
  iso_date: [0, 1],
  strip_domain: [0, 0],
  origin: [0, many],
  main_ip: [0, 0],
  main_mac: [0, 0],
  json: [0, 0],
  as_is: [0, 0],
  pluck: [1, 1],
};

export function isFilterName(name: string): name is FilterName {
  return Object.hasOwn(filters, name);
}

/** By letter, case aside; not by the language of the machine. */
function sortTexts(found: readonly string[]): string[] {
  let length = 0;
  for (const item of found) length += item.length;
  const rounds = Math.ceil(Math.log2(found.length + 1));
  countWork(Math.ceil((found.length * rounds) / 4), length * (2 + rounds));
  const texts = found.map((item) => item.trim()).map((item) => ({ item, key: item.toLowerCase() }));
  texts.sort((left, right) => compare(left.key, right.key) || compare(left.item, right.item));
  return texts.map(({ item }) => item);
}

const compare = (left: string, right: string): number => (left < right ? -1 : Number(left > right));

function cut(value: string, by: string): string[] {
  countSearch(value, by);
  // One part more than may be, which the count below refuses.
  const parts = value.split(by, stepLimit + 1);
  countWork(parts.length, 0);
  return parts;
}

function joinTexts(items: readonly string[], by: string): string {
  let length = by.length * Math.max(items.length - 1, 0);
  for (const item of items) length += item.length;
  assertResultLength(length);
  countWork(items.length, length);
  return items.join(by);
}

/**
 * JSON text of a value, big integers as strings; undefined for a structure that contains itself. Throws
 * TEMPLATE_WORK_EXCEEDED.
 */
export function toJsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (key, item: unknown) => {
      countWork(1, key.length + (typeof item === 'string' ? item.length : 1));
      return typeof item === 'bigint' ? String(item) : item;
    });
  } catch (err) {
    if (isAppError(err)) throw err;
    // Records read from JSON never contain themselves; a template has nothing to show for one that does.
    return undefined;
  }
}
