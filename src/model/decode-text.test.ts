import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import { type DecodedText, decodeLeniently, decodeText, describeUndecodable } from './decode-text.ts';

/** Cut into pieces of this many bytes. */
const pieces = (bytes: Buffer, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_item, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('what is text', () => {
  test.each<[string, Buffer, string | undefined]>([
    ['UTF-8', Buffer.from('Zoë 😀'), undefined],
    ['UTF-8 with its mark', Buffer.from('\uFEFFZoë 😀'), undefined],
    ['the mark of UTF-8 against the name', Buffer.from('\uFEFFZoë 😀'), 'iso-8859-1'],
    ['the mark of UTF-16 against the name', Buffer.from('\uFEFFZoë 😀', 'utf16le'), 'utf-8'],
    ['the mark of UTF-16, big end first', utf16be('\uFEFFZoë 😀'), undefined],
    ['UTF-16 by its name', utf16be('Zoë 😀'), 'UTF-16BE'],
    ['a name nobody knows', Buffer.from('Zoë 😀'), 'x-nothing'],
  ])('%s', (_what, bytes, charset) => {
    for (const size of [1, 2, 3, 1_000])
      expect(decodeText(pieces(bytes, size), charset)).toEqual({ text: 'Zoë 😀' });
  });

  test.each<[string, string, string]>([
    ['iso-8859-1', '80e9', '€é'],
    ['windows-1252', '80e9', '€é'],
    ['shift_jis', '93fa967b', '日本'],
    ['gb18030', 'c4e3bac3', '你好'],
    ['euc-kr', 'b0a1', '가'],
    ['koi8-r', 'c1c2', 'аб'],
  ])('%s, in whatever pieces', (charset, hex, text) => {
    for (const size of [1, 3])
      expect(decodeText(pieces(Buffer.from(hex, 'hex'), size), charset)).toEqual({ text });
  });

  test('nothing is empty text, and a mark alone as well', () => {
    expect(decodeText([])).toEqual({ text: '' });
    expect(decodeText([Buffer.alloc(0), Buffer.from('\uFEFF')])).toEqual({ text: '' });
  });

  test('only the first mark is one', () => {
    expect(decodeText([Buffer.from('\uFEFF\uFEFFa')])).toEqual({ text: '\uFEFFa' });
  });

  test('U+FFFD that was sent is kept', () => {
    expect(decodeText(pieces(Buffer.from('a\uFFFDb'), 1))).toEqual({ text: 'a\uFFFDb' });
  });
});

describe('what is no text', () => {
  test.each<[string, string, string | undefined, number]>([
    ['a byte of Latin-1', '4a6f73e9204d', undefined, 3],
    ['the same at the start', 'e9204d', undefined, 0],
    ['half a character at the end', '4ae282', undefined, 1],
    ['half an emoji (CESU)', '41eda0bd', undefined, 1],
    ['an overlong slash', 'c3a9c0af', undefined, 2],
    ['beyond the last code point', '41f4908080', undefined, 1],
    ['a continuation that continues nothing', '414180', undefined, 2],
    ['an odd byte of UTF-16', '410042', 'utf-16le', 2],
    ['half a pair of UTF-16', '41003dd84200', 'utf-16le', 2],
    ['half a character of Shift JIS', '4193fa93', 'shift_jis', 3],
  ])('%s', (_what, hex, charset, badByteOffset) => {
    for (const size of [1, 2, 3, 1_000])
      expect(decodeText(pieces(Buffer.from(hex, 'hex'), size), charset)).toEqual({
        badByteOffset,
        charset: charset ?? 'utf-8',
      });
  });

  test('is described as people count', () => {
    expect(describeUndecodable({ badByteOffset: 43, charset: 'utf-8' })).toBe('byte 44 is no UTF-8');
    expect(describeUndecodable({ badByteOffset: 0, charset: 'shift_jis' })).toBe('byte 1 is no shift_jis');
  });

  test('is replaced where text is only looked at', () => {
    expect(decodeLeniently([Buffer.from('verweigert f\xfcr', 'latin1')])).toBe('verweigert f\uFFFDr');
    expect(decodeLeniently([Buffer.from('f\xfcr', 'latin1')], 'latin1')).toBe('für');
  });
});

test('any bytes in any pieces: the same as in one piece, with the place at which a strict decoder stops', () => {
  const hostile = fc
    .array(
      fc.oneof(
        fc.uint8Array({ maxLength: 3 }),
        fc.string({ unit: 'binary', maxLength: 4 }).map((text) => Buffer.from(text)),
      ),
      { maxLength: 12 },
    )
    .map((parts) => Buffer.concat(parts));
  fc.assert(
    fc.property(
      hostile,
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(undefined, 'utf-16le', 'shift_jis', 'gbk', 'latin1'),
      (bytes, size, charset) => {
        const result: DecodedText = decodeText(pieces(bytes, size), charset);
        expect(result).toEqual(decodeText([bytes], charset));
        if ('text' in result) return;
        // What stands before the place is text, and no longer piece is.
        const before = bytes.subarray(0, result.badByteOffset);
        const strict = new TextDecoder(result.charset, { fatal: true });
        expect(() => strict.decode(before)).not.toThrow();
        expect(() => strict.decode(bytes)).toThrow();
      },
    ),
    { numRuns: counts(300, 20_000) },
  );
});
