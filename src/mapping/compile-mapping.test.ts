import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import type { Field } from '../model/objects.ts';
import { compileMapping } from './compile-mapping.ts';
import type { Mapping, MappingRow } from './mapping-types.ts';

const field = (name: string, type: Field['type'], more: Partial<Field> = {}): Field => ({
  name,
  column: name,
  label: name.toUpperCase(),
  type,
  isUnique: false,
  isCustom: false,
  isMandatory: false,
  synonyms: [],
  ...more,
});

const fields: Field[] = [
  field('email', 'short_text', { isUnique: true, isMandatory: true }),
  field('name', 'short_text'),
  field('notes', 'long_text'),
  field('count', 'number'),
  field('price', 'decimal'),
  field('isActive', 'boolean'),
  field('seenAt', 'date_time'),
  field('uptime', 'duration'),
  field('roles', 'list'),
  field('role', 'role', { choices: ['Employee', 'Manager'] }),
];
const row = (target: string, path: string, more: Partial<MappingRow> = {}): MappingRow => ({
  target,
  source: { kind: 'path', path },
  writeRule: 'always',
  ...more,
});
const syncTime = new Date('2026-01-01T00:00:00Z');
const stream = { noValues: ['--', -1], fields: [] };
const compile = (rows: MappingRow[], more: Partial<Mapping> = {}) =>
  compileMapping({ mapping: { rows, ...more }, fields, stream });
const mapOne = (target: string, path: string, record: unknown) => {
  const { values, issues } = compile([row(target, path)]).map(record, { syncTime });
  return { value: values[0], issue: issues[0]?.message, severity: issues[0]?.severity };
};

describe('absent, null and empty', () => {
  test.each<[string, object, unknown]>([
    ['absent does not touch the field', {}, undefined],
    ['null clears it', { x: null }, null],
    ['an empty text clears it', { x: '' }, null],
    ['a blank text clears it', { x: ' \n' }, null],
    ['a value that means "no value" clears it', { x: '--' }, null],
    ['so does a number that means it', { x: -1 }, null],
    ['the same number as text is a value', { x: '-1' }, '-1'],
  ])('%s', (_name, record, expected) => {
    expect(mapOne('name', 'x', record)).toEqual({ value: expected, issue: undefined, severity: undefined });
  });

  test.each(['count', 'price', 'isActive', 'seenAt', 'uptime', 'roles', 'notes', 'role'])(
    'null and blank text clear a field of any type: %s',
    (target) => {
      expect(mapOne(target, 'x', { x: null }).value).toBeNull();
      expect(mapOne(target, 'x', { x: ' ' }).value).toBeNull();
      expect(mapOne(target, 'x', {}).value).toBeUndefined();
    },
  );

  test('a sync key is never cleared: a source that has none takes it from nobody', () => {
    const mapping = compile([row('email', 'x', { syncKeyPriority: 1 }), row('name', 'x')]);
    for (const x of [null, '', '--'])
      expect(mapping.map({ x }, { syncTime }).values).toEqual([undefined, null]);
  });

  test('inside a template, what means "no value" counts as missing, too', () => {
    expect(mapOne('name', '{{ first }} {{ last }}', { first: 'Ann', last: '--' }).value).toBe('Ann');
    expect(mapOne('name', '{{ first | default: "n/a" }}', { first: '--' }).value).toBe('n/a');
    expect(mapOne('count', '{{ -1 if isOff else 1 }}', { isOff: true }).value).toBe(-1);
  });
});

