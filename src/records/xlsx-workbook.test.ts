import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makeXlsx, type XlsxCell, xlsxCell } from './xlsx-workbook.ts';

type Rows = readonly (readonly XlsxCell[])[];

/** Batches that can be watched: how many were taken, and whether the end was told. */
function watch(list: readonly Rows[], failAt = -1) {
  const state = { takenCount: 0, isEnded: false };
  const batches: AsyncIterator<Rows> = {
    async next() {
      if (state.takenCount === failAt) throw new Error('connection lost');
      const value = list[state.takenCount];
      if (value === undefined) return { done: true, value };
      state.takenCount += 1;
      return { done: false, value };
    },
    async return() {
      state.isEnded = true;
      return { done: true, value: undefined };
    },
  };
  return { state, batches };
}

/** The parts of a workbook by their paths, as its own table of contents lists them. */
function unpack(file: Buffer): Record<string, string> {
  const parts: Record<string, string> = {};
  const end = file.lastIndexOf('PK\u0005\u0006');
  let at = file.readUInt32LE(end + 16);
  for (let count = file.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [packedSize, nameLength] = [file.readUInt32LE(at + 20), file.readUInt16LE(at + 28)];
    const local = file.readUInt32LE(at + 42);
    const name = file.subarray(at + 46, at + 46 + nameLength).toString();
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const packed = file.subarray(start, start + packedSize);
    parts[name] = (file.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString();
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return parts;
}

async function write(list: readonly Rows[], rowsPerSheet?: number) {
  const { batches } = watch(list);
  return unpack(
    await buffer(
      makeXlsx({
        name: 'People',
        header: ['Id', 'Name'],
        batches,
        ...(rowsPerSheet ? { rowsPerSheet } : {}),
      }),
    ),
  );
}
const rowsOf = (xml = '') =>
  [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c\/>|<v>(.*?)<\/v>|<t(?: xml:space="preserve")?>(.*?)<\/t>/gs)].map(
      ([, number, text]) => number ?? text ?? '',
    ),
  );

describe('makeXlsx', () => {
  it('has a header and the rows of all batches', async () => {
    const parts = await write([
      [
        [1, 'Jürgen'],
        [2, null],
      ],
      [],
      [[3, '']],
    ]);
    expect(Object.keys(parts)).toEqual([
      'xl/worksheets/sheet1.xml',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
      '_rels/.rels',
      '[Content_Types].xml',
    ]);
    expect(rowsOf(parts['xl/worksheets/sheet1.xml'])).toEqual([
      ['Id', 'Name'],
      ['1', 'Jürgen'],
      ['2', ''],
      ['3', ''],
    ]);
  });

  it('an empty list is a sheet with a header', async () => {
    expect(rowsOf((await write([]))['xl/worksheets/sheet1.xml'])).toEqual([['Id', 'Name']]);
  });

  it.each([
    [4, [3, 1], [['1', '2', '3'], ['4']]],
    [
      4,
      [4],
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      6,
      [5, 1],
      [
        ['1', '2', '3', '4'],
        ['5', '6'],
      ],
    ],
  ])(
    '%i rows in batches of %j go on in further sheets, none doubled or lost',
    async (count, sizes, sheets) => {
      let id = 0;
      const nextId = () => {
        id += 1;
        return id;
      };
      const list = sizes.map((size) => Array.from({ length: size }, () => [nextId(), 'x'] as const));
      const parts = await write(list, sheets[0]?.length);
      const found = Object.entries(parts).filter(([path]) => path.startsWith('xl/worksheets/'));
      expect(
        found.map(([, xml]) =>
          rowsOf(xml)
            .slice(1)
            .map(([first]) => first),
        ),
      ).toEqual(sheets);
      expect(found.every(([, xml]) => rowsOf(xml)[0]?.[0] === 'Id')).toBe(true);
      expect(parts['xl/workbook.xml']).toContain('name="People 2"');
      expect(parts['[Content_Types].xml']?.match(/PartName="\/xl\/worksheets/g)).toHaveLength(found.length);
      expect(id).toBe(count);
    },
  );

  it('a sheet that grows too large for the container goes on in the next one', async () => {
    const { batches } = watch([[[1, 'x'.repeat(500)]], [[2, 'y']], [[3, 'z']]]);
    const file = await buffer(makeXlsx({ name: 'People', header: ['Id'], batches, bytesPerSheet: 200 }));
    const parts = unpack(file);
    expect(rowsOf(parts['xl/worksheets/sheet1.xml'])).toHaveLength(2);
    expect(rowsOf(parts['xl/worksheets/sheet2.xml']).map(([id]) => id)).toEqual(['Id', '2', '3']);
  });

  it('no text is markup or a formula, and what XML cannot hold is escaped', async () => {
    const texts = ['=1+1', '<b>&', 'a\u0001b', ' x ', '_x0041_', 'half \ud83d', 'line\nbreak'];
    const parts = await write([texts.map((text) => [1, text])]);
    const xml = parts['xl/worksheets/sheet1.xml'] ?? '';
    expect(
      rowsOf(xml)
        .slice(1)
        .map(([, text]) => text),
    ).toEqual(['=1+1', '&lt;b&gt;&amp;', 'a_x0001_b', ' x ', '_x005F_x0041_', 'half \ufffd', 'line\nbreak']);
    expect(xml).not.toContain('<f>');
  });

  it('a cell holds at most 32,767 characters', async () => {
    const parts = await write([[[1, 'x'.repeat(40_000)]]]);
    expect(rowsOf(parts['xl/worksheets/sheet1.xml'])[1]?.[1]).toHaveLength(32_767);
  });

  it('a reader that waits lets nothing pile up, and one that goes away ends the batches', async () => {
    const noise = Array.from(
      { length: 200 },
      (_item, at) => [at, randomBytes(150).toString('base64')] as const,
    );
    const { state, batches } = watch(Array.from({ length: 500 }, () => noise));
    const file = makeXlsx({ name: 'People', header: ['Id'], batches });
    file.read(0);
    await wait(300);
    expect(state.takenCount).toBeLessThan(40);
    file.destroy();
    await expect.poll(() => state.isEnded).toBe(true);
  });

  it('a failure in between is one of the stream', async () => {
    const { batches } = watch([[[1, 'x']], [[2, 'y']]], 1);
    await expect(buffer(makeXlsx({ name: 'People', header: ['Id'], batches }))).rejects.toThrow(
      'connection lost',
    );
  });
});

it.each([
  [5, '5', 5],
  [-1.5, '-1.5', -1.5],
  [123_456_789_012_345, '123456789012345', 123_456_789_012_345],
  [1_234_567_890_123_456, '1234567890123456', '1234567890123456'],
  ['1234567890123456789', '1234567890123456789', '1234567890123456789'],
  ['007', '007', '007'],
  [90, '1m 30s', '1m 30s'],
  [null, '', ''],
])('%j shown as %j is the cell %j', (value, shown, cell) => {
  expect(xlsxCell(value, shown)).toBe(cell);
});
