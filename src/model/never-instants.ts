/** What systems write where there is no instant. Each is taken for "no value", whatever its field means elsewhere. */

/** Numbers, as a number or in digits, in whatever unit. */
export const neverNumbers: ReadonlySet<string> = new Set([
  // Nothing, and "not known".
  '0',
  '-1',
  // The largest whole numbers of 64 bits: "never" of directories and of tick counts.
  '9223372036854775807',
  '9223372036854776000',
  '18446744073709551615',
]);

/** MySQL's date without a day. */
export const zeroDate = /^0000-00-00(?:[T ]00:00(?::00(?:[.,]0+)?)?\s*(?:Z|\+00:?00)?)?$/i;

/** Instants, to the millisecond, that are the edge of a counter. */
const neverMs: ReadonlySet<number> = new Set([
  // The beginning of Unix time, and one second before.
  0,
  -1,
  -1_000,
  // The last second of 32 bits, with and without a sign.
  (2 ** 31 - 1) * 1_000,
  (2 ** 32 - 1) * 1_000,
]);

/** Days that are the beginning of somebody's time, as written in any zone. */
const neverDaysMs: readonly number[] = [
  // Windows: file times count from here.
  Date.UTC(1601, 0, 1),
  // SQL Server: the first day of datetime.
  Date.UTC(1753, 0, 1),
  // Spreadsheets and OLE: day 0; SQL Server: what an empty text becomes.
  Date.UTC(1899, 11, 30),
  Date.UTC(1900, 0, 1),
];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** .NET and databases: the first day of the calendar, with room for time zones. */
const firstYearsEndMs = Date.parse('0001-01-02T00:00:00Z') + 14 * hourMs;
/** The last year of four digits: "for ever". The day before, where a zone moved it. */
const lastYearMs = Date.parse('9999-01-01T00:00:00Z') - dayMs;
const newestDayEndMs = Date.UTC(1900, 0, 2) + 14 * hourMs;

export function isNever(date: Date): boolean {
  const ms = date.getTime();
  if (ms > newestDayEndMs && ms < lastYearMs) return neverMs.has(ms);
  if (ms < firstYearsEndMs || ms >= lastYearMs) return true;
  return neverDaysMs.some((start) => ms >= start - 14 * hourMs && ms < start + 14 * hourMs);
}

/** A text of ISO 8601 whose zone moves the first or last day of the calendar out of it. */
export function isOutsideTime(text: string): boolean {
  return text.startsWith('0001-01-01') || text.startsWith('9999-12-31');
}
