import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import { cutWideObjects, findExcess, holdsMoreValues } from './measure-json.ts';

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

test('a text is refused exactly when its value would be, however it is set', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom(0, 2),
      (value, limit, indent) => {
        const text = JSON.stringify(value, null, indent);
        const excess = findExcess(value, { depth: 1_000, values: limit });
        expect(holdsMoreValues(text, limit)).toBe(excess === 'values');
      },
    ),
    { numRuns: counts(1_000, 20_000) },
  );
});

test('what holds nothing counts once, as in the value', () => {
  const value = { '': {}, ' ': {} };
  for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2), '{"":{ \t\r\n}," ":[ ]}']) {
    expect(holdsMoreValues(text, 2)).toBe(false);
    expect(holdsMoreValues(text, 1)).toBe(true);
  }
});

const wide = (count: number, inner: unknown = 1) =>
  Object.fromEntries(Array.from({ length: count }, (_item, at) => [`name ${at}`, inner]));

test('an object with too many names is cut short and refused; what stands beside it is as it was', () => {
  const records = [
    { id: 1, x: 'a,{"b":1}' },
    { id: 2, ...wide(2_000) },
    { id: 3, in: [{ deep: wide(2_000) }] },
    { id: 4 },
  ];
  for (const text of [JSON.stringify(records), JSON.stringify(records, null, 2)]) {
    const cut = JSON.parse(cutWideObjects(text, 1_500)) as { id: number }[];
    expect(cut.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect([cut[0], cut[3]]).toEqual([records[0], records[3]]);
    const excess = cut.map((record) => findExcess(record, { depth: 100, values: 1_500 }));
    expect(excess).toEqual([undefined, 'values', 'values', undefined]);
  }
});

test('objects inside one that is cut go with it', () => {
  const text = JSON.stringify([wide(20, wide(20)), { id: 5 }]);
  expect(JSON.parse(cutWideObjects(text, 10))).toMatchObject([{}, { id: 5 }]);
});

test('whatever is not too wide stays letter by letter, broken texts too', () => {
  fc.assert(
    fc.property(fc.json(), fc.string(), (text, broken) => {
      expect(cutWideObjects(text, 1_000)).toBe(text);
      expect(cutWideObjects(broken, 1_000)).toBe(broken);
      const cut = cutWideObjects(text, 1);
      expect(() => JSON.parse(cut)).not.toThrow();
    }),
  );
});
