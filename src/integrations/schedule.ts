/**
 * When an integration runs. Pure: every function gets the instant it starts from.
 *
 * Wall-clock schedules keep their local time across daylight saving changes: a time that does not exist on the
 * day clocks go forward runs right after the gap, one that happens twice runs once.
 */
import { Cron } from 'croner';
import { makeError } from '../errors.ts';

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof weekdays)[number];

export type Schedule =
  | { kind: 'manual' }
  | { kind: 'interval'; everyMinutes: number }
  /** `timeOfDay` is `HH:MM` in `timeZone` (IANA name). */
  | { kind: 'daily'; timeOfDay: string; timeZone: string }
  | { kind: 'weekly'; days: Weekday[]; timeOfDay: string; timeZone: string }
  /** Five fields: minute, hour, day of month, month, day of week. */
  | { kind: 'cron'; expression: string; timeZone: string };

/** Runs closer together than this would only queue up behind each other. */
export const minIntervalMinutes = 5;
export const maxIntervalMinutes = 7 * 24 * 60;

const minuteMs = 60_000;
/** Number of coming runs whose distance is checked when a cron expression is saved. */
const checkedRunCount = 100;

const invalid = (field: string, problem: string) => makeError('SCHEDULE_INVALID', { problem }, { field });

/** Daily at a quiet hour (01:00 to 04:59), spread by id so that integrations do not all start at once. */
export function makeDefaultSchedule(id: number, timeZone: string): Schedule {
  // 97 and 240 share no factor, so neighbouring ids land far apart.
  const minute = (id * 97) % 240;
  return { kind: 'daily', timeOfDay: formatTime(1 + Math.floor(minute / 60), minute % 60), timeZone };
}

/**
 * Checks a schedule and returns it in its canonical form (days in week order, each once; expression trimmed).
 * `now` is only used to see which runs a cron expression leads to. Throws SCHEDULE_INVALID naming the field.
 */
export function parseSchedule(schedule: Schedule, now: Date): Schedule {
  switch (schedule.kind) {
    case 'manual':
      return { kind: 'manual' };
    case 'interval': {
      const { everyMinutes } = schedule;
      if (
        !Number.isInteger(everyMinutes) ||
        everyMinutes < minIntervalMinutes ||
        everyMinutes > maxIntervalMinutes
      ) {
        throw invalid(
          'schedule.everyMinutes',
          `The interval must be a whole number of minutes from ${minIntervalMinutes} to ${maxIntervalMinutes} (7 days).`,
        );
      }
      return { kind: 'interval', everyMinutes };
    }
    case 'daily':
      assertTime(schedule.timeOfDay);
      assertTimeZone(schedule.timeZone);
      return { kind: 'daily', timeOfDay: schedule.timeOfDay, timeZone: schedule.timeZone };
    case 'weekly': {
      assertTime(schedule.timeOfDay);
      assertTimeZone(schedule.timeZone);
      const days = weekdays.filter((day) => schedule.days.includes(day));
      if (days.length === 0) throw invalid('schedule.days', 'Choose at least one day of the week.');
      return { kind: 'weekly', days, timeOfDay: schedule.timeOfDay, timeZone: schedule.timeZone };
    }
    case 'cron':
      assertTimeZone(schedule.timeZone);
      return parseCron(schedule, now);
  }
}

/**
 * The first run after `after`; undefined when there is none (manual). `previous` is the run the interval counts
 * from, so that runs do not drift by the time it takes to start them; missed runs are left out, not made up for.
 */
export function nextRunAt(schedule: Schedule, after: Date, previous?: Date): Date | undefined {
  if (schedule.kind === 'manual') return undefined;
  if (schedule.kind === 'interval') {
    const everyMs = schedule.everyMinutes * minuteMs;
    const anchorMs = previous && previous <= after ? previous.getTime() : after.getTime();
    return new Date(anchorMs + everyMs * (Math.floor((after.getTime() - anchorMs) / everyMs) + 1));
  }
  return makeCron(schedule).nextRun(after) ?? undefined;
}

