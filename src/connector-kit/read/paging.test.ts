import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counts } from '../../../test/helpers/counts.ts';
import { makeTestDefinition, makeTestPort, type TestRequest } from '../../../test/helpers/test-vendor.ts';
import type { Paginator } from '../definition/definition.ts';
import { readStream } from './read-stream.ts';
import type { StreamCursor, StreamPage } from './stream-types.ts';

interface Row {
  id: number;
}

interface Style {
  paginator(pageSize: number): Paginator;
  /** A vendor with these rows that serves at most `cap` rows a page, whatever is asked for. */
  answer(
    rows: readonly Row[],
    request: TestRequest,
    cap: number,
  ): { json: unknown; headers?: Record<string, string> };
  /** A resumed reading starts again (server-side cursors). */
  restartsOnResume?: boolean;
}

const size = (request: TestRequest, name: string, cap: number) => Math.min(Number(request.query[name]), cap);

const styles: Record<string, Style> = {
  page: {
    paginator: (pageSize) => ({ kind: 'page', pageParam: 'page', sizeParam: 'size', pageSize, firstPage: 1 }),
    answer: (rows, request, cap) => {
      // A smaller page is served throughout, so that page numbers still line up.
      const count = size(request, 'size', cap);
      const start = (Number(request.query.page) - 1) * count;
      return { json: { rows: rows.slice(start, start + count), total: rows.length } };
    },
  },
  offset: {
    paginator: (pageSize) => ({ kind: 'offset', offsetParam: 'offset', limitParam: 'limit', pageSize }),
    answer: (rows, request, cap) => {
      const start = Number(request.query.offset);
      return { json: { rows: rows.slice(start, start + size(request, 'limit', cap)), total: rows.length } };
    },
  },
  'page, to a stated total': {
    paginator: (pageSize) => ({
      kind: 'page',
      pageParam: 'page',
      sizeParam: 'size',
      pageSize,
      firstPage: 1,
      totalPath: 'total',
    }),
    answer: (rows, request, cap) => {
      const count = size(request, 'size', cap);
      const start = (Number(request.query.page) - 1) * count;
      return { json: { rows: rows.slice(start, start + count), total: String(rows.length) } };
    },
  },
  'after-id': {
    paginator: (pageSize) => ({
      kind: 'after_id',
      param: 'after',
      sizeParam: 'size',
      pageSize,
      idPath: 'id',
    }),
    answer: (rows, request, cap) => {
      const after = Number(request.query.after ?? 0);
      const found = rows.filter((row) => row.id > after).slice(0, size(request, 'size', cap));
      // Unsorted within the page: the largest id counts, not the last.
      return { json: { rows: found.reverse() } };
    },
  },
  'id-window': {
    paginator: (pageSize) => ({
      kind: 'id_window',
      param: 'olderThan',
      sizeParam: 'size',
      pageSize,
      idPath: 'id',
      direction: 'older',
    }),
    answer: (rows, request, cap) => {
      const older = Number(request.query.olderThan ?? Number.POSITIVE_INFINITY);
      return { json: { rows: rows.filter((row) => row.id < older).slice(-size(request, 'size', cap)) } };
    },
  },
  cursor: {
    paginator: (pageSize) => ({
      kind: 'cursor',
      param: 'cursor',
      cursorPath: 'next.name',
      otherCursorPaths: ['next'],
      sizeParam: 'size',
      pageSize,
      canRepeat: false,
    }),
    answer: (rows, request, cap) => {
      const start = Number(request.query.cursor ?? 0);
      const end = start + size(request, 'size', cap);
      // As met in the wild: an object, a text, null or nothing.
      const next =
        end < rows.length
          ? start % 2 === 0
            ? { name: `${end}` }
            : `${end}`
          : start % 2 === 0
            ? null
            : undefined;
      return { json: { rows: rows.slice(start, end), next } };
    },
  },
  'link header': {
    paginator: (pageSize) => ({ kind: 'link_header', rel: 'next', sizeParam: 'size', pageSize }),
    answer: (rows, request, cap) => {
      const start = Number(request.query.start ?? 0);
      const count = size(request, 'size', cap);
      const link =
        start + count < rows.length
          ? `<https://vendor.example/rows?size=${request.query.size}&start=${start + count}>; rel="next", </rows>; rel=first`
          : '<None>; rel="next"';
      return { json: { rows: rows.slice(start, start + count) }, headers: { link } };
    },
  },
  'next URL': {
    paginator: (pageSize) => ({ kind: 'next_url', path: 'links.next', sizeParam: 'size', pageSize }),
    answer: (rows, request, cap) => {
      const start = Number(request.query.start ?? 0);
      const count = size(request, 'size', cap);
      const next =
        start + count < rows.length ? `/rows?size=${request.query.size}&start=${start + count}` : null;
      return { json: { rows: rows.slice(start, start + count), links: { next } } };
    },
  },
  template: {
    paginator: (pageSize) => ({
      kind: 'template',
      stopWhen: 'not response.more',
      params: { start: '{{ response.end }}', size: `{{ ${pageSize} }}`, nr: 'page.number' },
      maxPages: 10_000,
    }),
    answer: (rows, request, cap) => {
      const start = Number(request.query.start ?? 0);
      const end = start + size(request, 'size', cap);
      return { json: { rows: rows.slice(start, end), more: end < rows.length, end } };
    },
  },
};

