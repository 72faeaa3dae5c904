import { describe, expect, test } from 'vitest';
import { compileTemplate, renderString } from './compile-template.ts';
import { filters } from './filters.ts';
import { characterLimit, readSpentWork, recordMultiple, stepLimit, withinRecord } from './work.ts';

const half = 'ab '.repeat(300_000);
const scope = {
  long: half,
  needle: `b${'a'.repeat(2_000)}`,
  hay: 'a'.repeat(100_000),
  items: Array.from({ length: stepLimit + 1 }, (_, index) => index),
  texts: Array.from({ length: 30_000 }, (_, index) => `text ${index}`),
  big: 'x'.repeat(characterLimit + 1),
  addresses: '2001:db8::1 '.repeat(10_000),
  nested: Array.from({ length: stepLimit }, () => ({ a: 1 })),
};
const evaluate = (source: string) => compileTemplate(source).evaluate(scope);
const codeOf = (run: () => unknown): unknown => {
  try {
    run();
    return 'none';
  } catch (err) {
    return (err as { code?: string }).code;
  }
};

describe('the work of a template is counted', () => {
  test.each([
    ['title, which takes long per character', '{{ long | title }}'],
    ['filters after each other', `{{ long ${'| lower | upper'.repeat(4)} }}`],
    ['replacements after each other', `{{ long ${'| replace: "a", "b" | replace: "b", "a"'.repeat(4)} }}`],
    ['a search that nearly fits everywhere', '{{ hay | replace: needle, "" }}'],
    ['the same in a split', '{{ hay | split: needle }}'],
    ['the same in a condition', '{{ "x" if needle in hay else "y" }}'],
    ['more parts than steps', '{{ long | split: "" }}'],
    ['a list joined', '{{ items | join }}'],
    ['a list sorted', '{{ texts | sort }}'],
    ['a list searched', '{{ "x" if 1.5 in items else "y" }}'],
    ['a list plucked', '{{ items | pluck: "a" }}'],
    ['a list cut', '{{ items | slice: 1 }}'],
    ['JSON of many values', '{{ nested | json }}'],
    ['the same by joining texts', '{{ "a" ~ nested }}'],
    ['addresses', '{{ addresses | main_ip }}'],
    ['the other kind of address', '{{ addresses | main_mac }}'],
    [
      'texts joined',
      `{{ ${Array.from({ length: 9 }, () => '(long | slice: 0, 500000 | length)').join(' ~ ')} ~ (long ~ "") ~ "" ~ "" }}`,
    ],
    ['a long text read as a number', '{{ big | number }}'],
    ['a long text read as a date', '{{ big | date }}'],
    ['texts compared', `{{ ${Array.from({ length: 4 }, () => '(long == long)').join(' and ')} }}`],
  ])('%s', (_name, source) => {
    expect(codeOf(() => evaluate(source))).toBe('TEMPLATE_WORK_EXCEEDED');
  });

  test('the message names the expression and the limit', () => {
    expect(() => evaluate('{{ long | title }}')).toThrow(
      'The expression "{{ long | title }}" was stopped: it needs more than the 2,000,000 characters an expression may work through. Apply fewer filters, or cut what goes into them with the filter slice.',
    );
  });

  test('texts that are rendered are counted as well', () => {
    expect(codeOf(() => renderString('{{ long | title }}', scope))).toBe('TEMPLATE_WORK_EXCEEDED');
  });

  test('each evaluation begins anew, and the same one always comes to the same', () => {
    const template = compileTemplate('{{ long | lower }}');
    const costs = [1, 2, 3].map(() => {
      const before = readSpentWork();
      template.evaluate(scope);
      return readSpentWork() - before;
    });
    expect(new Set(costs).size).toBe(1);
    expect(costs[0]).toBeGreaterThanOrEqual(half.length);
  });

  test('the evaluations of one record have the work of a few together', () => {
    const template = compileTemplate('{{ long | lower }}');
    const times = Math.floor((recordMultiple * characterLimit) / half.length) + 1;
    const run = () => {
      for (let time = 0; time < times; time += 1) template.evaluate(scope);
    };
    expect(codeOf(() => withinRecord(run))).toBe('TEMPLATE_WORK_EXCEEDED');
    expect(codeOf(run)).toBe('none');
  });

  test('every filter counts what it walks through', () => {
    const inputs = ['x'.repeat(1_000), Array.from({ length: 1_000 }, () => 'x')];
    // These look at one end or at nothing, whatever the length.
    const constant = new Set([
      'first',
      'last',
      'at',
      'length',
      'default',
      'first_of',
      'map_values',
      'as_is',
      'origin',
    ]);
    const uncounted = Object.entries(filters)
      .filter(([name]) => !constant.has(name))
      .filter(([name, filter]) =>
        inputs.every((input) => {
          const before = readSpentWork();
          filter(input, name === 'pluck' ? ['a'] : name === 'slice' ? [0] : []);
          return readSpentWork() - before < 1_000;
        }),
      )
      .map(([name]) => name);
    // A text goes through `string` as it is.
    expect(uncounted).toEqual([]);
  });
});
