import { expect, it } from 'vitest';
import { formatSeconds } from './duration.ts';

it.each([
  [86_400, '1d'],
  [93_600, '1d 2h'],
  [5_400, '1h 30m'],
  [59, '59s'],
  [0, '0s'],
  [-93_601, '-1d 2h 1s'],
])('writes %i seconds as %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});