/** The next `count` runs after `after`. */
export function listNextRuns(schedule: Schedule, after: Date, count: number): Date[] {
  const runs: Date[] = [];
  let last = after;
  while (runs.length < count) {
    const next = nextRunAt(schedule, last, runs.at(-1));
    if (!next) break;
    runs.push(next);
    last = next;
  }
  return runs;
}

/** The schedule in plain words, e.g. `Every day at 02:15 (Europe/Berlin)`. */
export function describeSchedule(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'manual':
      return 'Only when started by hand';
    case 'interval':
      return `Every ${describeMinutes(schedule.everyMinutes)}`;
    case 'daily':
      return `Every day at ${schedule.timeOfDay} (${schedule.timeZone})`;
    case 'weekly':
      return `Every ${describeDays(schedule.days)} at ${schedule.timeOfDay} (${schedule.timeZone})`;
    case 'cron':
      return `By the cron expression ${schedule.expression} (${schedule.timeZone})`;
  }
}

function parseCron(schedule: Extract<Schedule, { kind: 'cron' }>, now: Date): Schedule {
  const expression = schedule.expression.trim().replace(/\s+/g, ' ');
  const field = 'schedule.expression';
  if (expression.split(' ').length !== 5) {
    throw invalid(
      field,
      'A cron expression has five fields: minute, hour, day of month, month and day of week, e.g. 30 2 * * 1-5.',
    );
  }
  const canonical: Schedule = { kind: 'cron', expression, timeZone: schedule.timeZone };
  let runs: Date[];
  try {
    runs = listNextRuns(canonical, now, checkedRunCount);
  } catch (err) {
    const reason = err instanceof Error ? err.message.replace(/^CronPattern: /, '') : String(err);
    throw makeError(
      'SCHEDULE_INVALID',
      { problem: `The cron expression cannot be read: ${reason}` },
      { field, cause: err },
    );
  }
  const first = runs[0];
  if (!first)
    throw invalid(field, 'The cron expression names a moment that never comes, so nothing would ever run.');
  for (const [index, run] of runs.slice(1).entries()) {
    const gapMs = run.getTime() - (runs[index] as Date).getTime();
    if (gapMs < minIntervalMinutes * minuteMs) {
      throw invalid(field, `The cron expression runs more often than every ${minIntervalMinutes} minutes.`);
    }
  }
  return canonical;
}

function makeCron(schedule: Exclude<Schedule, { kind: 'manual' | 'interval' }>): Cron {
  return new Cron(cronExpression(schedule), { timezone: schedule.timeZone, mode: '5-part', paused: true });
}

function cronExpression(schedule: Exclude<Schedule, { kind: 'manual' | 'interval' }>): string {
  if (schedule.kind === 'cron') return schedule.expression;
  const [hour, minute] = schedule.timeOfDay.split(':').map(Number);
  // Cron counts Sunday as 0.
  const days =
    schedule.kind === 'daily' ? '*' : schedule.days.map((day) => (weekdays.indexOf(day) + 1) % 7).join(',');
  return `${minute} ${hour} * * ${days}`;
}

function assertTime(timeOfDay: string): void {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(timeOfDay)) {
    throw invalid('schedule.timeOfDay', 'The time of day must be written HH:MM, from 00:00 to 23:59.');
  }
}

function assertTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (err) {
    throw makeError(
      'SCHEDULE_INVALID',
      { problem: `"${timeZone}" is not a known time zone. Use a name such as Europe/Berlin or UTC.` },
      { field: 'schedule.timeZone', cause: err },
    );
  }
}

const formatTime = (hour: number, minute: number) =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

function describeMinutes(minutes: number): string {
  const units: [number, string][] = [
    [24 * 60, 'day'],
    [60, 'hour'],
    [1, 'minute'],
  ];
  const [size, unit] = units.find(([size]) => minutes % size === 0) as [number, string];
  const count = minutes / size;
  return count === 1 ? unit : `${count} ${unit}s`;
}

function describeDays(days: readonly Weekday[]): string {
  const names = days.map((day) => `${day.charAt(0).toUpperCase()}${day.slice(1)}`);
  if (names.length === 7) return 'day';
  const last = names.at(-1);
  return names.length === 1 ? String(last) : `${names.slice(0, -1).join(', ')} and ${last}`;
}