/** Strictly growing, with gaps of any width. */
const rowsOf = fc
  .uniqueArray(fc.integer({ min: 1, max: 2_000_000_000 }), { maxLength: 60 })
  .map((ids) => ids.sort((a, b) => a - b).map((id): Row => ({ id })));

async function collect(pages: AsyncGenerator<StreamPage>): Promise<StreamPage[]> {
  const all: StreamPage[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const idsOf = (pages: readonly StreamPage[]) =>
  pages.flatMap((page) => page.records.map((row) => (row as Row).id));

describe.each(Object.entries(styles))('paging by %s', (_name, style) => {
  const open = (rows: readonly Row[], pageSize: number, cap: number, startAt?: StreamCursor) => {
    const definition = makeTestDefinition({ paginator: style.paginator(pageSize), recordsPath: 'rows' });
    const send = makeTestPort((request) => style.answer(rows, request, cap));
    return readStream({ ...definition, send, signal: new AbortController().signal, startAt });
  };

  test('gives every record exactly once and says when it is done', async () => {
    await fc.assert(
      fc.asyncProperty(
        rowsOf,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        async (rows, pageSize, cap) => {
          const pages = await collect(open(rows, pageSize, cap));
          expect(idsOf(pages).sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id));
          expect(pages.map(({ isLast }) => isLast)).toEqual(
            pages.map((_page, index) => index === pages.length - 1),
          );
        },
      ),
      { numRuns: counts(20, 300) },
    );
  });

  test('ends well when the last page is exactly full', async () => {
    const rows = Array.from({ length: 30 }, (_item, index) => ({ id: 10 + index * 3 }));
    const pages = await collect(open(rows, 10, 10));
    expect(idsOf(pages).sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id));
    expect(pages.at(-1)?.isLast).toBe(true);
  });

  test('goes on from the cursor of any page', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, fc.integer({ min: 1, max: 9 }), fc.nat(), async (rows, pageSize, stopAt) => {
        const before: StreamPage[] = [];
        const wanted = stopAt % (Math.ceil(rows.length / pageSize) + 1);
        for await (const page of open(rows, pageSize, pageSize)) {
          before.push(page);
          if (before.length > wanted || page.isLast) break;
        }
        const cursor = JSON.parse(JSON.stringify(before.at(-1)?.cursor)) as StreamCursor;
        const after = await collect(open(rows, pageSize, pageSize, cursor));
        expect([...idsOf(before), ...idsOf(after)].sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id));
        expect(after.at(-1)?.isLast).toBe(true);
      }),
      { numRuns: counts(20, 300) },
    );
  });

  test('stops after the limit without claiming the end', async () => {
    const rows = Array.from({ length: 25 }, (_item, index) => ({ id: index + 1 }));
    const definition = makeTestDefinition({ paginator: style.paginator(10), recordsPath: 'rows' });
    const send = makeTestPort((request) => style.answer(rows, request, 10));
    const pages = await collect(
      readStream({ ...definition, send, signal: new AbortController().signal, limit: 13 }),
    );
    expect(idsOf(pages)).toHaveLength(13);
    expect(pages.some(({ isLast }) => isLast)).toBe(false);
  });
});

