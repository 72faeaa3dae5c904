import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashReleaseSet, makeReleaseSet } from './software-set.ts';

const entry = fc.record({
  releaseId: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  day: fc.option(fc.integer({ min: 1, max: 2_932_895 })),
});

test('a set is sorted, each release once with its latest day, whatever the order', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
      const latest = new Map<number, number>();
      for (const { releaseId, day } of entries)
        latest.set(releaseId, Math.max(latest.get(releaseId) ?? -1, day ?? -1));
      const expected = [...latest].sort(([a], [b]) => a - b);
      const set = makeReleaseSet(entries);
      expect(Array.from(set.ids, (id, index) => [id, set.days[index]])).toEqual(expected);
      expect(hashReleaseSet(makeReleaseSet([...entries].reverse()))).toBe(hashReleaseSet(set));
    }),
  );
});

test('another day or another release is another set', () => {
  const hash = (releaseId: number, day: number | null) =>
    hashReleaseSet(makeReleaseSet([{ releaseId, day }]));
  expect(new Set([hash(1, null), hash(1, 1), hash(1, 2), hash(2, 1)]).size).toBe(4);
});
