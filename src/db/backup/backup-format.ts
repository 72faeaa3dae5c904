import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { makeError } from '../../errors.ts';
import { decodeText, describeUndecodable } from '../../model/decode-text.ts';

/**
 * What stands inside a backup, compressed with gzip: text.
 *
 *   {manifest}            one line of JSON: schema version, and the tables with their columns in the order they come
 *   {"table": "people"}   then its rows as PostgreSQL's COPY writes them, then a line `\.`
 *   …                     the next tables
 *   {trailer}             one line of JSON: rows per table, sha256 of everything before this line
 *
 * `\.` alone cannot be a row: COPY writes a backslash in data as two.
 */
export const endOfRows = '\\.\n';

/**
 * Passes bytes through and ends them with a last line made of their sha256. Only at the end has everything written
 * been hashed: before, some of it may still wait in the stream for a slow reader.
 */
export function makeDigestStream(makeLastLine: (sha256: string) => string): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done: TransformCallback) {
      done(null, makeLastLine(hash.digest('hex')));
    },
  });
}

const newline = 10;
/** A line of JSON is held in memory; more than this is no backup of ours. */
const maxLineBytes = 64 * 1024 * 1024;

/**
 * Reads a decompressed backup piece by piece: single lines, or rows up to their end marker as chunks of bounded
 * size. Hashes what it hands out.
 */
export class BackupReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly file: string;
  readonly #hash = createHash('sha256');
  #buffer: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>, file: string) {
    this.#chunks = source[Symbol.asyncIterator]();
    this.file = file;
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  async #fill(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done) return false;
    this.#buffer = this.#buffer.length === 0 ? next.value : Buffer.concat([this.#buffer, next.value]);
    return true;
  }

  #take(byteCount: number): Buffer {
    const taken = this.#buffer.subarray(0, byteCount);
    this.#buffer = this.#buffer.subarray(byteCount);
    return taken;
  }

  /** Reads one line of JSON and a copy of the digest before it. Throws DB_BACKUP_INVALID at the end of the file. */
  async readJsonLine(): Promise<{ value: unknown; digestBefore: string }> {
    let end = this.#buffer.indexOf(newline);
    while (end === -1) {
      const searchedBytes = this.#buffer.length;
      if (searchedBytes > maxLineBytes) throw this.makeInvalid('a line is longer than any line of a backup.');
      if (!(await this.#fill())) throw this.makeInvalid('it ends too early; the copy is incomplete.');
      end = this.#buffer.indexOf(newline, searchedBytes);
    }
    const digestBefore = this.digest();
    const line = this.#take(end + 1);
    this.#hash.update(line);
    const decoded = decodeText([line]);
    if (!('text' in decoded))
      throw this.makeInvalid(`a line of it is no text: ${describeUndecodable(decoded)}.`);
    try {
      return { value: JSON.parse(decoded.text), digestBefore };
    } catch (err) {
      throw this.makeInvalid(`it is not a backup made by "muster backup" (${(err as Error).message}).`);
    }
  }

  /** Yields the rows up to the end marker, which it consumes. */
  async *readRows(): AsyncGenerator<Buffer> {
    const marker = Buffer.from(`\n${endOfRows}`);
    const first = Buffer.from(endOfRows);
    let isAtStart = true;
    for (;;) {
      if (
        isAtStart &&
        this.#buffer.length >= first.length &&
        this.#buffer.subarray(0, first.length).equals(first)
      ) {
        this.#hash.update(this.#take(first.length));
        return;
      }
      const isTooShort = isAtStart && this.#buffer.length < first.length;
      const end = isTooShort ? -1 : this.#buffer.indexOf(marker);
      if (end !== -1) {
        const rows = this.#take(end + 1);
        this.#hash.update(rows);
        this.#hash.update(this.#take(first.length));
        yield rows;
        return;
      }
      // The marker may begin in these bytes and end in the next ones, so its length stays behind.
      const readyBytes = isTooShort ? 0 : this.#buffer.length - marker.length;
      if (readyBytes > 0) {
        isAtStart = false;
        const rows = this.#take(readyBytes);
        this.#hash.update(rows);
        yield rows;
      }
      if (!(await this.#fill())) throw this.makeInvalid('it ends too early; the copy is incomplete.');
    }
  }

  makeInvalid(problem: string) {
    return makeError('DB_BACKUP_INVALID', { file: this.file, problem });
  }
}
