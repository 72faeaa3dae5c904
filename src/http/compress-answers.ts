import { pipeline, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './app-types.ts';

/** What is smaller gains nothing: headers and one packet are sent in any case. */
export const minCompressedBytes = 1024;

const compressible =
  /^(text\/(?!event-stream)|application\/([\w.+-]+\+)?(json|xml|yaml|javascript|x-ndjson)\b|image\/svg\+xml)/;

const brotliParams = {
  // Of the ten steps the fourth is the last that costs no more time than gzip does.
  [constants.BROTLI_PARAM_QUALITY]: 4,
  // A window of 512 kB: the memory of one export that is being sent.
  [constants.BROTLI_PARAM_LGWIN]: 19,
  [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
};
const gzipOptions = { level: 5, chunkSize: 32 * 1024 };
const brotliOptions = { params: brotliParams, chunkSize: 32 * 1024 };

/** In the order the server prefers them. Both compress in threads, none holds up the process. */
const encodings = {
  br: {
    compressWhole: (bytes: Buffer) =>
      promisify(brotliCompress)(bytes, {
        params: { ...brotliParams, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      }),
    makeStream: () => createBrotliCompress(brotliOptions),
  },
  gzip: {
    compressWhole: (bytes: Buffer) => promisify(gzip)(bytes, gzipOptions),
    makeStream: () => createGzip(gzipOptions),
  },
} as const;
type Encoding = keyof typeof encodings;

/**
 * Compresses answers for whoever says that they take it: texts as a whole, streams as they are read. Left as they are:
 * what is compressed already (workbooks, files built in advance), parts of files, and what `config.showsSecret` marks,
 * since the length of a compressed answer tells of what is in it. Streams of events pass none of this.
 */
export function compressAnswers(app: App): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (!mayCompress(request, reply, payload)) return payload;
    addVary(reply);
    if (typeof payload === 'string' || Buffer.isBuffer(payload)) {
      const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
      const encoding = bytes.length < minCompressedBytes ? undefined : chooseEncoding(request);
      if (!encoding) return payload;
      const compressed = await encodings[encoding].compressWhole(bytes);
      markCompressed(reply, encoding);
      return compressed;
    }
    if (!isReadable(payload)) return payload;
    const encoding = chooseEncoding(request);
    if (!encoding) return payload;
    markCompressed(reply, encoding);
    if (request.method === 'HEAD') return payload;
    // Ends the source when the client goes away, and the answer when the source breaks off.
    return pipeline(payload, encodings[encoding].makeStream(), (err) => {
      if (err) request.log.debug({ err }, 'a compressed answer ended before its end');
    });
  });
}

function mayCompress(request: FastifyRequest, reply: FastifyReply, payload: unknown): boolean {
  if (payload === undefined || payload === null || request.routeOptions.config.showsSecret) return false;
  if ([204, 206, 304].includes(reply.statusCode) || reply.hasHeader('content-encoding')) return false;
  return compressible.test(String(reply.getHeader('content-type') ?? ''));
}

function chooseEncoding(request: FastifyRequest): Encoding | undefined {
  const accepted = request.headers['accept-encoding'];
  const names = Object.keys(encodings) as Encoding[];
  return accepted === undefined ? undefined : (negotiate(accepted.toLowerCase(), names) ?? undefined);
}

const isReadable = (payload: unknown): payload is Readable =>
  typeof (payload as Readable | undefined)?.pipe === 'function';

/** The length is another one, parts of it are no parts of the file, and its tag names the content, not the bytes. */
function markCompressed(reply: FastifyReply, encoding: Encoding): void {
  reply.header('content-encoding', encoding);
  reply.removeHeader('content-length');
  reply.removeHeader('accept-ranges');
  const tag = reply.getHeader('etag');
  if (typeof tag === 'string' && !tag.startsWith('W/')) reply.header('etag', `W/${tag}`);
}

function addVary(reply: FastifyReply): void {
  const present = reply.getHeader('vary');
  const names = present === undefined ? [] : String(present).split(/, */);
  if (names.some((name) => name === '*' || name.toLowerCase() === 'accept-encoding')) return;
  reply.header('vary', [...names, 'accept-encoding'].join(', '));
}
