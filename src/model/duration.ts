/** Lengths of time as vendors and people write them, and as people read them. In whole seconds; may be negative. */
import { toNumber } from './convert.ts';

const secondsOf = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 } as const;
type Unit = keyof typeof secondsOf;

const unitOf: Readonly<Record<string, Unit>> = Object.fromEntries(
  Object.entries({
    w: ['w', 'wk', 'wks', 'week', 'weeks'],
    d: ['d', 'day', 'days'],
    h: ['h', 'hr', 'hrs', 'hour', 'hours'],
    m: ['m', 'min', 'mins', 'minute', 'minutes'],
    s: ['s', 'sec', 'secs', 'second', 'seconds'],
  } satisfies Record<Unit, string[]>).flatMap(([unit, words]) => words.map((word) => [word, unit as Unit])),
);

const iso =
  /^P(?!$)(?:([\d.,]+)W)?(?:([\d.,]+)D)?(?:T(?=\d)(?:([\d.,]+)H)?(?:([\d.,]+)M)?(?:([\d.,]+)S)?)?$/i;
/** `hh:mm:ss`, with days in front as `1.02:03:04`, `1 day, 2:03:04` or `1 days 02:03:04`. */
const clock = /^(?:(\d+)(?:\.|\s*days?,?\s+))?(\d+):([0-5]?\d):([0-5]?\d(?:\.\d+)?)$/i;
const part = /(\d+(?:[.,]\d+)?)\s*([a-z]+)[\s,]*/iy;

/** What a duration may look like, for messages. */
export const durationForms = 'seconds, 1d 2h 30m, hh:mm:ss or ISO 8601 such as PT26H';

/**
 * Whole seconds; undefined for what is no duration. Years and months are none: their length is not fixed.
 */
export function toDuration(value: unknown): number | undefined {
  if (typeof value === 'boolean') return undefined;
  const number = toNumber(value);
  if (number !== undefined) return toWholeSeconds(Number(number));
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const isNegative = text.startsWith('-');
  const found = readParts(isNegative || text.startsWith('+') ? text.slice(1).trim() : text);
  return found === undefined ? undefined : toWholeSeconds(isNegative ? -found : found);
}

function readParts(text: string): number | undefined {
  const isoParts = iso.exec(text);
  if (isoParts) return addUp(isoParts.slice(1), ['w', 'd', 'h', 'm', 's']);
  const clockParts = clock.exec(text);
  if (clockParts) return addUp(clockParts.slice(1), ['d', 'h', 'm', 's']);
  let sum = 0;
  part.lastIndex = 0;
  for (let end = 0; end < text.length; end = part.lastIndex) {
    const found = part.exec(text);
    const unit = unitOf[found?.[2]?.toLowerCase() ?? ''];
    if (!found || unit === undefined) return undefined;
    sum += readNumber(found[1]) * secondsOf[unit];
  }
  return text === '' ? undefined : sum;
}

const readNumber = (text: string | undefined): number => Number((text ?? '0').replace(',', '.'));

function addUp(parts: readonly (string | undefined)[], units: readonly Unit[]): number {
  return units.reduce((sum, unit, index) => sum + readNumber(parts[index]) * secondsOf[unit], 0);
}

/** Undefined beyond what a JavaScript number holds exactly, and for the not-a-number that `1.2.3` gives. */
function toWholeSeconds(seconds: number): number | undefined {
  const whole = Math.round(seconds);
  // -0 would be written as "-0".
  return Number.isSafeInteger(whole) ? whole + 0 : undefined;
}

/** `1d 2h 30m`, `45s`, `-1h`: parts that are nothing are left out; days are the largest. {@link toDuration} reads it back. */
export function formatDuration(seconds: number): string {
  const size = Math.abs(seconds);
  const parts = [
    [Math.floor(size / 86_400), 'd'],
    [Math.floor(size / 3_600) % 24, 'h'],
    [Math.floor(size / 60) % 60, 'm'],
    [size % 60, 's'],
  ].flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`]));
  return parts.length === 0 ? '0s' : `${seconds < 0 ? '-' : ''}${parts.join(' ')}`;
}
