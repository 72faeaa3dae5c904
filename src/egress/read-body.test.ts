import { PassThrough, Readable } from 'node:stream';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import { type ReadBodyOptions, readBody } from './read-body.ts';

const read = (bytes: Uint8Array | readonly Uint8Array[], options: Partial<ReadBodyOptions> = {}) =>
  readBody(Readable.from(Array.isArray(bytes) ? bytes : [bytes], { objectMode: false }), {
    maxBytes: 1_000_000,
    host: 'vendor.example',
    status: 200,
    ...options,
  });

const packers = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, zstd: zstdCompressSync };

describe('unpacking', () => {
  test.each(Object.entries(packers))('%s, in whatever pieces it arrives', async (encoding, pack) => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const packed = pack(Buffer.from(text.toWellFormed()));
        const pieces = Array.from({ length: Math.ceil(packed.length / size) }, (_item, index) =>
          packed.subarray(index * size, (index + 1) * size),
        );
        expect(await read(pieces, { encoding })).toBe(text.toWellFormed());
      }),
      { numRuns: counts(15, 150) },
    );
  });

  test('deflate without its zlib frame, as some servers send it', async () => {
    expect(await read(deflateRawSync('bare'), { encoding: 'deflate' })).toBe('bare');
  });

  test('two packings, the last one first', async () => {
    expect(await read(gzipSync(brotliCompressSync('twice')), { encoding: 'br, gzip' })).toBe('twice');
  });

  test('an empty body that names an encoding is empty', async () => {
    expect(await read([], { encoding: 'gzip' })).toBe('');
  });

  test.each(Object.entries(packers))('a %s bomb stops at the limit', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(20_000_000));
    expect(bomb.length).toBeLessThan(50_000);
    await expect(read(bomb, { encoding })).rejects.toMatchObject({
      code: 'EGRESS_RESPONSE_TOO_LARGE',
      message: expect.stringContaining('larger than 1 MB'),
    });
  });

  test.each(['gzip', 'deflate', 'br'] as const)(
    '%s that is cut or damaged is said to be so',
    async (encoding) => {
      const packed = packers[encoding](Buffer.from('a text that is long enough to be cut '.repeat(20)));
      for (const broken of [packed.subarray(0, packed.length - 9), Buffer.from('this is not packed at all')])
        await expect(read(broken, { encoding })).rejects.toMatchObject({ code: 'EGRESS_RESPONSE_INVALID' });
    },
  );

  test('an encoding that was not asked for is named', async () => {
    await expect(read(Buffer.from('x'), { encoding: 'compress' })).rejects.toMatchObject({
      code: 'EGRESS_RESPONSE_INVALID',
      message: expect.stringContaining('"compress"'),
    });
  });
});

describe('size', () => {
  test('the limit itself is accepted, one byte more is not', async () => {
    expect(await read(Buffer.alloc(10, 'x'), { maxBytes: 10 })).toHaveLength(10);
    await expect(read(Buffer.alloc(11, 'x'), { maxBytes: 10 })).rejects.toMatchObject({
      code: 'EGRESS_RESPONSE_TOO_LARGE',
    });
  });

  test('a length that is announced too large is refused before anything is read', async () => {
    const body = new PassThrough();
    await expect(
      readBody(body, { maxBytes: 10, length: '11', host: 'vendor.example', status: 200 }),
    ).rejects.toMatchObject({ code: 'EGRESS_RESPONSE_TOO_LARGE' });
    expect(body.destroyed).toBe(true);
  });
});

describe('text', () => {
  test.each([
    ['UTF-8', 'application/json', Buffer.from('Zoë')],
    ['UTF-8 with a byte order mark', 'application/json', Buffer.from('\uFEFFZoë')],
    ['Latin-1, when it says so', 'text/plain; charset=ISO-8859-1', Buffer.from('Zoë', 'latin1')],
    ['an unknown charset as UTF-8', 'text/plain; charset=nothing', Buffer.from('Zoë')],
  ])('%s', async (_name, contentType, bytes) => {
    expect(await read(bytes, { contentType })).toBe('Zoë');
  });

  test('a character cut between two pieces is put together', async () => {
    const bytes = Buffer.from('Zoë');
    expect(await read([bytes.subarray(0, 3), bytes.subarray(3)])).toBe('Zoë');
  });

  test('bytes that are no text of the charset are refused with host and place, and never asked for again', async () => {
    const bytes = Buffer.from('{"name":"Zo\xeb"}', 'latin1');
    await expect(read(bytes, { contentType: 'application/json; charset=utf-8' })).rejects.toMatchObject({
      code: 'EGRESS_NOT_TEXT',
      recovery: 'stop-run',
      message: expect.stringMatching(
        /vendor\.example .* byte 12 is no UTF-8, of 14 bytes, and its content-type names the charset "utf-8"/,
      ),
    });
    await expect(read(gzipSync(bytes), { encoding: 'gzip' })).rejects.toMatchObject({
      code: 'EGRESS_NOT_TEXT',
      message: expect.stringContaining(
        'byte 12 is no UTF-8, of 14 bytes, and its content-type names no charset',
      ),
    });
  });

  test.each<[string, number, string]>([
    ['an error', 403, 'verweigert f\xfcr Sie'],
    ['a redirect', 302, '<a href=x>hier f\xfcr Sie</a>'],
    ['a page for people at 200', 200, ' <h1>Anmeldung f\xfcr Sie</h1>'],
  ])('%s is read with replacement characters: what it is must be seen', async (_what, status, text) => {
    expect(await read(Buffer.from(text, 'latin1'), { status })).toBe(text.replace('\xfc', '\uFFFD'));
  });
});

test('a connection that breaks is not taken for damaged data', async () => {
  const body = new PassThrough();
  const reading = readBody(body, { maxBytes: 100, host: 'vendor.example', encoding: 'gzip', status: 200 });
  body.write(gzipSync('half').subarray(0, 12));
  setImmediate(() => body.destroy(Object.assign(new Error('gone'), { code: 'ECONNRESET' })));
  await expect(reading).rejects.toMatchObject({ code: 'ECONNRESET' });
});
