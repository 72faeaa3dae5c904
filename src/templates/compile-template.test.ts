import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import { isAppError } from '../errors.ts';
import { compileTemplate, renderString } from './compile-template.ts';
import { filterArity } from './filters.ts';

const record = {
  id: 31,
  email: 'Ann@Example.com',
  firstName: 'Ann',
  lastName: null,
  enabled: true,
  roles: ['Admin', 'Audit'],
  empty: '',
  profile: { name: { given: 'Ann' }, 'test-field': 'x', 'a.b': 'dot' },
  addresses: [{ street: 'High Street 1' }, { street: 'Low Street 2' }],
  lastContact: 1743088826.524929,
  phone: '312-800-9919',
  big: 9007199254740993n,
};
const read = (source: string) => compileTemplate(source).evaluate(record);

describe('paths', () => {
  test.each<[string, unknown]>([
    ['email', 'Ann@Example.com'],
    ['profile.name.given', 'Ann'],
    ['{{profile["test-field"]}}', 'x'],
    ["profile['a.b']", 'dot'],
    ['response.profile.name.given', 'Ann'],
    ["{{response['email']}}", 'Ann@Example.com'],
    ['addresses[0].street', 'High Street 1'],
    ['addresses[-1].street', 'Low Street 2'],
    ['roles', ['Admin', 'Audit']],
    ['enabled', true],
    ['big', 9007199254740993n],
    ['lastName', null],
    ['empty', ''],
    ['nothing', undefined],
    ['nothing.at.all', undefined],
    ['lastName.deeper', null],
    ['email.length', undefined],
    ['{{ "a literal" }}', 'a literal'],
    ['{{"literal"}}', 'literal'],
    ['{{ 5 }}', 5],
  ])('%s', (source, expected) => {
    expect(read(source)).toEqual(expected);
  });

  test.each([
    'constructor',
    '__proto__',
    'profile.constructor',
    'roles.constructor',
    'email.constructor',
    'toString',
    'profile["__proto__"]',
    'roles.length',
    'hasOwnProperty',
  ])('nothing inherited is reachable: %s', (source) => {
    expect(read(source)).toBeUndefined();
  });
});

