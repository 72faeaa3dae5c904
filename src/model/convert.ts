/** What a value is as a number, a yes or no, an instant or a text; undefined when it is none. Used by filters and mappings. */
import { isNever, isOutsideTime, neverNumbers, zeroDate } from './never-instants.ts';

const numberText = /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const integerText = /^[+-]?\d+$/;

/** A number, or a bigint where a whole number is beyond 2^53, so that no digit is lost. */
export function toNumber(value: unknown): number | bigint | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (!numberText.test(text)) return undefined;
  const found = Number(text);
  if (integerText.test(text) && !Number.isSafeInteger(found))
    return text.length > 400 ? undefined : BigInt(text.replace(/^\+/, ''));
  return Number.isFinite(found) ? found : undefined;
}

const yes = new Set(['true', 'yes', 'y', '1', 'on', 'enabled', 'active']);
const no = new Set(['false', 'no', 'n', '0', 'off', 'disabled', 'inactive']);

export function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value === 1 ? true : value === 0 ? false : undefined;
  if (typeof value !== 'string') return undefined;
  const found = value.trim().toLowerCase();
  return yes.has(found) ? true : no.has(found) ? false : undefined;
}

/** ISO 8601; undefined for a Date that holds no instant, whose toISOString throws. */
export function toIsoText(date: Date): string | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Years 1 to 9999: what ISO 8601 writes with four digits. */
const earliestMs = -62_135_596_800_000;
const latestMs = 253_402_300_799_999;

const isoText =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|([+-])(\d{2})(?::?(\d{2}))?)?)?$/i;
const compactText = /^((?:19|20|21)\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;

/**
 * An instant from ISO 8601 text (without a zone: UTC), a date as YYYYMMDD or YYYYMMDDhhmmss, or an epoch number.
 * null = "never": what systems write where there is no instant (`never-instants.ts`). undefined = none can be read.
 * Without a unit a number is an instant only where it can be but one, in seconds or milliseconds, between 1990 and
 * 2100; a text of digits only is none, since the same digits may be a year, a day of a spreadsheet or a number.
 */
export function readInstant(value: unknown, unit?: string): Date | null | undefined {
  if (value instanceof Date) return orNever(makeInstant(value.getTime()));
  if (typeof value === 'boolean') return undefined;
  const written = readWritten(value, unit === undefined);
  if (written !== undefined) return written;
  const found = toNumber(value);
  if (found === undefined) return undefined;
  if (neverNumbers.has(String(found))) return null;
  if (unit === undefined && typeof value === 'string') return undefined;
  const number = Number(found);
  if (unit !== undefined) {
    const isSeconds = unit === 'seconds' || unit === 'epoch-seconds';
    const instant = makeInstant(isSeconds ? number * 1_000 : number);
    return instant ? orNever(instant) : guessInstant(number);
  }
  return guessInstant(number);
}

/** {@link readInstant} where "never" and "unreadable" come to the same. */
export function toDate(value: unknown, unit?: string): Date | undefined {
  return readInstant(value, unit) ?? undefined;
}

/** An instant as a person wrote it: taken by its word, also where vendors mean "never". */
export function toWrittenDate(value: unknown): Date | undefined {
  if (typeof value === 'string') {
    const parts = isoText.exec(value.trim());
    if (parts) return readParts(parts);
  }
  return toDate(value);
}

/** A number, in digits or not, that may be an instant once somebody says its unit. */
export function isUnitless(value: unknown): boolean {
  return typeof value !== 'boolean' && toNumber(value) !== undefined;
}

function readWritten(value: unknown, mayBeCompact: boolean): Date | null | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (zeroDate.test(text)) return null;
  const parts = isoText.exec(text);
  if (parts) return isOutsideTime(text) ? null : orNever(readParts(parts));
  const compact = mayBeCompact ? compactText.exec(text) : null;
  return compact ? orNever(readParts(compact)) : undefined;
}

/** Seconds or milliseconds, where only one of them gives an instant of the time vendors speak of. */
function guessInstant(number: number): Date | null | undefined {
  for (const ms of [number * 1_000, number]) {
    if (ms >= likelyFromMs && ms < likelyToMs) return orNever(new Date(ms));
    const instant = makeInstant(ms);
    if (instant && isNever(instant)) return null;
  }
  return undefined;
}

const likelyFromMs = Date.UTC(1990, 0);
const likelyToMs = Date.UTC(2100, 0);

const orNever = (date: Date | undefined): Date | null | undefined =>
  date !== undefined && isNever(date) ? null : date;

function readParts(parts: RegExpExecArray): Date | undefined {
  const number = (index: number) => Number(parts[index] ?? 0);
  const [year, month, day] = [number(1), number(2), number(3)];
  const [hour, minute, second] = [number(4), number(5), number(6)];
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // 31 February would become 3 March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const milliseconds = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const offsetMinutes = (parts[9] === '-' ? -1 : 1) * (number(10) * 60 + number(11));
  const ms = date.getTime() + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1_000 + milliseconds;
  return makeInstant(ms);
}

function makeInstant(ms: number): Date | undefined {
  return ms >= earliestMs && ms <= latestMs ? new Date(ms) : undefined;
}
