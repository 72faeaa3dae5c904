import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAppError } from '../errors.ts';
import { compileTemplate, renderString } from './compile-template.ts';

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
    ['{{ nothing }} {{ lastName }}', undefined],
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
  ])('%s', (source, expected) => {
    expect(read(source)).toEqual(expected);
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
  ])('%s is refused when it is compiled, saying where', (source, problem) => {
    expect(() => compileTemplate(source)).toThrow(problem);
    expect(() => compileTemplate(source)).toThrow(/character \d+/);
  });

  test('length and depth are limited', () => {
    expect(() => compileTemplate('a'.repeat(300))).toThrow(/256/);
    expect(() => compileTemplate(`{{ ${'('.repeat(60)}1${')'.repeat(60)} }}`)).toThrow(/nested/);
  });

  test('in a URL every inserted value is encoded', () => {
    expect(renderString('/v2/{{ name }}/x', { name: 'a/b?c=d&e' }, encodeURIComponent)).toBe(
      '/v2/a%2Fb%3Fc%3Dd%26e/x',
    );
  });
});

describe('properties', () => {
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
      { numRuns: 2_000 },
    );
  });

  test('a path reads exactly what was put there', () => {
    const key = fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((text) => text !== '__proto__' && !text.includes('{{'));
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), fc.jsonValue(), (keys, value) => {
        const scope = keys.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
        const path = `root${keys.map((name) => `[${JSON.stringify(name).replace(/\\u([0-9a-f]{4})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))}]`).join('')}`;
        if (path.length > 200 || /\\[bfnrt]/.test(path)) return;
        expect(compileTemplate(path).evaluate({ root: scope })).toEqual(value);
      }),
    );
  });
});
