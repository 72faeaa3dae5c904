import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeJsonError, parseJson, stringifyJson } from './json.ts';

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

  test('a cut text is told from a wrong one, without quoting it', () => {
    const explain = (text: string) => {
      try {
        parseJson(text);
        return '';
      } catch (err) {
        return describeJsonError(text, err);
      }
    };
    expect(explain('[{"id": 31, "firstName": "Ad')).toContain('ends in the middle');
    expect(explain('[{"secret": hunter2}, 1, 2]')).toContain('are not JSON');
    expect(explain('[{"secret": hunter2}, 1, 2]')).not.toContain('hunter2');
  });
});
