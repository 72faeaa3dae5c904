import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counts } from '../../../test/helpers/counts.ts';
import { makeTestDefinition, makeTestPort } from '../../../test/helpers/test-vendor.ts';
import { readStream } from './read-stream.ts';
import type { AssetSoftwareSet, StreamCursor, StreamPage } from './stream-types.ts';

interface Entry {
  deviceId: number;
  name: string;
  version?: string;
}

const assets = [{ id: 1 }, { id: 2 }, { id: 3 }];

function makeVendor(entries: readonly Entry[], pageSize: number, canRepeat = false) {
  const made = makeTestDefinition({
    object: 'assets',
    recordsPath: 'rows',
    paginator: { kind: 'offset', offsetParam: 'offset', limitParam: 'limit', pageSize: 2 },
    noValues: ['--'],
    software: {
      from: 'query',
      request: { method: 'GET', path: '/software' },
      recordsPath: 'results',
      assetIdPath: 'deviceId',
      name: 'name',
      version: 'version',
      paginator: canRepeat
        ? { kind: 'cursor', param: 'cursor', cursorPath: 'cursor', canRepeat: true }
        : { kind: 'offset', offsetParam: 'offset', limitParam: 'limit', pageSize },
    },
  });
  let progress = 0;
  const asked: string[] = [];
  const send = makeTestPort(({ path, query }) => {
    asked.push(`${path} ${query.offset ?? query.cursor ?? 'start'}`);
    if (path === '/rows') {
      const offset = Number(query.offset);
      return { json: { rows: assets.slice(offset, offset + 2) } };
    }
    if (canRepeat && query.cursor === undefined) progress = 0;
    const offset = canRepeat ? progress : Number(query.offset);
    progress = offset + pageSize;
    return { json: { results: entries.slice(offset, offset + pageSize), cursor: 'snapshot' } };
  });
  const read = (startAt?: StreamCursor, limit?: number) =>
    readStream({ ...made, send, startAt, limit, signal: new AbortController().signal });
  return { read, asked };
}

const flatten = (sets: readonly AssetSoftwareSet[]) =>
  sets.map(({ assetId, titles }) => `${assetId}: ${titles.map(({ name }) => name).join(' ')}`);
const softwareOf = (pages: readonly StreamPage[]) => pages.flatMap((page) => page.software ?? []);

