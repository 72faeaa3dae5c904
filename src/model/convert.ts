/** What a value is as a number, a yes or no, an instant or a text; undefined when it is none. Used by filters and mappings. */

const numberText = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
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
const compactDate = /^((?:19|20|21)\d{2})(\d{2})(\d{2})$/;

/**
 * An instant from ISO 8601 text (without a zone: UTC), a date as YYYYMMDD, or an epoch number or text of digits.
 * Without a unit, numbers below 10^11 are seconds (up to the year 5138) and larger ones milliseconds.
 */
export function toDate(value: unknown, unit?: string): Date | undefined {
  if (value instanceof Date) return makeInstant(value.getTime());
  if (typeof value === 'string') {
    const text = value.trim();
    const parts = isoText.exec(text) ?? (unit === undefined ? compactDate.exec(text) : null);
    if (parts) return readParts(parts);
  }
  if (typeof value === 'boolean') return undefined;
  const found = toNumber(value);
  if (found === undefined) return undefined;
  const number = Number(found);
  const isSeconds =
    unit === 'seconds' || unit === 'epoch-seconds' || (unit === undefined && Math.abs(number) < 1e11);
  return makeInstant(isSeconds ? number * 1_000 : number);
}

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