describe('types', () => {
  test.each<[string, unknown, unknown]>([
    ['name', ' Ann ', 'Ann'],
    ['name', 31, '31'],
    ['name', true, 'true'],
    ['name', 9007199254740993n, '9007199254740993'],
    ['name', ['a', null, 'b'], 'a, b'],
    ['name', 'a\u0000b\uD800', 'ab\uFFFD'],
    ['notes', 'x'.repeat(1024), 'x'.repeat(1024)],
    ['count', '42', 42],
    ['count', 41.6, 42],
    ['count', '9007199254740993', 9007199254740993n],
    ['count', 9223372036854775807n, 9223372036854775807n],
    ['count', true, 1],
    ['price', '1.5e2', 150],
    ['isActive', 'Enabled', true],
    ['isActive', 'no', false],
    ['isActive', 0, false],
    ['seenAt', 1743088826.5, new Date(1743088826500)],
    ['seenAt', 1743088826500, new Date(1743088826500)],
    ['seenAt', '2024-06-08', new Date('2024-06-08T00:00:00Z')],
    ['roles', ['Admin', '', null, 5], ['Admin', '5']],
    ['roles', 'Admin', ['Admin']],
    ['roles', [], []],
    ['role', 'manager', 'Manager'],
  ])('%s from another kind of value, case %#', (target, x, expected) => {
    expect(mapOne(target, 'x', { x })).toEqual({ value: expected, issue: undefined, severity: undefined });
  });

  test.each<[string, unknown, string]>([
    ['name', { a: 'secret' }, 'an object where text is expected'],
    ['name', new Date(Number.NaN), 'an object where text is expected'],
    ['name', [{ a: 'secret' }], 'a list where text is expected'],
    ['name', 'secret'.repeat(50), 'text of 300 characters where at most 256 are allowed'],
    ['notes', 'secret'.repeat(200), 'at most 1024'],
    ['count', 'secret', 'text of 6 characters where a whole number is expected'],
    ['count', '0x10', 'where a whole number is expected'],
    ['count', 1e19, 'more than 19 digits'],
    ['count', 9223372036854775808n, 'more than 19 digits'],
    ['price', 'Infinity', 'where a number is expected'],
    ['isActive', 'secret', 'where yes or no is expected'],
    ['isActive', 2, 'a number where yes or no is expected'],
    ['seenAt', 'secret', 'that is not a date'],
    ['seenAt', '2024-02-31', 'that is not a date'],
    ['seenAt', 1e17, 'whose unit nobody tells'],
    ['seenAt', '2024', 'whose unit nobody tells'],
    ['seenAt', 2024, 'whose unit nobody tells'],
    ['roles', { a: 'secret' }, 'an object where a list is expected'],
    ['roles', [{ a: 'secret' }], 'a list of an object'],
    ['role', 'secret', 'not one of Employee, Manager'],
  ])(
    'a value that does not fit %s names field, source and kind, never the value: case %#',
    (target, x, problem) => {
      const { value, issue } = mapOne(target, 'x', { x });
      expect(value).toBeUndefined();
      expect(issue).toContain(problem);
      expect(issue).toContain(`${target.toUpperCase()}: "x"`);
      expect(issue).not.toContain('secret');
    },
  );

  test('an id that the list of a look-up does not hold is neither nobody nor the one before', () => {
    const lookups = [
      {
        as: 'owner',
        from: 'ownerId',
        request: { method: 'GET' as const, path: '/' },
        recordsPath: '',
        keyPath: 'id',
        keep: ['name'],
      },
    ];
    const read = (record: object) => {
      const rows = [row('name', 'owner.name'), row('count', 'count')];
      const { values, issues } = compileMapping({
        mapping: { rows },
        fields,
        stream: { ...stream, lookups },
      }).map(record, { syncTime });
      return [values[0], issues.map(({ target, severity }) => `${severity} ${target}`)];
    };
    expect(read({ ownerId: 1, owner: { name: 'Ann' } })).toEqual(['Ann', []]);
    expect(read({ ownerId: 1, owner: { name: null } })).toEqual([null, []]);
    expect(read({ ownerId: null, owner: null })).toEqual([null, []]);
    expect(read({ ownerId: '--', owner: null })).toEqual([null, []]);
    expect(read({ ownerId: 2, owner: null })).toEqual([null, ['warning name']]);
    // The list was empty: no proof of anything.
    expect(read({ ownerId: 2 })).toEqual([undefined, ['warning name']]);
    expect(read({})).toEqual([undefined, []]);
  });

  test('an issue of a sync key or a mandatory field fails the record, any other only warns', () => {
    expect(mapOne('email', 'x', { x: {} }).severity).toBe('error');
    expect(mapOne('name', 'x', { x: {} }).severity).toBe('warning');
    const keyed = compile([row('name', 'x', { syncKeyPriority: 1 })]);
    expect(keyed.map({ x: {} }, { syncTime }).issues[0]?.severity).toBe('error');
  });

  test('the unit a definition declares for a date decides', () => {
    const compiled = compileMapping({
      mapping: { rows: [row('seenAt', 'x')] },
      fields,
      stream: {
        noValues: [],
        fields: [{ path: 'x', label: 'X', type: 'date_time', dateUnit: 'epoch-milliseconds' }],
      },
    });
    expect(compiled.map({ x: 1_000 }, { syncTime }).values[0]).toEqual(new Date(1_000));
  });

  test('a template that grows beyond bounds is an issue of its field', () => {
    const grow = '| replace: "a", "aaaaaaaaaaaaaaaaaaaa" '.repeat(30);
    const { value, issue } = mapOne('name', `{{ x ${grow}}}`, { x: 'a' });
    expect(value).toBeUndefined();
    expect(issue).toMatch(/was stopped|more than 1000000 characters/);
  });
});