async function collect(pages: AsyncGenerator<StreamPage>): Promise<StreamPage[]> {
  const found: StreamPage[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

const entries: Entry[] = [
  { deviceId: 1, name: 'A' },
  { deviceId: 1, name: 'B' },
  { deviceId: 1, name: 'C' },
  { deviceId: 2, name: 'A' },
  { deviceId: 3, name: 'D' },
  { deviceId: 3, name: 'E' },
];

describe('software from a query of its own', () => {
  test('comes after the assets, whole sets only, wherever the pages end', async () => {
    for (const pageSize of [1, 2, 3, 4, 5, 6, 7]) {
      const pages = await collect(makeVendor(entries, pageSize).read());
      expect(pages.flatMap((page) => page.records)).toEqual(assets);
      expect(flatten(softwareOf(pages))).toEqual(['1: A B C', '2: A', '3: D E']);
      expect(pages.map((page) => page.isLast)).toEqual(
        pages.map((_page, index) => index === pages.length - 1),
      );
    }
  });

  test('goes on from every checkpoint without losing or repeating a set', async () => {
    const byPage = fc.array(
      fc.record({ deviceId: fc.integer({ min: 1, max: 4 }), name: fc.constantFrom('A', 'B', 'C') }),
      { maxLength: 14 },
    );
    await fc.assert(
      fc.asyncProperty(
        byPage,
        fc.integer({ min: 1, max: 5 }),
        fc.nat(20),
        async (made, pageSize, stopAfter) => {
          const sorted = made
            .toSorted((left, right) => left.deviceId - right.deviceId)
            .map((entry, index) => ({ ...entry, name: `${entry.name}${index}` }));
          const whole = flatten(softwareOf(await collect(makeVendor(sorted, pageSize).read())));
          const first: StreamPage[] = [];
          for await (const page of makeVendor(sorted, pageSize).read()) {
            first.push(page);
            if (first.length > stopAfter) break;
          }
          const cursor = JSON.parse(JSON.stringify(first.at(-1)?.cursor)) as StreamCursor;
          const rest = await collect(makeVendor(sorted, pageSize).read(cursor));
          expect(flatten(softwareOf([...first, ...rest]))).toEqual(whole);
        },
      ),
      { numRuns: counts(30, 750) },
    );
  });

  test('a cursor that keeps its progress starts the query again and says so', async () => {
    const vendor = makeVendor(entries, 2, true);
    const first: StreamPage[] = [];
    for await (const page of vendor.read()) {
      first.push(page);
      if (softwareOf(first).length > 0) break;
    }
    expect(JSON.stringify(first.at(-1)?.cursor)).not.toContain('carry');
    const rest = await collect(vendor.read(first.at(-1)?.cursor));
    expect(rest[0]?.isRestarted).toBe(true);
    expect(flatten(softwareOf(rest))).toEqual(['1: A B C', '2: A', '3: D E']);
  });

  test('a limited reading asks for one page of it only', async () => {
    const vendor = makeVendor(entries, 2);
    await collect(vendor.read(undefined, 1));
    expect(vendor.asked.filter((line) => line.startsWith('/software'))).toEqual(['/software 0']);
  });

  test('values without meaning are no value, entries without a name or an asset are left out', async () => {
    const odd = [
      { deviceId: 1, name: ' Word ', version: '--' },
      { deviceId: 1, name: '--' },
      { deviceId: undefined as unknown as number, name: 'X' },
    ];
    const sets = softwareOf(await collect(makeVendor(odd, 9).read()));
    expect(sets).toEqual([
      { assetId: '1', titles: [{ name: 'Word', version: '', publisher: '' }], days: [-1] },
    ]);
  });

  test('equal entries share one title, whatever day they were installed', async () => {
    const same = [1, 2].map((deviceId) => ({ deviceId, name: 'Word', version: '2' }));
    const [one, two] = softwareOf(await collect(makeVendor(same, 9).read()));
    expect(one?.titles[0]).toEqual({ name: 'Word', version: '2', publisher: '' });
    expect(one?.titles[0]).toBe(two?.titles[0]);
  });
});

describe('software inside the records', () => {
  const made = makeTestDefinition({
    object: 'assets',
    software: {
      from: 'record',
      path: 'info.apps',
      name: 'n',
      installedAt: 'at',
      dateUnit: 'epoch-milliseconds',
    },
  });
  const read = (records: unknown[]) =>
    collect(
      readStream({
        ...made,
        send: makeTestPort(() => ({ json: records })),
        signal: new AbortController().signal,
      }),
    );

  test('is taken out of them; no list says nothing, an empty one says none', async () => {
    const [page] = await read([
      { id: 1, info: { os: 'x', apps: [{ n: 'A', at: 86_400_000 * 3 + 5 }] } },
      { id: 2, info: { apps: [] } },
      { id: 3, info: {} },
    ]);
    expect(page?.records).toEqual([
      { id: 1, info: { os: 'x' } },
      { id: 2, info: {} },
      { id: 3, info: {} },
    ]);
    expect(page?.software).toEqual([
      { assetId: '1', titles: [{ name: 'A', version: '', publisher: '' }], days: [3] },
      { assetId: '2', titles: [], days: [] },
    ]);
  });

  test.each([
    [0, -1],
    [-1, -1],
    ['2024-02-29', 19_782],
    ['2024-02-29T23:59:59+02:00', 19_782],
    ['never', -1],
    [null, -1],
  ])('an install date %j becomes day %j', async (at, day) => {
    const [page] = await read([{ id: 1, info: { apps: [{ n: 'A', at }] } }]);
    expect(page?.software?.[0]?.days[0]).toBe(day);
  });
});
