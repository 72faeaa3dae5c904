/**
 * The whole list of filters. Each takes the piped value and its arguments and never throws on odd input: what makes
 * no sense gives undefined, so that a mapping reports "no value" instead of stopping. null ("there is none") stays null
 * unless a filter is about missing values, and where nothing is found among values that are there the result is null,
 * too; only what is absent altogether stays undefined. Only a text that grows beyond all bounds throws (TEMPLATE_RESULT_TOO_LONG).
 */
import { makeError } from '../errors.ts';
import { isUnitless, readInstant, toBoolean, toIsoText, toNumber } from '../model/convert.ts';
import { findMainIp, findMainMac } from './main-address.ts';

type Filter = (value: unknown, args: readonly unknown[]) => unknown;

export const resultLengthLimit = 1_000_000;

/** Filters that make a text longer are chained to gigabytes in one line of template. */
export function assertResultLength(length: number): void {
  if (length > resultLengthLimit) throw makeError('TEMPLATE_RESULT_TOO_LONG', { limit: resultLengthLimit });
}

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
const onText = (change: (value: string, args: readonly unknown[]) => unknown): Filter =>
  orNull((value, args) => {
    const found = text(value);
    return found === undefined ? undefined : change(found, args);
  });
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
  title: onText((value) =>
    value
      .toLowerCase()
      .replace(
        /(^|[\s\-'])(\p{L})/gu,
        (_all, before: string, letter: string) => before + letter.toUpperCase(),
      ),
  ),
  capitalize: onText((value) => value.slice(0, 1).toUpperCase() + value.slice(1).toLowerCase()),
  replace: onText((value, [from, to]) => {
    const wanted = text(from) ?? '';
    return wanted === '' ? value : joinTexts(value.split(wanted), text(to) ?? '');
  }),
  split: onText((value, [by]) => {
    assertResultLength(value.length);
    return value.split(text(by) ?? ' ');
  }),
  slice: orNull((value, [from, to]) => {
    const [start, end] = [whole(from) ?? 0, whole(to)];
    if (Array.isArray(value)) return value.slice(start, end);
    return text(value)?.slice(start, end);
  }),
  join: (value, [by]) =>
    Array.isArray(value)
      ? joinTexts(
          value.filter((item) => !isBlank(item)).map((item) => text(item) ?? toJsonText(item) ?? ''),
          text(by) ?? ', ',
        )
      : value,
  first: orNull((value) => (Array.isArray(value) ? itemOf(value, 0) : text(value)?.at(0))),
  last: orNull((value) => (Array.isArray(value) ? itemOf(value, -1) : text(value)?.at(-1))),
  at: orNull((value, [index]) => {
    const position = whole(index);
    return Array.isArray(value) && position !== undefined ? itemOf(value, position) : undefined;
  }),
  /** Texts in one order, whatever the order they came in, so that the first is always the same one. */
  sort: orNull((value) =>
    Array.isArray(value)
      ? value
          .filter((item) => !isBlank(item))
          .map((item) => (text(item) ?? toJsonText(item) ?? '').trim())
          .sort(compareTexts)
      : value,
  ),
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
  number: orNull((value) => toNumber(value)),
  round: orNull((value, [digits]) => {
    const found = toNumber(value);
    if (typeof found !== 'number') return found;
    const factor = 10 ** Math.min(Math.max(whole(digits) ?? 0, 0), 12);
    const rounded = Math.round(found * factor) / factor;
    return Number.isFinite(rounded) ? rounded : found;
  }),
  boolean: orNull((value) => toBoolean(value)),
  not: orNull((value) => {
    const found = toBoolean(value);
    return found === undefined ? undefined : !found;
  }),
  /** Digits whose unit nobody tells stay as they are: who reads the field says so instead of guessing. */
  date: orNull((value, [unit]) => {
    const found = readInstant(value, text(unit));
    return found === undefined && isUnitless(value) ? value : found;
  }),
  iso_date: orNull((value, [unit]) => {
    const found = readInstant(value, text(unit));
    return found instanceof Date ? found.toISOString() : found;
  }),
  strip_domain: onText((value) => value.replace(/^.*\\/s, '').replace(/@.*$/s, '')),
  /** A host as a person enters it → where requests go; a scheme and a port stay, a path is cut off. */
  origin: onText((value, ports) => {
    const entered = value.trim();
    const url = URL.parse(/^https?:\/\//i.test(entered) ? entered : `https://${entered}`);
    if (entered === '' || !url?.hostname) return undefined;
    const wanted = ports.map((port) => text(port) ?? '').find((port) => port !== '') ?? '';
    if (wanted !== '' && !/:\d+$/.test(url.host) && !/:\d+\/?$/.test(entered)) url.port = wanted;
    return url.origin;
  }),
  /** Of a list or a text of several addresses the one that tells where the device is. */
  main_ip: (value) => findMainIp(value),
  main_mac: (value) => findMainMac(value),
  json: orNull((value) => toJsonText(value)),
  /** Values keep their type here anyway; accepted for templates that come from products where they do not. */
  as_is: (value) => value,
  pluck: orNull((value, [key]) =>
    Array.isArray(value) && typeof key === 'string'
      ? value.map((item) =>
          item !== null && typeof item === 'object' && Object.hasOwn(item, key)
            ? (item as Record<string, unknown>)[key]
            : undefined,
        )
      : undefined,
  ),
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
function compareTexts(left: string, right: string): number {
  const [one, other] = [left.toLowerCase(), right.toLowerCase()];
  if (one !== other) return one < other ? -1 : 1;
  return left < right ? -1 : Number(left > right);
}

function joinTexts(items: readonly string[], by: string): string {
  let length = by.length * Math.max(items.length - 1, 0);
  for (const item of items) length += item.length;
  assertResultLength(length);
  return items.join(by);
}

/** JSON text of a value, big integers as strings; undefined for a structure that contains itself. */
export function toJsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
  } catch {
    // Records read from JSON never contain themselves; a template has nothing to show for one that does.
    return undefined;
  }
}
