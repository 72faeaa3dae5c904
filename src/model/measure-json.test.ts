import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findExcess, holdsMoreValues } from './measure-json.ts';

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: [nested(levels - 1)] });

test('depth is counted in lists and objects, and no deeper than the limit', () => {
  expect(findExcess(nested(5), { depth: 10, values: 100 })).toBeUndefined();
  expect(findExcess(nested(5), { depth: 9, values: 100 })).toBe('depth');
  let deep: unknown = 1;
  for (let level = 0; level < 1_000_000; level += 1) deep = [deep];
  expect(findExcess(deep, { depth: 100, values: 2_000_000 })).toBe('depth');
});

test('values are fields and entries at every depth', () => {
  const value = { a: 1, b: [1, 2, { c: null }] };
  expect(findExcess(value, { depth: 9, values: 6 })).toBeUndefined();
  expect(findExcess(value, { depth: 9, values: 5 })).toBe('values');
  expect(findExcess({ records: [1, 2, 3], more: 1 }, { depth: 9, values: 2 })).toBe('values');
  const records = [1, 2, 3];
  expect(findExcess({ records, more: 1 }, { depth: 9, values: 2 }, records)).toBeUndefined();
});

test('a text is looked at only when it is long enough, and strings do not count', () => {
  expect(holdsMoreValues('[1,2,3,4,5,6,7,8,9]', 5)).toBe(true);
  expect(holdsMoreValues('[1,2,3,4,5,6,7,8,9]', 10)).toBe(false);
  expect(holdsMoreValues(`["${'[,{'.repeat(100)}"]`, 5)).toBe(false);
  expect(holdsMoreValues(`["${'\\"[,{'.repeat(100)}\\\\",1]`, 5)).toBe(false);
  expect(holdsMoreValues(`["${',,,'.repeat(100)}`, 5)).toBe(false);
});

test('a text that is not refused never holds more than the limit', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 50 }), (value, limit) => {
      const text = JSON.stringify(value);
      if (holdsMoreValues(text, limit))
        expect(findExcess(value, { depth: 1_000, values: limit - 1 })).not.toBe(undefined);
      else expect(findExcess(value, { depth: 1_000, values: limit * 2 })).toBe(undefined);
    }),
  );
});
