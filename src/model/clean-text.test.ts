import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanKey, cleanText, cutText, maxIndexedBytes, shortenKey, toComparable } from './clean-text.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  // Code units, half surrogate pairs among them.
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
    .map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(
        'a',
        'E',
        'e',
        '\u0301',
        ' ',
        '\u00a0',
        '\u200b',
        '\u0000',
        '\ud83d',
        '\ude00',
        '\t',
        '\ufe0f',
        '\u1100',
        '\u1161',
        '\u0130',
        '\u023a',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

describe('cleanText', () => {
  it.each([
    ['x\u0000y', 'xy'],
    ['half \ud83d', 'half \ufffd'],
    ['\ude00 half', '\ufffd half'],
    ['e\u0301', '\u00e9'],
    ['a\u200db\r\n\tc ', 'a\u200db\r\n\tc '],
    ['\u{1F468}\u200D\u{1F469}', '\u{1F468}\u200D\u{1F469}'],
    ['', ''],
  ])('%j becomes %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it('gives what PostgreSQL holds, and does nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text);
        expect(clean.isWellFormed() && !clean.includes('\u0000')).toBe(true);
        expect(clean).toBe(clean.normalize('NFC'));
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });
});

describe('cleanKey', () => {
  it.each([
    ['a\u200bb'],
    ['a\u200db'],
    ['\ufeffab'],
    ['a\u00adb'],
    ['a\u2060b'],
    ['a\u200eb'],
    ['a\u202eb'],
    ['a\u0007b'],
    ['a\u0000b'],
    ['a\u3164b'],
    ['a\ufe0fb'],
    ['\u00a0ab\u2003'],
    [' ab\n'],
  ])('%j is ab', (text) => {
    expect(cleanKey(text)).toBe('ab');
  });

  it.each([
    ['a\u00a0b', 'a b'],
    ['a\u202f \u200b\tb', 'a b'],
    ['a\u0085b', 'a b'],
    ['e\u200b\u0301', '\u00e9'],
    ['\u200b ', ''],
    ['p\u0430ul', 'p\u0430ul'],
    ['\ud83d', '\ufffd'],
  ])('%j becomes %j', (text, key) => {
    expect(cleanKey(text)).toBe(key);
  });

  it('does nothing the second time, and nothing more to what cleanText has cleaned', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const key = cleanKey(text);
        expect(cleanKey(key)).toBe(key);
        expect(cleanText(key)).toBe(key);
        expect(cleanKey(cleanText(text))).toBe(key);
      }),
    );
  });

  it('compares without case', () => {
    expect(toComparable('\u200bJOS\u00c9\u00a0N')).toBe(toComparable('Jose\u0301 n'));
  });
});

describe('cutText', () => {
  it('never cuts a pair of surrogates in two', () => {
    expect(cutText('ab\u{1F600}c', 3)).toBe('ab\u{1F600}');
    expect(cutText('ab\u{1F600}c', 2)).toBe('ab');
    expect(cutText('\u{1F600}\u{1F600}', 2)).toBe('\u{1F600}\u{1F600}');
  });
});

describe('shortenKey', () => {
  const wide = Array.from({ length: 1_024 }, (_item, at) => String.fromCharCode(0x4e00 + at)).join('');

  it('leaves what fits', () => {
    expect(shortenKey('x'.repeat(1_024), 1_024)).toBe('x'.repeat(1_024));
    expect(shortenKey(wide.slice(0, 600), 1_024)).toBe(wide.slice(0, 600));
    expect(shortenKey('\u{1F600}'.repeat(100), 100)).toBe('\u{1F600}'.repeat(100));
  });

  it('keeps two long texts apart that begin alike', () => {
    const [one, other] = [shortenKey(`${wide}A`, 1_024), shortenKey(`${wide}B`, 1_024)];
    expect(one).not.toBe(other);
    expect(one.slice(0, 500)).toBe(other.slice(0, 500));
  });

  it('always fits, in lower case too', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.constantFrom(wide, '\u023a'.repeat(1_000))),
        fc.nat(3),
        (part, more) => {
          const text = cleanText(part.repeat(1 + more * 50));
          const short = shortenKey(text, 1_024);
          expect([...short].length).toBeLessThanOrEqual(1_024);
          expect(Buffer.byteLength(short)).toBeLessThanOrEqual(maxIndexedBytes);
          expect(Buffer.byteLength(short.toLowerCase())).toBeLessThanOrEqual(2_704);
          expect(short.isWellFormed()).toBe(true);
          if (short !== text) expect(short).toMatch(/\u2026[0-9a-f]{16}$/);
        },
      ),
    );
  });
});
