/**
 * Reads a stream page by page as its definition says. Knows no vendor and does no I/O of its own: requests leave
 * through the `SendPort`. A stream that fails throws; it never ends early as if it were complete.
 */

import { makeError } from '../errors.ts';
import type { StreamDefinition } from './definition.ts';
import { makeIdReader, readQuery } from './read-query.ts';
import type { ReadStreamOptions, StreamCursor, StreamPage } from './stream-types.ts';

/**
 * @throws CONNECTOR_*, whatever the send port throws, and the signal's reason.
 */
export async function* readStream(options: ReadStreamOptions): AsyncGenerator<StreamPage> {
  const { startAt, stream } = options;
  if (startAt?.state === null) {
    yield makeEndPage(startAt);
    return;
  }
  if (stream.parentStream === undefined) yield* readQuery(options, {}, startAt);
  else yield* readBelowParent(options, getParent(options));
}

function getParent({ definition, stream }: ReadStreamOptions): StreamDefinition {
  const parent = definition.streams.find((found) => found.id === stream.parentStream);
  if (parent) return parent;
  throw makeError('CONNECTOR_DEFINITION_INVALID', {
    path: `streams.${stream.id}.parentStream`,
    problem: `there is no stream "${stream.parentStream}"`,
  });
}

async function* readBelowParent(
  options: ReadStreamOptions,
  parent: StreamDefinition,
): AsyncGenerator<StreamPage> {
  const readId = makeIdReader(parent);
  let left = options.limit;
  let resume = options.startAt;
  let pageStart = resume?.parent?.cursor;
  const parents = readStream({ ...options, stream: parent, limit: undefined, startAt: pageStart });
  for await (const parentPage of parents) {
    const { records } = parentPage;
    const idOf = (index: number) => toIdText(readId(records[index]));
    const at = (index: number): StreamCursor['parent'] => ({
      index,
      ...(pageStart ? { cursor: pageStart } : {}),
      ...(idOf(index) === undefined ? {} : { id: idOf(index) }),
    });
    const start = findStart(resume, records, idOf);
    for (let index = start.index; index < records.length; index += 1) {
      const isLastParent = parentPage.isLast && index === records.length - 1;
      const startAt = index === start.index ? start.cursor : undefined;
      for await (const page of readQuery({ ...options, limit: left }, { parent: records[index] }, startAt)) {
        if (left !== undefined) left -= page.records.length;
        const isLast = page.isLast && isLastParent;
        yield {
          ...page,
          isLast,
          total: undefined,
          cursor: placeBelow(page, isLast, at(index), after(index)),
        };
        if (isLast || (left !== undefined && left <= 0)) return;
      }
    }
    function after(index: number): StreamCursor['parent'] {
      if (index + 1 < records.length) return at(index + 1);
      return { index: 0, cursor: parentPage.cursor };
    }
    resume = undefined;
    pageStart = parentPage.cursor;
  }
  yield makeEndPage({ state: null });
}

function placeBelow(
  page: StreamPage,
  isLast: boolean,
  here: StreamCursor['parent'],
  next: StreamCursor['parent'],
): StreamCursor {
  if (isLast) return { state: null };
  // `none` with number 1 is "the beginning" whatever the paginator: only its own states are continued.
  if (page.isLast) return { state: { kind: 'none', number: 1 }, parent: next };
  return { ...page.cursor, parent: here };
}

/**
 * The parent a resumed session goes on with. Parents may have come or gone meanwhile, so it is found by its id; when
 * it is not there any more the page of parents is walked again from its start, and met records are recognised.
 */
function findStart(
  resume: StreamCursor | undefined,
  records: readonly unknown[],
  idOf: (index: number) => string | undefined,
): { index: number; cursor: StreamCursor | undefined } {
  const wanted = resume?.parent;
  if (!wanted || (wanted.index === 0 && wanted.id === undefined)) return { index: 0, cursor: undefined };
  const index =
    wanted.id === undefined ? wanted.index : records.findIndex((_record, at) => idOf(at) === wanted.id);
  return index === -1 || index >= records.length
    ? { index: 0, cursor: undefined }
    : { index, cursor: resume };
}

function toIdText(id: unknown): string | undefined {
  return id === undefined || id === null || id === '' ? undefined : String(id);
}

function makeEndPage(cursor: StreamCursor): StreamPage {
  return {
    records: [],
    pageNumber: 1,
    cursor,
    total: undefined,
    isLast: true,
    byteCount: 0,
    isRestarted: false,
  };
}
