import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, toDuration } from './duration.ts';

test.each<[unknown, number]>([
  [93_600, 93_600],
  [1.5, 2],
  [12n, 12],
  ['93600', 93_600],
  ['  90 ', 90],
  ['-60', -60],
  ['1d 2h', 93_600],
  ['1d2h30m10s', 95_410],
  ['1 day, 2 hours', 93_600],
  ['2 weeks', 1_209_600],
  ['90 min', 5_400],
  ['1.5h', 5_400],
  ['1,5 h', 5_400],
  ['-1d 2h', -93_600],
  ['26:00:00', 93_600],
  ['00:00:59', 59],
  ['1:02:03', 3_723],
  ['1.02:03:04', 93_784],
  ['1.02:03:04.6000000', 93_785],
  ['1 day, 2:03:04', 93_784],
  ['P1DT2H', 93_600],
  ['PT90M', 5_400],
  ['P2W', 1_209_600],
  ['PT0.5S', 1],
  ['pt36h', 129_600],
  ['-PT1H', -3_600],
  ['PT0S', 0],
])('%s is %d seconds', (value, seconds) => {
  expect(toDuration(value)).toBe(seconds);
});

test.each([
  '',
  'soon',
  'P',
  'PT',
  'P1DT',
  'P1Y',
  'P3M',
  'P1Y2M3DT4H',
  'PT1.2.3S',
  '1 month',
  '12:30',
  '01:60:00',
  '01:00:60',
  '1d 2x',
  'd',
  '2026-01-31T08:00:00Z',
  '1e300',
  Number.NaN,
  true,
  null,
  ['1d'],
  { seconds: 1 },
])('%j is no duration', (value) => {
  expect(toDuration(value)).toBeUndefined();
});

test.each([
  [0, '0s'],
  [59, '59s'],
  [5_400, '1h 30m'],
  [86_400, '1d'],
  [95_410, '1d 2h 30m 10s'],
  [-93_600, '-1d 2h'],
  [34_560_000, '400d'],
])('%d seconds are shown as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test('what is shown is read back', () => {
  const seconds = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
  fc.assert(fc.property(seconds, (value) => toDuration(formatDuration(value)) === value));
});
