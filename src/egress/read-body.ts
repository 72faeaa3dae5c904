import type { Readable, Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { TextDecoder } from 'node:util';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import { makeError } from '../errors.ts';

export interface ReadBodyOptions {
  /** content-encoding; several are separated by commas, in the order they were applied. */
  encoding?: string | undefined;
  contentType?: string | undefined;
  /** content-length: says at once that a body is too large. */
  length?: string | undefined;
  maxBytes: number;
  host: string;
}

/**
 * Reads a body as text, unpacking it, and stops as soon as it is larger than allowed: unpacked bytes count.
 *
 * Chunks wait as they came and are decoded one by one at the end: a copy of all bytes in one piece is not needed, and
 * text that waited for the network would be moved about by the garbage collector.
 * @throws EGRESS_RESPONSE_TOO_LARGE, EGRESS_RESPONSE_INVALID, or what broke the connection
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
  return decode(chunks, options.contentType);
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

function decode(chunks: readonly Buffer[], contentType: string | undefined): string {
  const decoder = makeTextDecoder(contentType);
  let text = '';
  for (const chunk of chunks) text += decoder.write(chunk);
  text += decoder.end();
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

interface ChunkDecoder {
  write(chunk: Buffer): string;
  end(): string;
}

function makeTextDecoder(contentType: string | undefined): ChunkDecoder {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? 'utf-8';
  const decoder = charset === 'utf-8' || charset === 'utf8' ? undefined : findDecoder(charset);
  if (!decoder) return new StringDecoder('utf8');
  return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
}

function findDecoder(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset);
  } catch (err) {
    // Only an unknown name throws; then UTF-8 is the best guess.
    if (err instanceof RangeError) return undefined;
    throw err;
  }
}

const toMb = (bytes: number): string => String(Math.round((bytes / 1_048_576) * 10) / 10);
