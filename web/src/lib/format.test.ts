import { describe, expect, it } from 'vitest';
import { formatDuration, formatRelative, formatValue } from './format.ts';

describe('format', () => {
  it('says durations in the unit a person would', () => {
    expect(formatDuration(840)).toBe('840 ms');
    expect(formatDuration(12_400)).toBe('12 s');
    expect(formatDuration(200_000)).toBe('3 min 20 s');
    expect(formatDuration(7_500_000)).toBe('2 h 05 min');
  });

  it('says how long ago something was', () => {
    const now = new Date('2026-11-20T12:00:00Z');
    expect(formatRelative('2026-11-20T11:59:50Z', now)).toBe('just now');
    expect(formatRelative('2026-11-20T11:55:00Z', now)).toBe('5 minutes ago');
    expect(formatRelative('2026-11-22T12:00:00Z', now)).toBe('in 2 days');
  });

  it('shows empty values alike and booleans as words', () => {
    expect([null, undefined, '', []].map((value) => formatValue(value))).toEqual(['–', '–', '–', '–']);
    expect([true, false].map((value) => formatValue(value))).toEqual(['Yes', 'No']);
    expect(formatValue(['a', 'b'])).toBe('a, b');
  });
});
