/**
 * The seal of a backup: a header of one line, then frames, each with a code (HMAC-SHA256) that only the master key can
 * make. The code covers the frame's place and whether it is the last one, and its key is derived from the master key and
 * the whole header; so a frame changed, moved, left out, taken from another file or cut off is found.
 *
 *   {"format":"muster-backup","formatVersion":2,…}\n
 *   length (4 bytes, big-endian) · 1 for the last, else 0 (1 byte) · content · code (32 bytes)
 *   …
 *
 * The content is not encrypted: secrets in it are sealed already, and a lost key must not take the records with it.
 */
import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { z } from 'zod';
import { backupFormat, backupFormatVersion } from './backup-manifest.ts';

export interface SealKey {
  id: string;
  key: Buffer;
}

const codeByteCount = 32;
const frameHeadByteCount = 5;
const maxFrameByteCount = 1024 * 1024;
const maxHeaderByteCount = 4_096;
const newline = 10;

const headerSchema = z.object({
  format: z.literal(backupFormat),
  formatVersion: z.int(),
  createdAt: z.string(),
  masterKeyId: z.string(),
  salt: z.base64().length(44),
});

export type SealHeader = z.infer<typeof headerSchema>;

/** The line a sealed file begins with, its end included. */
export function makeHeaderLine(masterKeyId: string, createdAt: Date): string {
  const header: SealHeader = {
    format: backupFormat,
    formatVersion: backupFormatVersion,
    createdAt: createdAt.toISOString(),
    masterKeyId,
    salt: randomBytes(32).toString('base64'),
  };
  return `${JSON.stringify(header)}\n`;
}

function deriveKey(masterKey: Buffer, headerLine: string, { salt }: { salt: string }): Buffer {
  const purpose = createHash('sha256').update(`muster backup seal\n${headerLine}`).digest();
  return Buffer.from(hkdfSync('sha256', masterKey, Buffer.from(salt, 'base64'), purpose, 32));
}

function makeCode(key: Buffer, index: number, head: Buffer, content: Buffer): Buffer {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(index));
  return createHmac('sha256', key).update(place).update(head).update(content).digest();
}

/** Turns content into header and frames. */
export function makeSealingStream(headerLine: string, masterKey: Buffer): Transform {
  const header = headerSchema.parse(JSON.parse(headerLine));
  const key = deriveKey(masterKey, headerLine, header);
  let waiting: Buffer[] = [];
  let waitingByteCount = 0;
  let index = 0;

  function makeFrame(content: Buffer, isLast: boolean): Buffer {
    const head = Buffer.alloc(frameHeadByteCount);
    head.writeUInt32BE(content.length);
    head.writeUInt8(isLast ? 1 : 0, 4);
    const code = makeCode(key, index, head, content);
    index += 1;
    return Buffer.concat([head, content, code]);
  }

  return new Transform({
    construct(done) {
      this.push(headerLine);
      done();
    },
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      waiting.push(chunk);
      waitingByteCount += chunk.length;
      if (waitingByteCount < maxFrameByteCount) return done();
      let content = Buffer.concat(waiting);
      // The last frame is made at the end, so something stays.
      while (content.length > maxFrameByteCount) {
        this.push(makeFrame(content.subarray(0, maxFrameByteCount), false));
        content = content.subarray(maxFrameByteCount);
      }
      waiting = [content];
      waitingByteCount = content.length;
      done();
    },
    flush(done: TransformCallback) {
      this.push(makeFrame(Buffer.concat(waiting), true));
      done();
    },
  });
}

/** A problem of the file, in words that follow "cannot be restored:". */
export class SealProblem extends Error {}

/** Bytes in pieces of any size, handed out in pieces of the size wanted. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  async #fill(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done) return false;
    this.#buffer = this.#buffer.length === 0 ? next.value : Buffer.concat([this.#buffer, next.value]);
    return true;
  }

  async take(byteCount: number): Promise<Buffer> {
    while (this.#buffer.length < byteCount)
      if (!(await this.#fill())) throw new SealProblem('it ends too early; the copy is incomplete.');
    const taken = this.#buffer.subarray(0, byteCount);
    this.#buffer = this.#buffer.subarray(byteCount);
    return taken;
  }

  async takeLine(maxByteCount: number): Promise<string> {
    for (;;) {
      const end = this.#buffer.indexOf(newline);
      if (end !== -1) return (await this.take(end + 1)).toString('utf8');
      if (this.#buffer.length > maxByteCount || !(await this.#fill()))
        throw new SealProblem('it does not begin as a backup of Muster begins.');
    }
  }

  async isAtEnd(): Promise<boolean> {
    return this.#buffer.length === 0 && !(await this.#fill());
  }
}

/** Reads the header. Throws {@link SealProblem}. */
export async function readHeader(source: ByteSource): Promise<{ header: SealHeader; line: string }> {
  const line = await source.takeLine(maxHeaderByteCount);
  let parsed: z.ZodSafeParseResult<SealHeader> | undefined;
  try {
    parsed = headerSchema.safeParse(JSON.parse(line));
  } catch (err) {
    if (!(err instanceof SyntaxError)) throw err;
  }
  if (!parsed?.success) throw new SealProblem('it does not begin as a backup of Muster begins.');
  if (parsed.data.formatVersion > backupFormatVersion)
    throw new SealProblem('it was made by a newer Muster; restore it with that version.');
  return { header: parsed.data, line };
}

/**
 * The content, frame by frame, each only after its code was found right. Without a key no code is looked at.
 * Throws {@link SealProblem}.
 */
export async function* openFrames(
  source: ByteSource,
  { header, line }: { header: SealHeader; line: string },
  masterKey: Buffer | undefined,
): AsyncGenerator<Buffer> {
  const key = masterKey && deriveKey(masterKey, line, header);
  for (let index = 0; ; index += 1) {
    const head = await source.take(frameHeadByteCount);
    const byteCount = head.readUInt32BE();
    const isLast = head.readUInt8(4) === 1;
    if (byteCount > maxFrameByteCount)
      throw new SealProblem('its seal is broken: it was changed or damaged.');
    const content = await source.take(byteCount);
    const code = await source.take(codeByteCount);
    if (key && !timingSafeEqual(code, makeCode(key, index, head, content)))
      throw new SealProblem('its seal is broken: it was changed or damaged.');
    if (isLast && !(await source.isAtEnd())) throw new SealProblem('something was added behind its end.');
    yield content;
    if (isLast) return;
  }
}
