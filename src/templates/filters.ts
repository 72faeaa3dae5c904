/**
 * The whole list of filters. Each takes the piped value and its arguments and never throws on odd input: what makes
 * no sense gives undefined, so that a mapping reports "no value" instead of stopping.
 */
type Filter = (value: unknown, args: readonly unknown[]) => unknown;

const text = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  return undefined;
};
const onText =
  (change: (value: string, args: readonly unknown[]) => unknown): Filter =>
  (value, args) => {
    if (value === null) return null;
    const found = text(value);
    return found === undefined ? undefined : change(found, args);
  };
const isBlank = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

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
  replace: onText((value, [from, to]) =>
    typeof from === 'string' && from !== '' ? value.replaceAll(from, text(to) ?? '') : value,
  ),
  split: onText((value, [by]) => value.split(text(by) ?? ' ').slice(0, 10_000)),
  slice: (value, [from, to]) => {
    const [start, end] = [Number(from ?? 0), to === undefined ? undefined : Number(to)];
    if (Array.isArray(value)) return value.slice(start, end);
    return text(value)?.slice(start, end);
  },
  join: (value, [by]) =>
    Array.isArray(value)
      ? value
          .filter((item) => !isBlank(item))
          .map((item) => text(item) ?? '')
          .join(text(by) ?? ', ')
      : value,
  first: (value) => (Array.isArray(value) ? value[0] : text(value)?.[0]),
  last: (value) => (Array.isArray(value) ? value.at(-1) : text(value)?.at(-1)),
  at: (value, [index]) => (Array.isArray(value) ? value.at(Number(index ?? 0)) : undefined),
  length: (value) => (Array.isArray(value) ? value.length : text(value)?.length),
  default: (value, [fallback]) => (isBlank(value) ? fallback : value),
  first_of: (value, args) => [value, ...args].find((item) => !isBlank(item)),
  concat: (value, args) => [value, ...args].map((item) => text(item) ?? '').join(''),
  map_values: (value, args) => {
    const key = text(value);
    for (let index = 0; index + 1 < args.length; index += 2)
      if (text(args[index]) === key) return args[index + 1];
    return args.length % 2 === 1 ? args.at(-1) : value;
  },
  string: (value) => (typeof value === 'object' ? (value === null ? null : toJsonText(value)) : text(value)),
  number: (value) => toNumber(value),
  round: (value, [digits]) => {
    const found = toNumber(value);
    const factor = 10 ** Math.min(Math.max(Number(digits ?? 0) || 0, 0), 12);
    return found === undefined ? undefined : Math.round(found * factor) / factor;
  },
  boolean: (value) => toBoolean(value),
  not: (value) => {
    const found = toBoolean(value);
    return found === undefined ? undefined : !found;
  },
  date: (value, [unit]) => toDate(value, text(unit)),
  strip_domain: onText((value) => value.replace(/^.*\\/, '').replace(/@.*$/, '')),
  json: (value) => toJsonText(value),
  pluck: (value, [key]) =>
    Array.isArray(value) && typeof key === 'string'
      ? value.map((item) =>
          item !== null && typeof item === 'object' && Object.hasOwn(item, key)
            ? (item as Record<string, unknown>)[key]
            : undefined,
        )
      : undefined,
} satisfies Record<string, Filter>;

/** JSON text of a value, big integers as strings; undefined for a structure that contains itself. */
export function toJsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
  } catch {
    // Records read from JSON never contain themselves; a template has nothing to show for one that does.
    return undefined;
  }
}

export type FilterName = keyof typeof filters;

export function isFilterName(name: string): name is FilterName {
  return Object.hasOwn(filters, name);
}

export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const found = Number(value.trim());
  return Number.isFinite(found) ? found : undefined;
}

export function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value === 1 ? true : value === 0 ? false : undefined;
  if (typeof value !== 'string') return undefined;
  const found = value.trim().toLowerCase();
  if (['true', 'yes', 'y', '1', 'on', 'enabled', 'active'].includes(found)) return true;
  if (['false', 'no', 'n', '0', 'off', 'disabled', 'inactive'].includes(found)) return false;
  return undefined;
}

const maxInstantMs = 253_402_300_799_999;

/**
 * An instant from ISO text or an epoch number. Without a unit, numbers below 10^11 are seconds (up to the year 5138)
 * and larger ones milliseconds. Text without a zone is read as UTC.
 */
export function toDate(value: unknown, unit?: string): Date | undefined {
  if (value instanceof Date) return value;
  if (typeof value === 'string' && !/^-?\d+(\.\d+)?$/.test(value.trim())) {
    const trimmed = value.trim();
    if (!/^\d{4}-\d{2}-\d{2}/.test(trimmed)) return undefined;
    const isZoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(trimmed);
    const found = new Date(
      isZoned ? trimmed : `${trimmed.replace(' ', 'T')}${trimmed.length > 10 ? 'Z' : ''}`,
    );
    return isInstant(found) ? found : undefined;
  }
  const found = toNumber(value);
  if (found === undefined || typeof value === 'boolean') return undefined;
  const isSeconds =
    unit === 'seconds' ||
    unit === 'epoch-seconds' ||
    (unit === undefined && Math.abs(found) < 100_000_000_000);
  const date = new Date(isSeconds ? found * 1_000 : found);
  return isInstant(date) ? date : undefined;
}

function isInstant(date: Date): boolean {
  return !Number.isNaN(date.getTime()) && Math.abs(date.getTime()) <= maxInstantMs;
}