describe('expressions', () => {
  test.each<[string, unknown]>([
    ['{{ email | lower }}', 'ann@example.com'],
    ['{{ firstName }} {{ lastName }}', 'Ann'],
    // One of them is there and says that there is none.
    ['{{ nothing }} {{ lastName }}', null],
    ['{{ nothing }} {{ neither }}', undefined],
    ['{{ nothing ~ neither }}', undefined],
    ['{{ nothing | first_of(lastName) }}', null],
    ['{{ nothing | first_of(neither) }}', undefined],
    ['{{ lastName | default: nothing }}', null],
    ['{{ nothing | default: "n/a" }}', 'n/a'],
    ['{{ nothing | default("n/a") }}', 'n/a'],
    ['{{ roles | join: "; " }}', 'Admin; Audit'],
    ['{{ roles | first }}', 'Admin'],
    ['{{ "IT" if enabled else "Staff" }}', 'IT'],
    ['{{ "IT" if "Nobody" in roles else "Staff" }}', 'Staff'],
    ['{{ id > 30 and enabled }}', true],
    ['{{ not enabled or id == 31 }}', true],
    ['{{ firstName ~ "-" ~ id }}', 'Ann-31'],
    ['{{ phone }}', '312-800-9919'],
    ['{{ id | map_values: "31", "known", "other" }}', 'known'],
    ['{{ email | strip_domain }}', 'Ann'],
    ['{{ nothing | first_of: empty, firstName }}', 'Ann'],
    ['{{ (id | string) ~ "!" }}', '31!'],
    ['{{ "}}" }}', '}}'],
    ['{{ roles | length > 1 }}', true],
    ['{{ email | lower == "ann@example.com" and roles | length == 2 }}', true],
    ['{{ firstName ~ "-" ~ email | upper }}', 'Ann-ANN@EXAMPLE.COM'],
    ['{{ (firstName ~ "x") | upper }}', 'ANNX'],
    ['{{ nothing | default: "a" ~ id | upper }}', 'A31'],
    ['{{ nothing | default: "" == "" }}', true],
    ['{{ nothing | default("" == "") }}', true],
    ['{{ "Nobody" not in roles }}', true],
    ['{{ not not enabled }}', true],
    ['{{ nothing is defined }}', false],
    ['{{ lastName is defined }}', true],
    ['{{ lastName is none }}', true],
    ['{{ nothing is not None }}', true],
    ['{{ lastName == nothing }}', true],
    ['{{ id == "31" }}', false],
    ['{{ big == "9007199254740993" }}', true],
    ['{{ big > 9007199254740992 }}', true],
    ['{{ "9007199254740993" | number }}', 9007199254740993n],
    ['{{ 9007199254740993 }}', 9007199254740993n],
    ['{{ lastContact | date > "2025-01-01" }}', true],
    ['{{ "b" > "a" }}', true],
    ['{{ nothing < 5 }}', false],
    ['{{ empty < 5 }}', false],
    ['{{ id if id > 100 }}', undefined],
    ['{{ "a\\u00e9\\n" }}', 'aé\n'],
    ['{{ phone | as_is }}', '312-800-9919'],
    ['{{ lastContact | iso_date }}', '2025-03-27T15:20:26.524Z'],
    ['{{ email | split: "@" | at: 1 }}', 'Example.com'],
    ['{{ roles | slice: 1 | first }}', 'Audit'],
    ['{{ "ann o\'neill-smith" | title }}', "Ann O'Neill-Smith"],
    ['{{ "CORP\\\\ann" | strip_domain }}', 'ann'],
    ['{{ 2.345 | round: 2 }}', 2.35],
    ['{{ addresses | pluck: "street" | join: "; " }}', 'High Street 1; Low Street 2'],
    ['{{ profile | json }}', '{"name":{"given":"Ann"},"test-field":"x","a.b":"dot"}'],
    ['{{ response | json | length > 100 }}', true],
  ])('%s', (source, expected) => {
    expect(read(source)).toEqual(expected);
  });

  test.each([
    'lower',
    'trim',
    'first',
    'last',
    'length',
    'number',
    'boolean',
    'not',
    'string',
    'date',
    'iso_date',
    'round',
    'json',
  ])('null stays null and absent stays absent through %s', (name) => {
    expect(read(`{{ lastName | ${name} }}`)).toBeNull();
    expect(read(`{{ nothing | ${name} }}`)).toBeUndefined();
  });

  test('dates: epoch seconds with fraction, milliseconds, ISO text', () => {
    expect(read('{{ lastContact | date }}')).toEqual(new Date(1743088826524.929));
    expect(compileTemplate('{{ at | date }}').evaluate({ at: 1742391675556 })).toEqual(
      new Date(1742391675556),
    );
    expect(compileTemplate('{{ at | date }}').evaluate({ at: '2024-06-08' })).toEqual(
      new Date('2024-06-08T00:00:00Z'),
    );
    expect(compileTemplate('{{ at | date }}').evaluate({ at: 'soon' })).toBeUndefined();
  });

  test.each([
    ['{{ email | shout }}', 'no filter "shout"'],
    ['{{ email', 'not closed'],
    ['{{ }}', 'missing'],
    ['', 'empty'],
    ['a b', 'unexpected "b"'],
    ['{{ range.constructor("return process.pid")() }}', 'unexpected "("'],
    ['test-field', 'unexpected'],
    ['{% if a %}b{% endif %}', 'if condition else'],
    ['{{ "a }}', 'is not closed'],
    ["{{ email | lower: 'x }}", 'is not closed'],
    ['{{ email | lower: 1 }}', 'takes no argument'],
    ['{{ email | replace }}', 'takes 1 to 2 arguments'],
    ['{{ email | at }}', 'takes 1 argument'],
    ['{{ email | concat() }}', 'takes at least 1 argument'],
    ['{{ email is odd }}', '"defined" or "none"'],
    ['if', 'response["if"]'],
    ['{{ 1 == }}', 'missing at the end'],
  ])('%s is refused when it is compiled, saying where', (source, problem) => {
    expect(() => compileTemplate(source)).toThrow(problem);
    expect(() => compileTemplate(source)).toThrow(/character \d+/);
  });

  test('length and depth are limited', () => {
    expect(() => compileTemplate('a'.repeat(300))).toThrow(/256/);
    expect(() => compileTemplate(`{{ ${'('.repeat(60)}1${')'.repeat(60)} }}`)).toThrow(/nested/);
  });

  test('a text that grows beyond bounds is stopped before it is built', () => {
    const grow = [
      `{{ email ${'| replace: "a", "aaaaaaaaaaaaaaaaaaaa" '.repeat(40)}}}`,
      `{{ email ${'| split: "" | join: "aaaaaaaaaaaaaaaaaaaaaaaaaaaa" '.repeat(30)}}}`,
      `{{ long }}${'{{ long }}'.repeat(100)}`,
      `{{ ${'long ~ '.repeat(100)} long }}`,
      `{{ long | concat: ${Array(100).fill('long').join(', ')} }}`,
    ];
    for (const source of grow) {
      const template = compileTemplate(source);
      expect(() => template.evaluate({ email: 'aaaa', long: 'x'.repeat(20_000) })).toThrow(
        expect.objectContaining({
          code: expect.stringMatching(/^TEMPLATE_(RESULT_TOO_LONG|WORK_EXCEEDED)$/),
        }),
      );
    }
  });

  test('a list that ends before the item says that there is none; one that is absent says nothing', () => {
    const found = (source: string) => compileTemplate(source).evaluate({ empty: [], one: [{ a: 1 }] });
    for (const source of [
      'empty[0]',
      'empty[0].a',
      'one[1].a',
      '{{ empty | first }}',
      '{{ one | at: 3 }}',
      '{{ empty | pluck("a") | last }}',
    ])
      expect(found(source), source).toBeNull();
    for (const source of ['other[0]', 'one[0].b', '{{ other | first }}', '{{ other | pluck("a") | first }}'])
      expect(found(source), source).toBeUndefined();
  });

  test('values that mean "no value" are null wherever a path finds them', () => {
    const options = { noValues: new Set<unknown>(['--', -1]) };
    const found = (source: string) =>
      compileTemplate(source, options).evaluate({ a: '--', b: -1, c: 'x', d: ['--'] });
    expect(found('a')).toBeNull();
    expect(found('{{ b }}')).toBeNull();
    expect(found('{{ a }} {{ c }}')).toBe('x');
    expect(found('{{ a | default: "n/a" }}')).toBe('n/a');
    expect(found('d[0]')).toBeNull();
    expect(found('{{ "--" }}')).toBe('--');
  });

  test('what is read, and whether anything is', () => {
    expect(compileTemplate('{{ a.b[0] | default: response["x-y"] }} {{ c }}').paths).toEqual([
      'a.b[0]',
      'response["x-y"]',
      'c',
    ]);
    expect(compileTemplate('{{ "x" | upper }}').isLiteral).toBe(true);
    expect(compileTemplate('a').isLiteral).toBe(false);
  });

  test('half a surrogate pair in a URL does not stop a request', () => {
    expect(renderString('/{{ a }}', { a: '\uD800' }, encodeURIComponent)).toBe('/%EF%BF%BD');
  });

  test('in a URL every inserted value is encoded', () => {
    expect(renderString('/v2/{{ name }}/x', { name: 'a/b?c=d&e' }, encodeURIComponent)).toBe(
      '/v2/a%2Fb%3Fc%3Dd%26e/x',
    );
  });
});