describe('the whole mapping', () => {
  test('targets, sync keys in their order, fixed values and Connector Sync Time', () => {
    const compiled = compile([
      row('name', 'x', { syncKeyPriority: 2 }),
      row('email', 'y', { syncKeyPriority: 1 }),
      { target: 'role', source: { kind: 'literal', value: 'employee' }, writeRule: 'on_create_only' },
      row('seenAt', ' connectorSyncTime '),
    ]);
    expect(compiled.targets).toEqual(['name', 'email', 'role', 'seenAt']);
    expect(compiled.syncKeys).toEqual([1, 0]);
    expect(compiled.syncTimeIndex).toBe(3);
    expect(compiled.map({ x: 'a', y: 'b' }, { syncTime }).values).toEqual(['a', 'b', 'Employee', syncTime]);
  });

  test('a condition selects records; without one all are', () => {
    const compiled = compile([row('name', 'x')], { condition: '{{ x | lower == "ann" }}' });
    expect(compiled.map({ x: 'Ann' }, { syncTime }).isSelected).toBe(true);
    expect(compiled.map({ x: 'Bob' }, { syncTime }).isSelected).toBe(false);
    expect(compile([row('name', 'x')], { condition: ' ' }).map({}, { syncTime }).isSelected).toBe(true);
  });

  test.each<[string, MappingRow, string]>([
    ['a target that does not exist', row('nothing', 'x'), 'MAPPING_TARGET_UNKNOWN'],
    ['a template that is not valid', row('name', '{{ x | shout }}'), 'MAPPING_SOURCE_INVALID'],
    [
      'a fixed value of the wrong type',
      { target: 'count', source: { kind: 'literal', value: 'many' }, writeRule: 'always' },
      'MAPPING_LITERAL_INVALID',
    ],
  ])('%s is refused when it is compiled', (_name, broken, code) => {
    expect(() => compile([broken])).toThrow(expect.objectContaining({ code }));
  });

  test('a refusal names the row or the condition, and the position in the template', () => {
    expect(() => compile([row('name', '{{ x | shout }}')])).toThrow(
      expect.objectContaining({
        field: 'name',
        message: expect.stringMatching(/mapped to NAME cannot.*character \d+/),
      }),
    );
    expect(() => compile([row('name', 'x')], { condition: '{{ x == }}' })).toThrow(
      expect.objectContaining({ code: 'MAPPING_CONDITION_INVALID', field: 'condition' }),
    );
  });

  test('the fingerprint follows everything that decides the values, and nothing else', () => {
    const rows = [row('name', 'x')];
    const print = (more: { mapping?: Mapping; fields?: Field[]; noValues?: string[] } = {}) =>
      compileMapping({
        mapping: more.mapping ?? { rows },
        fields: more.fields ?? fields,
        stream: { noValues: more.noValues ?? [], fields: [] },
      }).fingerprint;
    const same = print();
    expect(print()).toBe(same);
    expect(print({ fields: fields.map((found) => ({ ...found, label: 'Other' })) })).toBe(same);
    const others = [
      print({ mapping: { rows: [row('name', 'y')] } }),
      print({ mapping: { rows, condition: 'x' } }),
      print({ mapping: { rows: [row('name', 'x', { writeRule: 'only_if_empty' })] } }),
      print({ noValues: ['--'] }),
      print({ fields: fields.map((found) => ({ ...found, type: 'long_text' })) }),
    ];
    expect(new Set([same, ...others]).size).toBe(others.length + 1);
  });

  test('whatever the source sends, a record comes out: each value of its type, or absent with an issue', () => {
    const rows = fields.map(({ name }) => row(name, 'x'));
    const compiled = compile(rows);
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.bigInt(),
      fc.date({ noInvalidDate: false }),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.record({ x: anything }), anything), (record) => {
        const { values, issues } = compiled.map(record, { syncTime });
        for (const [index, { type }] of fields.entries()) {
          const value = values[index];
          if (value === undefined || value === null) continue;
          if (type === 'date_time') expect((value as Date).toISOString()).toMatch(/^\d{4}-/);
          else if (type === 'list') expect(Array.isArray(value)).toBe(true);
          else if (type === 'boolean') expect(typeof value).toBe('boolean');
          else if (type === 'duration') expect(Number.isSafeInteger(value)).toBe(true);
          else if (type === 'number' || type === 'decimal')
            expect(['number', 'bigint']).toContain(typeof value);
          else expect(typeof value).toBe('string');
        }
        for (const issue of issues)
          expect(values[fields.findIndex((found) => found.name === issue.target)]).toBeUndefined();
      }),
      { numRuns: counts(60, 2_500) },
    );
  });
});

