import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findJsonProblem, parseJson, stringifyJson } from './json.ts';

describe('lossless JSON', () => {
  test('integers beyond 2^53 survive reading and writing', () => {
    const text =
      '{"id":9007199254740993,"list":[-9007199254740995,1],"small":5,"text":"12345678901234567890"}';
    const value = parseJson(text) as { id: unknown; text: unknown };
    expect(value.id).toBe(9007199254740993n);
    expect(value.text).toBe('12345678901234567890');
    expect(stringifyJson(value)).toBe(text);
  });

  test('fractions and exponents stay numbers', () => {
    expect(parseJson('[1743088826.524929000, 1e30, 1234567890123456.5]')).toEqual([
      1743088826.524929, 1e30, 1234567890123456.5,
    ]);
  });

  test('any JSON value comes back as it was', () => {
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }),
        fc.integer(),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          tie('node'),
          { maxKeys: 4 },
        ),
      ),
    })).node;
    fc.assert(
      fc.property(value, (input) => {
        // -0 is written as 0, as JSON has it.
        expect(parseJson(stringifyJson(input))).toEqual(Object.is(input, -0) ? 0 : input);
      }),
    );
  });

  test('wherever a big integer stands, it is found', () => {
    const filler = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });
    fc.assert(
      fc.property(
        filler,
        fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
        filler,
        fc.constantFrom(0, 1, 2),
        (before, big, after, space) => {
          const text = JSON.stringify([before, 'HERE', after], null, space).replace('"HERE"', String(big));
          const found = (parseJson(text) as unknown[])[1];
          expect(BigInt(found as bigint | number)).toBe(big);
          expect(typeof found).toBe(Number.isSafeInteger(Number(big)) ? 'number' : 'bigint');
        },
      ),
    );
  });

  test('a value that contains itself is refused, not followed for ever', () => {
    const self: Record<string, unknown> = { id: 1n };
    self['self'] = self;
    expect(() => stringifyJson(self)).toThrow(TypeError);
  });

  const explain = (text: string) => {
    try {
      parseJson(text);
      return '';
    } catch (err) {
      const { kind, words } = findJsonProblem(text, err);
      return `${kind}: ${words}`;
    }
  };

  test.each([
    '[{"id": 31, "firstName": "Ad',
    '[1, tru',
    '[1,2',
    '{"a":',
    '{"a',
    '"ab\\u12',
    '[1.',
    '[-',
    '   ',
    '',
  ])('%j ends in the middle', (text) => {
    expect(explain(text)).toBe(`cut: the text ends in the middle after ${text.length} characters`);
  });

  test.each([
    ['{"a":1}x', 8],
    ['{"a":1,}', 8],
    ['[1,]', 4],
    ['[1 2]', 4],
    ['<html>', 1],
    ['[{"secret": hunter2}, 1, 2]', 13],
    ['[01]', 3],
    ['{"a": NaN}', 7],
  ])('%j is no JSON from the character on that is named, without quoting it', (text, character) => {
    expect(explain(text)).toMatch(new RegExp(`^invalid: character ${character} is `));
    expect(explain(text)).not.toContain('hunter');
  });

  test('any JSON text that is cut is said to end in the middle', () => {
    fc.assert(
      fc.property(fc.json(), fc.double({ min: 0, max: 1, noNaN: true }), (json, share) => {
        const cut = `[${json}]`.slice(0, 1 + Math.floor(json.length * share));
        expect(explain(cut)).toContain('ends in the middle');
      }),
    );
  });
});
