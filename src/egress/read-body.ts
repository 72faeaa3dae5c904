import type { Readable, Transform } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import { makeError } from '../errors.ts';
import { charsetOf, decodeLeniently, decodeText, describeUndecodable } from '../model/decode-text.ts';

export interface ReadBodyOptions {
  /** content-encoding; several are separated by commas, in the order they were applied. */
  encoding?: string | undefined;
  contentType?: string | undefined;
  /** content-length: says at once that a body is too large. */
  length?: string | undefined;
  maxBytes: number;
  host: string;
  /** Of an answer that is no success only its status and a few words count: bytes that are no text hide neither. */
  status: number;
}

/**
 * Reads a body as text, unpacking it, and stops as soon as it is larger than allowed: unpacked bytes count.
 *
 * Chunks wait as they came and are decoded one by one at the end: a copy of all bytes in one piece is not needed, and
 * text that waited for the network would be moved about by the garbage collector.
 * @throws EGRESS_RESPONSE_TOO_LARGE, EGRESS_RESPONSE_INVALID, EGRESS_NOT_TEXT, or what broke the connection
 */
export async function readBody(body: Readable, options: ReadBodyOptions): Promise<string> {
  const { maxBytes, host } = options;
  const tooLarge = () => makeError('EGRESS_RESPONSE_TOO_LARGE', { host, limitMb: toMb(maxBytes) });
  const chunks: Buffer[] = [];
  let size = 0;
  let isWireBroken = false;
  body.once('error', () => {
    isWireBroken = true;
  });
  try {
    if (Number(options.length ?? 0) > maxBytes) throw tooLarge();
    for await (const chunk of (await unpack(body, options)) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (err) {
    if (isWireBroken || !isZlibError(err)) throw err;
    const problem = `its packed data is damaged (${(err as { code: string }).code})`;
    throw makeError('EGRESS_RESPONSE_INVALID', { host, problem }, { cause: err });
  } finally {
    // A body that is not read to its end keeps the connection; what it says then no longer matters.
    if (!body.destroyed) body.on('error', () => undefined).destroy();
  }
  return decode(chunks, size, options);
}

async function unpack(body: Readable, options: ReadBodyOptions): Promise<Readable> {
  const names = (options.encoding ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length === 0) return body;
  // A HEAD-like answer (204, 304, an empty 200) may name an encoding and carry nothing to unpack.
  const first = await peek(body);
  if (first === undefined) return body;
  let stream: Readable = body;
  for (const name of names.reverse()) {
    const decoder = makeDecoder(name, stream === body ? first : undefined);
    if (!decoder || names.length > 3) {
      const problem = `it is packed as "${name.slice(0, 40)}", which was not asked for`;
      throw makeError('EGRESS_RESPONSE_INVALID', { host: options.host, problem });
    }
    stream.on('error', (err) => decoder.destroy(err));
    stream = stream.pipe(decoder);
  }
  return stream;
}

/** The first chunk, left in place; undefined when there is none. */
async function peek(body: Readable): Promise<Buffer | undefined> {
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    body.unshift(chunk);
    return chunk;
  }
  return undefined;
}

function makeDecoder(name: string, first: Buffer | undefined): Transform | undefined {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      // RFC 9110 §8.4.1.2 means zlib; some servers send the bare stream.
      return first !== undefined && ((first[0] ?? 0) & 0x0f) !== 8 ? createInflateRaw() : createInflate();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    default:
      return undefined;
  }
}

function isZlibError(err: unknown): boolean {
  const code = err instanceof Error ? (err as { code?: unknown }).code : undefined;
  return typeof code === 'string' && /^(Z_|ERR__ERROR_|ERR_ZSTD|ERR_BROTLI|ZSTD_)/.test(code);
}

/** Not text of its charset: refused with the place, never guessed and never stored with replacement characters. */
function decode(chunks: readonly Buffer[], size: number, options: ReadBodyOptions): string {
  const named = charsetOf(options.contentType);
  const decoded = decodeText(chunks, named);
  if ('text' in decoded) return decoded.text;
  const isSuccess = options.status >= 200 && options.status < 300;
  if (!isSuccess || isMarkup(chunks)) return decodeLeniently(chunks, named);
  throw makeError('EGRESS_NOT_TEXT', {
    host: options.host,
    problem: describeUndecodable(decoded),
    size,
    named: named === undefined ? 'names no charset' : `names the charset "${named}"`,
  });
}

/** A page for people, such as a login page at status 200: no record stands in it, and what it is must be seen. */
function isMarkup(chunks: readonly Buffer[]): boolean {
  return /^\s*</.test(chunks[0]?.toString('latin1', 0, 200) ?? '');
}

const toMb = (bytes: number): string => String(Math.round((bytes / 1_048_576) * 10) / 10);
