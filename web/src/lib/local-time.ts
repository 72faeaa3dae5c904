/**
 * Days and instants as a person of this browser's time zone writes them: `2026-01-31`, `2026-01-31 08:00`. The API
 * takes and gives instants only.
 */

const isoDay = /^\d{4}-\d{2}-\d{2}$/;
const isoTime = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$/i;

const pad = (part: number) => String(part).padStart(2, '0');

/** The local day of an instant. */
export function toLocalDay(instant: string | Date): string {
  const at = new Date(instant);
  return `${String(at.getFullYear()).padStart(4, '0')}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

/** The local day and time of an instant, to the second. */
export function toLocalTime(instant: string | Date): string {
  const at = new Date(instant);
  return `${toLocalDay(at)} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

/** A day, or a day with a time, of this time zone → the instant; a day alone is its midnight. */
export function toInstant(local: string): string {
  const [day, time = '00:00:00'] = local.split(' ');
  return new Date(`${day}T${time}`).toISOString();
}

/** What was typed as a local day; null for anything that is not a whole ISO day or instant. */
export function parseLocalDay(text: string): string | null {
  return parseLocalTime(text)?.slice(0, 10) ?? null;
}

/** What was typed as local day and time; an ISO instant with a zone is brought into this one. */
export function parseLocalTime(text: string): string | null {
  const typed = text.trim();
  if (isoDay.test(typed)) return isRealDay(typed) ? `${typed} 00:00:00` : null;
  const [, day, time, zone] = isoTime.exec(typed) ?? [];
  if (!day || !time || !isRealDay(day)) return null;
  const at = new Date(`${day}T${time}${zone ?? ''}`);
  return Number.isNaN(at.getTime()) ? null : toLocalTime(at);
}

/** The 31st of February is written like a day, and `Date` would take it for one of March. */
function isRealDay(day: string): boolean {
  const at = new Date(`${day}T12:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