describe('global variables', () => {
  const globals = { Acme: { Site: 'Berlin' } };
  const map = (path: string, record: object) =>
    compileMapping({ mapping: { rows: [row('name', path)] }, fields, stream, globals }).map(record, {
      syncTime,
    }).values[0];

  test('are named in templates; a field of the record with that name wins', () => {
    expect(map('{{ Acme.Site }} {{ name }}', { name: 'A' })).toBe('Berlin A');
    expect(map('globals.Acme.Site', {})).toBe('Berlin');
    expect(map("{{ globals['Acme.Site'] }}", {})).toBe('Berlin');
    expect(map('Acme.Site', { Acme: { Site: 'Rome' } })).toBe('Rome');
  });

  test('decide records again when they change, and only where they are used', () => {
    const print = (path: string, value: string) =>
      compileMapping({
        mapping: { rows: [row('name', path)] },
        fields,
        stream,
        globals: { Acme: { Site: value } },
      }).fingerprint;
    expect(print('Acme.Site', 'a')).not.toBe(print('Acme.Site', 'b'));
    expect(print('name', 'a')).toBe(print('name', 'b'));
    expect(print('name', 'a')).toBe(compile([row('name', 'name')]).fingerprint);
  });
});

describe('the work of expressions', () => {
  const record = { long: 'ab '.repeat(300_000) };

  test('a value that costs too much is left out with a warning that names field and expression', () => {
    const { values, issues } = compile([row('name', '{{ long | title }}')]).map(record, { syncTime });
    expect(values).toEqual([undefined]);
    expect(issues).toMatchObject([
      { target: 'name', message: expect.stringContaining('"{{ long | title }}" was stopped') },
    ]);
  });

  test('a condition that cannot be judged fails its record and no other', () => {
    const compiled = compileMapping({
      mapping: { rows: [row('name', '{{ "x" }}')], condition: '{{ long | title }}' },
      fields,
      stream,
    });
    expect(compiled.map(record, { syncTime })).toMatchObject({
      isSelected: true,
      issues: [{ target: 'condition', severity: 'error' }],
    });
    expect(compiled.map({ long: 'ab' }, { syncTime })).toMatchObject({ isSelected: true, issues: [] });
  });
});
