/**
 * The one door for text that comes from outside. What PostgreSQL cannot hold is mended here (U+0000, half surrogate
 * pairs), composed and decomposed letters become the same text (NFC), and what nobody sees does not make two keys of one.
 */
import { hash } from 'node:crypto';
import { toStorable } from './storable-text.ts';

/**
 * Bytes of a text in UTF-8 that fit an index. A row of a B-tree has at most 2,704 bytes, and lower case can make a text
 * half as long again.
 */
export const maxIndexedBytes = 1_800;

/** Below U+0300 every character is composed already, and surrogates stand far above. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: U+0000 is what must not be there.
const isPlain = /^[\u0001-\u02ff]*$/;

/** Text as it is stored and shown: well-formed, without U+0000, composed. Line breaks, blanks and joiners stay. */
export function cleanText(text: string): string {
  if (isPlain.test(text)) return text;
  return toStorable(text).normalize('NFC');
}

const isPlainKey = /^[!-~]+(?: [!-~]+)*$/;
/**
 * Default_Ignorable_Code_Point has what is not drawn by definition (zero width and soft hyphen, direction marks, byte
 * order mark, fillers, variation selectors); added are marks of annotations and control characters other than blanks.
 */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go.
  /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]+/gu;
/** Every blank, the two included that are none to JavaScript: the next line of EBCDIC and the empty Braille cell. */
const blanks = /[\s\u0085\u2800]+/gu;

/**
 * Text by which records are found: as {@link cleanText}, without what nobody sees, and one blank between words whatever
 * blanks they were. Letter case stays; compare with {@link toComparable}.
 */
export function cleanKey(text: string): string {
  if (isPlainKey.test(text)) return text;
  return text.toWellFormed().replace(invisible, '').normalize('NFC').replace(blanks, ' ').trim();
}

/** Equal for texts that a person reads as the same key, whatever their case. */
export const toComparable = (text: string): string => cleanKey(text).toLowerCase();

/** The first `maxLength` code points: no pair of surrogates is cut in two. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return text.slice(0, findCut(text, maxLength, Number.POSITIVE_INFINITY));
}

/**
 * A text of at most `maxLength` code points that fits an index. One that does not is cut and ends in a hash of the whole, so that two
 * long texts with the same beginning stay two.
 */
export function shortenKey(text: string, maxLength: number, maxBytes = maxIndexedBytes): string {
  if (text.length <= maxLength && (text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes))
    return text;
  if (findCut(text, maxLength, maxBytes) === text.length) return text;
  const tail = `\u2026${hash('sha256', text, 'hex').slice(0, 16)}`;
  const end = findCut(text, maxLength - tail.length, maxBytes - Buffer.byteLength(tail));
  return `${text.slice(0, end)}${tail}`;
}

/** Where the text is longer than one of the limits: an index between two code points, or its length. */
function findCut(text: string, maxLength: number, maxBytes: number): number {
  let [end, count, bytes] = [0, 0, 0];
  while (end < text.length) {
    const codePoint = text.codePointAt(end) as number;
    count += 1;
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    if (count > maxLength || bytes > maxBytes) return end;
    end += codePoint < 0x10000 ? 1 : 2;
  }
  return end;
}
