import { describe, expect, it } from 'vitest';
import { isWorthTelling, planRetry } from './retry-policy.ts';

const now = new Date('2026-11-20T10:00:00Z');
const scheduled = (errorCode: string, failureCount: number) => ({
  kind: 'scheduled',
  errorCode,
  failureCount,
});

describe('planRetry', () => {
  it.each([
    [1, '2026-11-20T10:05:00.000Z'],
    [2, '2026-11-20T10:15:00.000Z'],
    [3, '2026-11-20T10:45:00.000Z'],
    [4, undefined],
  ])('repeats a passing failure later and later, then no more (%i)', (failureCount, at) => {
    expect(planRetry(scheduled('DB_UNAVAILABLE', failureCount), now)?.toISOString()).toBe(at);
  });

  it('does not repeat what a person must mend, nor what a person has started', () => {
    expect(planRetry(scheduled('SYNC_RETIRE_LIMIT', 1), now)).toBeUndefined();
    expect(planRetry(scheduled('NO_SUCH_CODE', 1), now)).toBeUndefined();
    expect(planRetry({ ...scheduled('DB_UNAVAILABLE', 1), kind: 'manual' }, now)).toBeUndefined();
  });
});

describe('isWorthTelling', () => {
  it('tells once when the repetitions are used up, and once at once when there are none', () => {
    const told = (code: string) => [1, 2, 3, 4, 5].map((count) => isWorthTelling(scheduled(code, count)));
    expect(told('DB_UNAVAILABLE')).toEqual([false, false, false, true, false]);
    expect(told('SYNC_RETIRE_LIMIT')).toEqual([true, false, false, false, false]);
  });
});
