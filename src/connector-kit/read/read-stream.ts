/**
 * Reads a stream page by page as its definition says. Knows no vendor and does no I/O of its own: requests leave
 * through the `SendPort`. A stream that fails throws; it never ends early as if it were complete.
 */

import { makeError } from '../../errors.ts';
import { toIdText } from '../../model/id-text.ts';
import { addDiscovered } from '../ask/discover.ts';
import type { StreamDefinition } from '../definition/definition.ts';
import { readLookups } from './join-lookups.ts';
import { findShortfall, joinDoubts, type ReadingDoubts } from './list-watch.ts';
import { makeIdReader, readQuery } from './read-list.ts';
import { readSoftwareQuery, takeSoftware } from './read-software.ts';
import { describeRefused, RefusedRecord } from './refused-record.ts';
import type { ReadStreamOptions, StreamCursor, StreamPage } from './stream-types.ts';

/**
 * @throws CONNECTOR_*, whatever the send port throws, and the signal's reason.
 */
export async function* readStream(options: ReadStreamOptions): AsyncGenerator<StreamPage> {
  const { startAt } = options;
  if (startAt?.state === null && !startAt.software) {
    yield makeEndPage(startAt);
    return;
  }
  const ready = { ...options, scope: await addDiscovered(options) };
  const { software } = ready.stream;
  if (software?.from !== 'query') {
    yield* readRecords(ready);
    return;
  }
  if (!startAt?.software) {
    for await (const page of readRecords(ready))
      yield page.isLast ? { ...page, isLast: false, cursor: { state: null, software: {} } } : page;
  }
  yield* readSoftwareQuery(ready, software);
}

async function* readRecords(options: ReadStreamOptions): AsyncGenerator<StreamPage> {
  const join = await readLookups(options);
  const takeOut = takeSoftware(options.stream);
  for await (const page of readPages(options)) {
    const { records, notes = [] } = join(page.records);
    const all = [...notes, ...(page.notes ?? [])];
    yield takeOut({ ...page, records, ...(all.length > 0 ? { notes: all } : {}) });
  }
}

async function* readPages(options: ReadStreamOptions): AsyncGenerator<StreamPage> {
  const { stream, startAt } = options;
  if (stream.segments) yield* readSegments(options, stream.segments);
  else if (stream.parentStream === undefined) yield* readQuery(options, {}, startAt);
  else yield* readBelowParent(options, getParent(options));
}

async function* readSegments(
  options: ReadStreamOptions,
  segments: NonNullable<StreamDefinition['segments']>,
): AsyncGenerator<StreamPage> {
  const { startAt } = options;
  const found = segments.findIndex(({ id }) => id === startAt?.segment);
  let left = options.limit;
  for (let index = Math.max(found, 0); index < segments.length; index += 1) {
    const { id, ...own } = segments[index] as (typeof segments)[number];
    const stream = { ...options.stream, ...own };
    const isLastSegment = index === segments.length - 1;
    const from = index === found ? startAt : undefined;
    for await (const page of readQuery({ ...options, stream, limit: left }, {}, from)) {
      if (left !== undefined) left -= page.records.length;
      const isLast = page.isLast && isLastSegment;
      const next = segments[index + 1];
      yield {
        ...addShortfall(page, stream),
        isLast,
        // The vendor's total is that of one segment.
        total: undefined,
        cursor:
          page.isLast && next
            ? { state: beginning, segment: next.id }
            : { ...page.cursor, ...(isLast ? {} : { segment: id }) },
      };
      if (left !== undefined && left <= 0) return;
    }
  }
}

/** What a total says of one list among several, the session cannot know from the sum. */
function addShortfall(page: StreamPage, { name, completeness }: StreamDefinition): StreamPage {
  if (!page.isLast || completeness.kind !== 'total' || !page.watch) return page;
  const gap = findShortfall(name, page.watch);
  return gap === undefined ? page : { ...page, doubts: joinDoubts(page.doubts, { records: { gap } }) ?? {} };
}

/** `none` with number 1 is "the beginning" whatever the paginator: only its own states are continued. */
const beginning = { kind: 'none', number: 1 } as const;

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
  const { stream } = options;
  const readId = makeIdReader(parent);
  let left = options.limit;
  let resume = options.startAt;
  let pageStart = resume?.parent?.cursor;
  const parents = readStream({ ...options, stream: parent, limit: undefined, startAt: pageStart });
  // Whose parent was on no page is on none either.
  let doubts: ReadingDoubts | undefined;
  for await (const read of parents) {
    const parentPage = addShortfall(read, parent);
    const records = read.records.filter((record) => !(record instanceof RefusedRecord));
    const refusedCount = read.records.length - records.length;
    doubts = joinDoubts(doubts, parentPage.doubts);
    // Below a parent that is too large nobody can be asked for.
    if (refusedCount > 0)
      doubts = joinDoubts(doubts, { records: { gap: describeRefused(parent.name, refusedCount) } });
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
        const all = joinDoubts(doubts, addShortfall(page, stream).doubts);
        yield {
          ...page,
          isLast,
          ...(all ? { doubts: all } : {}),
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
  yield { ...makeEndPage({ state: null }), ...(doubts ? { doubts } : {}) };
}

function placeBelow(
  page: StreamPage,
  isLast: boolean,
  here: StreamCursor['parent'],
  next: StreamCursor['parent'],
): StreamCursor {
  if (isLast) return { state: null };
  if (page.isLast) return { state: beginning, parent: next };
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
