import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counts } from '../../../test/helpers/counts.ts';
import { type CauseCounts, judgeDrift } from './judge-drift.ts';

const limits = { points: 5, factor: 3, firstPercent: 20 };
const of100 = (count: number, cause = 'NO_SYNC_KEY'): CauseCounts => ({
  readCount: 100,
  causes: count === 0 ? {} : { [cause]: count },
});

test.each<{ history: number[]; count: number; drifts: boolean }>([
  { history: [], count: 20, drifts: false },
  { history: [], count: 21, drifts: true },
  { history: [0, 0, 0], count: 5, drifts: false },
  { history: [0, 0, 0], count: 6, drifts: true },
  { history: [4, 4, 4], count: 12, drifts: false },
  { history: [4, 4, 4], count: 13, drifts: true },
  // The mean of the two in the middle is 2.
  { history: [4, 0, 4, 0], count: 7, drifts: false },
  { history: [4, 0, 4, 0], count: 8, drifts: true },
  { history: [0, 0, 90, 0, 0], count: 6, drifts: true },
  { history: [40, 40, 40], count: 100, drifts: false },
])('$count % after $history: $drifts', ({ history, count, drifts }) => {
  expect(
    judgeDrift(
      of100(count),
      history.map((before) => of100(before)),
      limits,
    ).length > 0,
  ).toBe(drifts);
});

test('what a person decided is nothing to tell of a first session, but a change of it is', () => {
  for (const cause of [
    'CONDITION_NOT_MET',
    'UPDATE_ONLY',
    'KEY_PLACEHOLDER:serialNumber',
    'KEY_EMPTY:imei',
  ]) {
    expect(judgeDrift(of100(90, cause), [], limits)).toEqual([]);
    expect(judgeDrift(of100(90, cause), [of100(0)], limits)).toEqual([{ cause, count: 90, usualPercent: 0 }]);
  }
});

test('causes of their own do not add up, and the most frequent one comes first', () => {
  const current = { readCount: 100, causes: { A: 4, B: 4, C: 30, D: 50 } };
  expect(judgeDrift(current, [of100(0)], limits).map(({ cause }) => cause)).toEqual(['D', 'C']);
});

describe('whatever was counted', () => {
  const causes = fc.dictionary(
    fc.constantFrom('NO_SYNC_KEY', 'KEY_EMPTY:a', 'MAPPING_ERROR:b', 'CONDITION_NOT_MET'),
    fc.nat(1_000),
  );
  const session = fc
    .record({ readCount: fc.integer({ min: 1, max: 1_000 }), causes })
    .map(({ readCount, causes: all }) => ({
      readCount,
      causes: Object.fromEntries(
        Object.entries(all).map(([cause, count]) => [cause, Math.min(count, readCount)]),
      ),
    }));
  const history = fc.array(session, { maxLength: 5 });
  const runs = { numRuns: counts(100, 5_000) };

  test('a session like all those before it is no news', () => {
    fc.assert(
      fc.property(session, fc.integer({ min: 1, max: 5 }), (one, length) => {
        expect(
          judgeDrift(
            one,
            Array.from({ length }, () => one),
            limits,
          ),
        ).toEqual([]);
      }),
      runs,
    );
  });

  test('the order of the sessions before says nothing, nor does the size of the list', () => {
    fc.assert(
      fc.property(session, history, fc.integer({ min: 2, max: 50 }), (one, before, factor) => {
        const found = judgeDrift(one, before, limits);
        const scaled = (of: CauseCounts): CauseCounts => ({
          readCount: of.readCount * factor,
          causes: Object.fromEntries(
            Object.entries(of.causes).map(([cause, count]) => [cause, count * factor]),
          ),
        });
        const names = (list: ReturnType<typeof judgeDrift>) => list.map(({ cause }) => cause);
        expect(judgeDrift(one, before.toReversed(), limits)).toEqual(found);
        expect(names(judgeDrift(scaled(one), before.map(scaled), limits))).toEqual(names(found));
      }),
      runs,
    );
  });

  test('more of a cause never silences it, and more of it before never raises it', () => {
    fc.assert(
      fc.property(
        session,
        history.filter((list) => list.length > 0),
        (one, before) => {
          for (const { cause } of judgeDrift(one, before, limits)) {
            const more = { ...one, causes: { ...one.causes, [cause]: one.readCount } };
            expect(judgeDrift(more, before, limits).map((drift) => drift.cause)).toContain(cause);
          }
          const full = before.map(({ readCount, causes: all }) => ({
            readCount,
            causes: Object.fromEntries(
              Object.keys({ ...all, ...one.causes }).map((cause) => [cause, readCount]),
            ),
          }));
          expect(judgeDrift(one, full, limits)).toEqual([]);
        },
      ),
      runs,
    );
  });
});

test('a session that read nothing has no silent field', () => {
  expect(judgeDrift({ readCount: 0, causes: {} }, [of100(0)], limits)).toEqual([]);
});
