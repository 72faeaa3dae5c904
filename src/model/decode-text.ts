/** The one door from bytes to text: what is no text in its charset is refused with its place, never replaced in silence. */
import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

export type DecodedText = { text: string } | UndecodableBytes;

export interface UndecodableBytes {
  /** Where the first bytes stand that are no character, counted from 0. */
  badByteOffset: number;
  /** As it was decoded: `utf-8`, `utf-16le`, `windows-1252`. */
  charset: string;
}

/** The charset a content-type names. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1];
}

/** Byte order marks; they say more surely than a header what follows (WHATWG Encoding, "decode"). */
const marks = [
  { bytes: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { bytes: [0xff, 0xfe], charset: 'utf-16le' },
  { bytes: [0xfe, 0xff], charset: 'utf-16be' },
] as const;

/**
 * Bytes as text. A byte order mark counts before the named charset, that before UTF-8; a name nobody knows counts as
 * none. A mark is not part of the text.
 */
export function decodeText(chunks: readonly Buffer[], namedCharset?: string): DecodedText {
  const charset = chooseCharset(chunks, namedCharset);
  if (charset === 'utf-8') return decodeUtf8(chunks);
  const decoder = new TextDecoder(charset, { fatal: true });
  let text = '';
  try {
    for (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
    return { text: text + decoder.decode() };
  } catch (err) {
    if (!isUndecodable(err)) throw err;
    return { badByteOffset: findBadByte(chunks, charset), charset };
  }
}

/** As {@link decodeText}, but what is no character becomes U+FFFD: only for text that is shown or searched, never kept. */
export function decodeLeniently(chunks: readonly Buffer[], namedCharset?: string): string {
  const decoder = new TextDecoder(chooseCharset(chunks, namedCharset));
  let text = '';
  for (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/**
 * Whether bytes that were no UTF-8 got lost in this text before Muster saw it, as those of an environment variable are:
 * nobody writes U+FFFD into a password or an address.
 */
export function hasReplaced(text: string): boolean {
  return text.includes('\uFFFD');
}

/** Counted from 1, as editors count: `byte 44 is no UTF-8`. */
export function describeUndecodable({ badByteOffset, charset }: UndecodableBytes): string {
  const name = charset.startsWith('utf-') ? charset.toUpperCase() : charset;
  return `byte ${badByteOffset + 1} is no ${name}`;
}

function chooseCharset(chunks: readonly Buffer[], namedCharset: string | undefined): string {
  const start = firstBytes(chunks, 3);
  const mark = marks.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte));
  return mark?.charset ?? findCharset(namedCharset) ?? 'utf-8';
}

function firstBytes(chunks: readonly Buffer[], count: number): Buffer {
  const first = chunks.find(({ length }) => length > 0);
  if (first && first.length >= count) return first;
  return Buffer.concat(chunks.slice(0, 100)).subarray(0, count);
}

/** The charset of this name as the Encoding Standard calls it. */
function findCharset(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  try {
    return new TextDecoder(name).encoding;
  } catch (err) {
    // Only an unknown name throws.
    if (err instanceof RangeError) return undefined;
    throw err;
  }
}

/**
 * The way nearly all text goes, at the speed of a copy: each chunk is judged as a whole, and only a character that is
 * cut between two chunks is put together.
 */
function decodeUtf8(chunks: readonly Buffer[]): DecodedText {
  let text = '';
  let cut: Buffer = Buffer.alloc(0);
  for (const chunk of chunks) {
    if (cut.length === 0 && isUtf8(chunk)) {
      text += chunk.toString('utf8');
      continue;
    }
    const bytes = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
    const end = bytes.length - countCutBytes(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) return { badByteOffset: findBadByte(chunks, 'utf-8'), charset: 'utf-8' };
    text += whole.toString('utf8');
    cut = bytes.subarray(end);
  }
  if (cut.length > 0) return { badByteOffset: findBadByte(chunks, 'utf-8'), charset: 'utf-8' };
  return { text: text.startsWith('\uFEFF') ? text.slice(1) : text };
}

/** How many bytes at the end begin a character that is not complete. */
function countCutBytes(bytes: Buffer): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count += 1) {
    const byte = bytes[bytes.length - count] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return count < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? count : 0;
  }
  return 0;
}

/** Byte by byte, so that it is known after which one the last whole character ended. Only for what is refused. */
function findBadByte(chunks: readonly Buffer[], charset: string): number {
  const decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: true });
  let at = 0;
  let goodUntil = 0;
  try {
    for (const chunk of chunks) {
      // All but the chunk that fails go through in one piece.
      if (charset === 'utf-8' && goodUntil === at && isUtf8(chunk)) {
        at += chunk.length;
        goodUntil = at;
        continue;
      }
      for (const byte of chunk) {
        const decoded = decoder.decode(Uint8Array.of(byte), { stream: true });
        at += 1;
        if (decoded !== '') goodUntil = at;
      }
    }
    decoder.decode();
  } catch (err) {
    if (!isUndecodable(err)) throw err;
  }
  return goodUntil;
}

function isUndecodable(err: unknown): boolean {
  return err instanceof TypeError && (err as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
}