describe('properties', () => {
  test('every filter takes every value and any number of arguments it allows', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.bigInt(),
      fc.date(),
      fc.constant(undefined),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.entries(filterArity)),
        fc.array(value, { maxLength: 4 }),
        ([filter, [least, most]], values) => {
          const count = Math.min(Math.max(values.length - 1, least), most);
          const args = Array.from({ length: count }, (_item, index) => `v[${index + 1}]`);
          const source = `{{ v[0] | ${filter}(${args.join(', ')}) }}`;
          const found = compileTemplate(source).evaluate({ v: values });
          expect(typeof found).not.toBe('function');
        },
      ),
      { numRuns: counts(150, 10_000) },
    );
  });

  const words = fc.constantFrom(
    'email',
    'roles',
    '[0]',
    '.',
    '|',
    'lower',
    'default',
    ':',
    '"x"',
    '(',
    ')',
    '{{',
    '}}',
    ' ',
    'if',
    'else',
    'and',
    'not',
    '==',
    '~',
    '1',
    '__proto__',
    'constructor',
    ',',
    "'",
  );

  test('any text either compiles or is refused with a TEMPLATE error, and evaluating never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words, { maxLength: 30 }).map((parts) => parts.join('')),
        ),
        fc.json(),
        (source, json) => {
          let template: ReturnType<typeof compileTemplate>;
          try {
            template = compileTemplate(source);
          } catch (err) {
            expect(isAppError(err) && err.code.startsWith('TEMPLATE_')).toBe(true);
            return;
          }
          const scope = JSON.parse(json) as unknown;
          template.evaluate(typeof scope === 'object' && scope !== null ? scope : {});
          const value = template.evaluate(record);
          expect(typeof value).not.toBe('function');
        },
      ),
      { numRuns: counts(150, 10_000) },
    );
  });

  test('a path reads exactly what was put there', () => {
    const key = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 20 })
      .filter((text) => text !== '__proto__');
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), fc.jsonValue(), (keys, value) => {
        const scope = keys.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
        const brackets = keys.map((name) => `[${JSON.stringify(name).replaceAll('{', '\\u007b')}]`);
        const path = `root${brackets.join('')}`;
        if (path.length > 256) return;
        expect(compileTemplate(path).evaluate({ root: scope })).toEqual(value);
      }),
    );
  });
});
