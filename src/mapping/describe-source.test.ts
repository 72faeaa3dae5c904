import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTemplate } from '../templates/compile-template.ts';
import { describeSource } from './describe-source.ts';

const find = (records: unknown[], path: string) =>
  describeSource([], records).find((field) => field.path === path);

describe('types', () => {
  test.each<[string, unknown[], string]>([
    ['numbers', [1, 2.5, null], 'number'],
    ['numbers and texts', [1, 'a'], 'text'],
    ['texts and numbers', ['a', 1], 'text'],
    ['null first', [null, true], 'boolean'],
    ['nothing but null', [null, null], 'text'],
    ['dates', ['2024-06-08', '2024-06-08T10:00:00Z'], 'date_time'],
    ['dates and other texts', ['2024-06-08', 'soon'], 'text'],
    ['lists', [[1], []], 'list'],
    ['big integers', [9007199254740993n], 'number'],
  ])('%s', (_name, values, expected) => {
    expect(
      find(
        values.map((x) => ({ x })),
        'x',
      )?.type,
    ).toBe(expected);
  });

  test('a list is marked in the label', () => {
    expect(find([{ assignedDeviceIds: [1] }], 'assignedDeviceIds')?.label).toBe('Assigned Device Ids List');
  });
});

describe('counts and samples', () => {
  test('absent, null, empty text and empty list are empty; samples are short and different', () => {
    const records = [{ x: 'a' }, { x: 'a' }, { x: '' }, { x: null }, { x: [] }, {}, { x: 'b'.repeat(200) }];
    const field = find(records, 'x');
    expect(field).toMatchObject({ recordCount: 7, emptyCount: 4, distinctCount: 2 });
    expect(field?.samples).toEqual(['a', `${'b'.repeat(79)}…`]);
  });

  test('lists and objects are shown as they are read', () => {
    expect(find([{ x: ['a', { b: 9007199254740993n }] }], 'x')?.samples).toEqual([
      'a, {"b":9007199254740993}',
    ]);
  });

  test('an object that is null in some records is shown by its parts only', () => {
    const paths = describeSource([], [{ org: null }, { org: { id: 1 } }]).map((field) => field.path);
    expect(paths).toEqual(['connectorSyncTime', 'org.id']);
  });
});

test('every field that is offered can be mapped: its path reads what the record holds', () => {
  const odd = fc.constantFrom(
    'if',
    'not',
    'true',
    'None',
    'in',
    'a b',
    '{{ x }}',
    '}}',
    '"',
    "'",
    '\\',
    '\n',
    '__x',
  );
  const key = fc
    .oneof(odd, fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }))
    .filter((text) => text !== '__proto__' && text !== 'response' && text.isWellFormed());
  fc.assert(
    fc.property(
      fc.dictionary(key, fc.oneof(fc.integer(), fc.dictionary(key, fc.integer())), { maxKeys: 6 }),
      (record) => {
        const offered = describeSource([], [record]).filter((field) => field.path !== 'connectorSyncTime');
        const leaves = Object.values(record).flatMap((value) =>
          typeof value === 'object' ? Object.values(value) : [value],
        );
        expect(offered.map((field) => compileTemplate(field.path).evaluate(record)).sort()).toEqual(
          leaves.sort(),
        );
        for (const field of offered) expect(field.emptyCount).toBe(0);
      },
    ),
  );
});
