import { describe, expect, test } from 'vitest';
import { nativeIdOf } from '../software/resolve-software.ts';
import { gatherSoftware } from './gather-software.ts';
import type { PreparedPage } from './prepare-pages.ts';

let nowMs = 0;
const clock = { monotonicMs: () => nowMs };

function page(assetIds: string[] | undefined, more: Partial<PreparedPage['page']> = {}): PreparedPage {
  const records = assetIds ? [] : [{ id: 1 }];
  return {
    pageCount: 1,
    items: [],
    ...(assetIds ? { software: assetIds.map((assetId) => ({ assetId, titles: [], days: [] })) } : {}),
    page: {
      records,
      cursor: `after ${assetIds?.at(-1) ?? 'records'}`,
      total: undefined,
      isLast: false,
      byteCount: 10,
      isRestarted: false,
      ...more,
    },
  };
}

async function gather(pages: PreparedPage[], fail?: Error) {
  const found: PreparedPage[] = [];
  async function* source() {
    yield* pages;
    if (fail) throw fail;
  }
  let error: unknown;
  try {
    for await (const gathered of gatherSoftware(source(), clock)) found.push(gathered);
  } catch (err) {
    error = err;
  }
  return {
    error,
    found: found.map(({ page: { cursor, byteCount, isLast }, software, pageCount }) => ({
      assets: software?.map(nativeIdOf),
      cursor,
      byteCount,
      pageCount,
      isLast,
    })),
  };
}

describe('pages of installed software', () => {
  test('become one, which ends where the last of them does; records stay pages of their own', async () => {
    const { found } = await gather([
      page(undefined),
      page(['a', 'b']),
      page(['c']),
      page(['d'], { isLast: true, cursor: 'end' }),
    ]);
    expect(found).toEqual([
      { assets: undefined, cursor: 'after records', byteCount: 10, pageCount: 1, isLast: false },
      { assets: ['a', 'b', 'c', 'd'], cursor: 'end', byteCount: 30, pageCount: 3, isLast: true },
    ]);
  });

  test('an asset that comes again, and a query that starts again, begin a new one', async () => {
    const { found } = await gather([
      page(['a']),
      page(['b', 'a']),
      page(['c'], { isRestarted: true }),
      page(['d'], { isLast: true }),
    ]);
    expect(found.map(({ assets }) => assets)).toEqual([['a'], ['b', 'a'], ['c', 'd']]);
  });

  test('a full batch and a slow vendor are not waited for', async () => {
    const many = Array.from({ length: 500 }, (_item, index) => `m${index}`);
    expect((await gather([page(many), page(['x'])])).found.map(({ assets }) => assets?.length)).toEqual([
      500, 1,
    ]);
    const titles = Array.from({ length: 20_000 }, () => ({ name: 'n', version: '', publisher: '' }));
    const large = { ...page(['l']), software: [{ assetId: 'l', titles, days: [] }] };
    expect((await gather([large, page(['x'])])).found.map(({ assets }) => assets)).toEqual([['l'], ['x']]);
    async function* slow() {
      for (const id of ['a', 'b', 'c']) {
        nowMs += 700;
        yield page([id]);
      }
    }
    const found: number[] = [];
    for await (const { pageCount } of gatherSoftware(slow(), clock)) found.push(pageCount);
    expect(found).toEqual([3]);
  });

  test('what came before a failure is handed on first', async () => {
    const { found, error } = await gather([page(['a']), page(['b'])], new Error('the vendor broke off'));
    expect(found.map(({ assets }) => assets)).toEqual([['a', 'b']]);
    expect(error).toMatchObject({ message: 'the vendor broke off' });
  });
});
