/** An export is opened by a double click: its first bytes say which text it is, and no cell is a formula. */
import { describe, expect, test } from 'vitest';
import { assetMapping, makeCaseConnector, peopleMapping, row } from '../helpers/case-connectors.ts';
import { useCaseWorld } from '../helpers/case-world.ts';
import { Reply } from '../helpers/script-vendor.ts';
import persons from './fixtures/b23/people.json' with { type: 'json' };

const people = makeCaseConnector('people');
const assets = makeCaseConnector('assets', { object: 'assets' });
const world = useCaseWorld([people, assets]);

const bom = Buffer.from([0xef, 0xbb, 0xbf]);

async function load(list: readonly object[] = persons) {
  world.vendor.on('GET /rows', list);
  await (await world.integrate(people, 'rows', { mapping: peopleMapping })).run();
}

describe('CSV', () => {
  test('begins with the mark of UTF-8', async () => {
    await load();
    const { body } = await world.download('/api/records/people/export?format=csv');
    expect(body.subarray(0, 3)).toEqual(bom);
    expect(body.toString('utf8')).toContain('Jürgen Müller');
  });

  test('without it where a program reads it', async () => {
    await load();
    const { body } = await world.download('/api/records/people/export?format=csv&bom=false');
    expect(body.subarray(0, 3).toString('latin1')).toBe('Id,');
  });

  test('the mark stands once, also over many batches, and an empty list has it', async () => {
    const empty = await world.download('/api/records/people/export?format=csv');
    expect(empty.body.subarray(0, 3)).toEqual(bom);
    await load(
      Array.from({ length: 3_000 }, (_item, id) => ({ id, email: `p${id}@x.org`, firstName: 'Jürgen' })),
    );
    const { body } = await world.download('/api/records/people/export?format=csv');
    expect(body.indexOf(bom, 3)).toBe(-1);
  });

  test('NDJSON has none', async () => {
    await load();
    const { body } = await world.download('/api/records/people/export?format=ndjson');
    expect(body.subarray(0, 1).toString()).toBe('{');
  });

  test.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(1)',
    '\uff1d1+1',
    '\uff0b1',
    '\uff0d1',
    '\uff20SUM(1)',
    '\t=1',
    '\r=1',
  ])('a cell %j is text', async (firstName) => {
    await load([{ id: 1, email: 'a@x.org', firstName: `${firstName}` }]);
    const { body } = await world.download('/api/records/people/export?format=csv');
    const line = body.toString('utf8').split('\r\n')[1] ?? '';
    expect(line).not.toMatch(/(^|,)"?[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]/);
  });
});

describe('XLSX', () => {
  test('is a workbook with the same rows', async () => {
    await load();
    const { body, contentType } = await world.download('/api/records/people/export?format=xlsx');
    expect(contentType).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(body.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  });

  test('keeps every digit of a long number, as text', async () => {
    const text = '[{"id":1,"serial":"S1","uid":"U1","memory":1234567890123456789}]';
    world.vendor.on('GET /rows', new Reply({ text }));
    const mapping = { rows: [...assetMapping.rows, row('memoryBytes', 'memory')] };
    await (await world.integrate(assets, 'rows', { mapping })).run();
    const { body } = await world.download('/api/records/assets/export?format=xlsx');
    expect(body.length).toBeGreaterThan(0);
    expect(await sheetText(body)).toContain('1234567890123456789');
  });

  /** Every text of the workbook's parts, unpacked. */
  async function sheetText(workbook: Buffer): Promise<string> {
    const { inflateRawSync } = await import('node:zlib');
    let text = '';
    for (
      let at = workbook.indexOf('PK\u0003\u0004');
      at >= 0;
      at = workbook.indexOf('PK\u0003\u0004', at + 4)
    ) {
      const start = at + 30 + workbook.readUInt16LE(at + 26) + workbook.readUInt16LE(at + 28);
      const isPacked = workbook.readUInt16LE(at + 8) === 8;
      const rest = workbook.subarray(start);
      text += isPacked ? inflateRawSync(rest, { finishFlush: 2 }).toString('utf8') : rest.toString('utf8');
    }
    return text;
  }
});
