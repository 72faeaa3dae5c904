import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { makeError } from '../errors.ts';

/** Reads a body as text, unpacking it, and stops as soon as it is larger than allowed – unpacked bytes count. */
export async function readBody(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
  host: string,
): Promise<string> {
  const unpack = decoderFor(encoding);
  const stream = unpack ? body.pipe(unpack) : body;
  if (unpack) body.on('error', (err) => unpack.destroy(err));
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes)
        throw makeError('EGRESS_RESPONSE_TOO_LARGE', { host, limitMb: Math.round(maxBytes / 1_048_576) });
      chunks.push(chunk);
    }
  } finally {
    if (!body.destroyed) body.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}

function decoderFor(encoding: string | undefined) {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}
