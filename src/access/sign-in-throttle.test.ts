import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockedMs,
  describeWait,
  networkOf,
  planAttempt,
  planUndo,
  throttleKeys,
  throttleMemoryMs,
  throttleRules,
} from './sign-in-throttle.ts';

const start = new Date('2026-01-01T00:00:00Z');
const rule = throttleRules.pair;
const after = (ms: number) => new Date(start.getTime() + ms);

const attempts = (count: number) => {
  let state = planAttempt(undefined, rule, start);
  for (let n = 1; n < count; n += 1) state = planAttempt(state, rule, start);
  return state;
};

describe('sign-in throttle', () => {
  it('blocks from the fifth failure on, twice as long each time, up to the limit', () => {
    expect([4, 5, 6, 7, 60].map((count) => blockedMs(attempts(count), start))).toEqual([
      0, 5_000, 10_000, 20_000, 900_000,
    ]);
  });

  it('lets through when the block is over', () => {
    expect(blockedMs(attempts(5), after(4_999))).toBe(1);
    expect(blockedMs(attempts(5), after(5_000))).toBe(0);
  });

  it('a block written under a clock that was 40 days ahead locks nobody out', () => {
    const state = planAttempt({ ...attempts(60), lastFailureAt: start }, rule, after(40 * 86_400_000));
    expect(blockedMs({ ...state, blockedUntil: after(40 * 86_400_000) }, start)).toBe(0);
    expect(blockedMs(attempts(60), start)).toBe(900_000);
  });

  it('forgets failures after a day', () => {
    expect(planAttempt(attempts(20), rule, after(throttleMemoryMs + 1)).failureCount).toBe(1);
  });

  it('undoing a right attempt leaves what was there before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (count) => {
        expect(planUndo(attempts(count + 1), rule)).toEqual(attempts(count));
      }),
    );
  });

  it('says how long to wait, rounded up', () => {
    expect([1, 4_001, 61_000, 90_001, 900_000].map(describeWait)).toEqual([
      '1 second',
      '5 seconds',
      '61 seconds',
      '2 minutes',
      '15 minutes',
    ]);
  });
});

describe('whom the counters are about', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::1', '::/64'],
    ['a name', 'a name'],
  ])('%s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('behind a proxy nobody declared no counter is about the address alone, and none blocks for long', () => {
    const keys = throttleKeys('Ada@example.com', { address: '10.0.0.1', isProxy: true });
    expect(keys.map(({ kind }) => kind)).toEqual(['email', 'proxied']);
    for (const { kind } of keys) expect(throttleRules[kind].maxBlockMs).toBeLessThanOrEqual(60_000);
  });

  it('locks rows in one order', () => {
    for (const isProxy of [true, false]) {
      const keys = throttleKeys('a@example.com', { address: '::1', isProxy }).map(({ key }) => key);
      expect([...keys].sort()).toEqual(keys);
    }
  });
});
