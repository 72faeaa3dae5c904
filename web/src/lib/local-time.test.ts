import { afterEach, describe, expect, it } from 'vitest';
import { parseLocalDay, parseLocalTime, toInstant, toLocalDay, toLocalTime } from './local-time.ts';

const usual = process.env['TZ'];
const setZone = (zone: string | undefined) => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
};
afterEach(() => setZone(usual));

describe('local days and times', () => {
  it.each(['Pacific/Auckland', 'Europe/Berlin', 'UTC', 'America/Los_Angeles'])(
    'stay what they were when they are stored as instants (%s)',
    (zone) => {
      setZone(zone);
      expect(toLocalDay(toInstant('2027-01-31'))).toBe('2027-01-31');
      expect(toLocalTime(toInstant('2027-07-01 08:30:00'))).toBe('2027-07-01 08:30:00');
    },
  );

  it('are midnight and the wall clock of the browser', () => {
    setZone('Europe/Berlin');
    expect(toInstant('2027-01-31')).toBe('2027-01-30T23:00:00.000Z');
    expect(toLocalTime('2027-07-01T08:30:00Z')).toBe('2027-07-01 10:30:00');
  });
});

describe('what is typed', () => {
  it('is a whole day, or a day with a time', () => {
    expect(parseLocalDay(' 2027-01-31 ')).toBe('2027-01-31');
    expect(parseLocalDay('2027-01-31 08:30')).toBe('2027-01-31');
    expect(parseLocalTime('2027-01-31')).toBe('2027-01-31 00:00:00');
    expect(parseLocalTime('2027-01-31 08:30')).toBe('2027-01-31 08:30:00');
    expect(parseLocalTime('2027-01-31T08:30:15')).toBe('2027-01-31 08:30:15');
  });

  it('may be an instant with its zone', () => {
    setZone('Europe/Berlin');
    expect(parseLocalTime('2026-01-31T08:00:00Z')).toBe('2026-01-31 09:00:00');
    expect(parseLocalTime('2026-01-31T08:00:00.250+05:30')).toBe('2026-01-31 03:30:00');
    expect(parseLocalDay('2026-01-31T23:30:00Z')).toBe('2026-02-01');
  });

  it.each([
    '',
    '2',
    '2027-1-31',
    '2027-02-31',
    '2027-13-01',
    '31.01.2027',
    '2027-01-31 8:30',
    '2027-01-31 25:00',
    'today',
  ])('is nothing yet: %s', (text) => {
    expect(parseLocalDay(text)).toBeNull();
    expect(parseLocalTime(text)).toBeNull();
  });
});
