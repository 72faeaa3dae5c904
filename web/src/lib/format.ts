const number = new Intl.NumberFormat();
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const exactDateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const shortDay = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** Of this browser. */
export const ownTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What an empty value looks like everywhere. */
export const emptyText = '–';

export function formatNumber(value: number): string {
  return number.format(value);
}

export function formatCompact(value: number): string {
  return compact.format(value);
}

/** `≈ 1,204,000` while the server only estimates, `312` when it counted. */
export function formatTotal(total: { count: number; isExact: boolean }): string {
  return total.isExact ? number.format(total.count) : `≈ ${number.format(total.count)}`;
}

/** `1 person`, `2 people`. */
export function formatCount(count: number, one: string, many: string): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}

export function formatDateTime(value: string | Date): string {
  return dateTime.format(new Date(value));
}

/** With its time zone named: an instant that is planned is read where the plan was made. */
export function formatInZone(value: string | Date, timeZone: string = ownTimeZone): string {
  const text = new Intl.DateTimeFormat(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(new Date(value));
  return `${text} (${timeZone})`;
}

export function formatExactDateTime(value: string | Date): string {
  return exactDateTime.format(new Date(value));
}

export function formatDay(value: string | Date): string {
  return day.format(new Date(value));
}

/** `20 Nov`, for chart axes. */
export function formatShortDay(value: string | Date): string {
  return shortDay.format(new Date(value));
}

const steps: { unit: Intl.RelativeTimeFormatUnit; ms: number }[] = [
  { unit: 'year', ms: 31_557_600_000 },
  { unit: 'month', ms: 2_629_800_000 },
  { unit: 'week', ms: 604_800_000 },
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
];

/** `3 minutes ago`, `in 2 days`, `just now`. */
export function formatRelative(value: string | Date, now: Date): string {
  const differenceMs = new Date(value).getTime() - now.getTime();
  const step = steps.find(({ ms }) => Math.abs(differenceMs) >= ms);
  if (!step) return differenceMs > 30_000 ? 'in a moment' : 'just now';
  return relative.format(Math.trunc(differenceMs / step.ms), step.unit);
}

/** `840 ms`, `12 s`, `3 min 20 s`, `2 h 05 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** Any value as text, by what it is: booleans as words, lists joined. What a field's type adds is in field-types. */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return emptyText;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value))
    return value.length === 0 ? emptyText : value.map((item) => formatValue(item)).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
