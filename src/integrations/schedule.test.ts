import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import { isAppError } from '../errors.ts';
import {
  describeSchedule,
  listNextRuns,
  makeDefaultSchedule,
  nextRunAt,
  parseSchedule,
  type Schedule,
  weekdays,
} from './schedule.ts';

const now = new Date('2026-11-20T10:00:00Z');
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Cairo',
];

const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const instant = fc.date({
  min: new Date('2024-01-01T00:00:00Z'),
  max: new Date('2029-12-31T00:00:00Z'),
  noInvalidDate: true,
});

const localParts = (at: Date, timeZone: string) => {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const get = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return {
    day: `${get('year')}-${get('month')}-${get('day')}`,
    time: `${get('hour')}:${get('minute')}`,
    weekday: get('weekday').toLowerCase(),
  };
};

const problemOf = (schedule: Schedule) => {
  try {
    parseSchedule(schedule, now);
  } catch (err) {
    if (isAppError(err)) return { code: err.code, field: err.field, message: err.message };
    throw err;
  }
  return undefined;
};

describe('a daily schedule', () => {
  it('runs once each local day, at its time of day unless the clock jumps over it', () => {
    fc.assert(
      fc.property(timeOfDay, fc.constantFrom(...zones), instant, (time, timeZone, after) => {
        const schedule: Schedule = { kind: 'daily', timeOfDay: time, timeZone };
        let before = after;
        const runs = listNextRuns(schedule, after, 5);
        expect(runs).toHaveLength(5);
        const days = new Set<string>();
        for (const run of runs) {
          expect(run.getTime()).toBeGreaterThan(before.getTime());
          const local = localParts(run, timeZone);
          days.add(local.day);
          // In a gap the run moves to the end of the gap, never back.
          if (local.time !== time) expect(local.time > time).toBe(true);
          before = run;
        }
        expect(days.size).toBe(5);
      }),
      { numRuns: counts(40, 1_500) },
    );
  });

  it('runs after the gap when clocks go forward, and once when they go back', () => {
    const inGap: Schedule = { kind: 'daily', timeOfDay: '02:30', timeZone: 'Europe/Berlin' };
    expect(listNextRuns(inGap, new Date('2026-03-28T12:00:00Z'), 2).map((run) => run.toISOString())).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(listNextRuns(inGap, new Date('2026-10-24T12:00:00Z'), 2).map((run) => run.toISOString())).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });
});

describe('a weekly schedule', () => {
  it('runs on its days only', () => {
    fc.assert(
      fc.property(
        fc.subarray([...weekdays], { minLength: 1 }),
        timeOfDay,
        fc.constantFrom(...zones),
        instant,
        (days, time, timeZone, after) => {
          const schedule: Schedule = { kind: 'weekly', days, timeOfDay: time, timeZone };
          for (const run of listNextRuns(schedule, after, 4)) {
            expect(days).toContain(localParts(run, timeZone).weekday);
          }
        },
      ),
      { numRuns: counts(25, 500) },
    );
  });
});

describe('an interval', () => {
  it('keeps its beat and leaves missed runs out', () => {
    const schedule: Schedule = { kind: 'interval', everyMinutes: 30 };
    const previous = new Date('2026-11-20T10:00:00Z');
    expect(nextRunAt(schedule, new Date('2026-11-20T10:00:07Z'), previous)?.toISOString()).toBe(
      '2026-11-20T10:30:00.000Z',
    );
    expect(nextRunAt(schedule, new Date('2026-11-20T14:10:00Z'), previous)?.toISOString()).toBe(
      '2026-11-20T14:30:00.000Z',
    );
    expect(nextRunAt(schedule, previous)?.toISOString()).toBe('2026-11-20T10:30:00.000Z');
  });

  it('is always in the future and never further away than one interval', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 10_080 }), instant, instant, (everyMinutes, after, previous) => {
        const next = nextRunAt({ kind: 'interval', everyMinutes }, after, previous) as Date;
        const waitMs = next.getTime() - after.getTime();
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs).toBeLessThanOrEqual(everyMinutes * 60_000);
      }),
    );
  });
});

describe('parseSchedule', () => {
  it.each([
    [{ kind: 'interval', everyMinutes: 1 }, 'schedule.everyMinutes', /5/],
    [{ kind: 'interval', everyMinutes: 7.5 }, 'schedule.everyMinutes', /whole number/],
    [{ kind: 'daily', timeOfDay: '24:00', timeZone: 'UTC' }, 'schedule.timeOfDay', /HH:MM/],
    [{ kind: 'daily', timeOfDay: '02:00', timeZone: 'Mars/Base' }, 'schedule.timeZone', /Mars/],
    [{ kind: 'weekly', days: [], timeOfDay: '02:00', timeZone: 'UTC' }, 'schedule.days', /at least one/],
    [{ kind: 'cron', expression: '* * * * *', timeZone: 'UTC' }, 'schedule.expression', /5 minutes/],
    [{ kind: 'cron', expression: '0 2 30 2 *', timeZone: 'UTC' }, 'schedule.expression', /never/],
    [{ kind: 'cron', expression: '0 0 2 * * *', timeZone: 'UTC' }, 'schedule.expression', /five fields/],
    [{ kind: 'cron', expression: '99 2 * * *', timeZone: 'UTC' }, 'schedule.expression', /cannot be read/],
  ] as [Schedule, string, RegExp][])('refuses %o, naming the field', (schedule, field, message) => {
    const problem = problemOf(schedule);
    expect(problem).toMatchObject({ code: 'SCHEDULE_INVALID', field });
    expect(problem?.message).toMatch(message);
  });

  it('puts days in week order, once each', () => {
    expect(
      parseSchedule(
        { kind: 'weekly', days: ['sunday', 'monday', 'sunday'], timeOfDay: '02:00', timeZone: 'UTC' },
        now,
      ),
    ).toMatchObject({ days: ['monday', 'sunday'] });
  });
});

describe('describeSchedule', () => {
  it.each([
    [{ kind: 'manual' }, 'Only when started by hand'],
    [{ kind: 'interval', everyMinutes: 60 }, 'Every hour'],
    [{ kind: 'interval', everyMinutes: 2880 }, 'Every 2 days'],
    [{ kind: 'interval', everyMinutes: 45 }, 'Every 45 minutes'],
    [{ kind: 'daily', timeOfDay: '02:15', timeZone: 'UTC' }, 'Every day at 02:15 (UTC)'],
    [
      { kind: 'weekly', days: ['monday', 'friday'], timeOfDay: '02:15', timeZone: 'UTC' },
      'Every Monday and Friday at 02:15 (UTC)',
    ],
  ] as [Schedule, string][])('says %o in plain words', (schedule, words) => {
    expect(describeSchedule(schedule)).toBe(words);
  });
});

describe('makeDefaultSchedule', () => {
  it('is daily between 01:00 and 05:00 and differs from id to id', () => {
    const times = new Set<string>();
    for (let id = 1; id <= 240; id += 1) {
      const schedule = makeDefaultSchedule(id, 'UTC');
      if (schedule.kind !== 'daily') throw new Error('not daily');
      expect(schedule.timeOfDay >= '01:00' && schedule.timeOfDay < '05:00').toBe(true);
      times.add(schedule.timeOfDay);
    }
    expect(times.size).toBe(240);
  });
});