describe('rows that come and go while reading', () => {
  test('rows added or removed between two pages lose none of those that stay', async () => {
    await fc.assert(
      fc.asyncProperty(
        rowsOf,
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.integer({ min: -3, max: 3 })),
        async (rows, pageSize, edits) => {
          const style = styles['after-id'] as Style;
          let now = [...rows];
          const removed = new Set<number>();
          let budget = 20;
          let newId = 2_000_000_001;
          const definition = makeTestDefinition({
            paginator: style.paginator(pageSize),
            recordsPath: 'rows',
          });
          const send = makeTestPort((request) => {
            const answer = style.answer(now, request, pageSize);
            const edit = budget > 0 ? (edits.next().value ?? 0) : 0;
            budget -= 1;
            if (edit < 0) for (const row of now.splice(0, -edit)) removed.add(row.id);
            else now = [...now, ...Array.from({ length: edit }, () => ({ id: newId++ }))];
            return answer;
          });
          const ids = idsOf(
            await collect(readStream({ ...definition, send, signal: new AbortController().signal })),
          );
          expect(new Set(ids).size).toBe(ids.length);
          for (const { id } of rows) if (!removed.has(id)) expect(ids).toContain(id);
        },
      ),
      { numRuns: counts(20, 400) },
    );
  });

  test.each(['page', 'offset'] as const)('%s: a stated total spares the empty page', async (kind) => {
    const rows = Array.from({ length: 30 }, (_item, index) => ({ id: index + 1 }));
    const style = styles[kind] as Style;
    const read = async (totalPath: string) => {
      let count = 0;
      const paginator = { ...style.paginator(10), totalPath } as Paginator;
      const send = makeTestPort((request) => {
        count += 1;
        return style.answer(rows, request, 10);
      });
      const definition = makeTestDefinition({ paginator, recordsPath: 'rows' });
      const options = { ...definition, send, signal: new AbortController().signal };
      return { ids: idsOf(await collect(readStream(options))), count };
    };
    const [first, ...rest] = [await read('total'), await read('absent')];
    expect(first).toEqual({ ids: rows.map(({ id }) => id), count: 3 });
    expect(rest[0]).toEqual({ ids: rows.map(({ id }) => id), count: 4 });
  });

  test('the total of every page is passed on, from the body or a header', async () => {
    const rows = [{ id: 1 }, { id: 2 }, { id: 3 }];
    const style = styles.offset as Style;
    const inBody = makeTestDefinition({
      paginator: style.paginator(2),
      recordsPath: 'rows',
      totalPath: 'total',
    });
    let total = 3;
    const send = makeTestPort((request) => {
      const { json } = style.answer(rows, request, 9);
      total += 1;
      return { json: { ...(json as object), total }, headers: { 'x-total-count': `${total * 10}` } };
    });
    const options = { send, signal: new AbortController().signal };
    expect((await collect(readStream({ ...inBody, ...options }))).map((page) => page.total)).toEqual([
      4, 5, 6,
    ]);
    const inHeader = makeTestDefinition({
      paginator: style.paginator(2),
      recordsPath: 'rows',
      totalPath: 'headers.X-Total-Count',
    });
    expect((await collect(readStream({ ...inHeader, ...options }))).map((page) => page.total)).toEqual([
      70, 80, 90,
    ]);
  });
});
