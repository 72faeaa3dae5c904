import { type AppError, isAppError, makeError } from '../../errors.ts';
import { toIdText } from '../../model/id-text.ts';
import { defaultReadLimits } from '../../model/read-limits.ts';
import { followSignal } from '../../model/work-through.ts';
import { compileTemplate } from '../../templates/compile-template.ts';
import type { FetchContext } from '../ask/fetch-context.ts';
import { makeScope } from '../ask/template-scope.ts';
import type { Paginator, StreamDefinition } from '../definition/definition.ts';
import { addDetails } from './add-details.ts';
import { type FetchedPage, fetchPage } from './fetch-page.ts';
import { findShortfall, isFoundByCounting, type ListDoubt, type ListWatch, watchPage } from './list-watch.ts';
import { digestPage, guardPage, type PageGuard } from './page-guard.ts';
import { makePageWalk, type PageAnswer, type PageState, type PageWalk } from './paginator.ts';
import { describeRefused, makeRecordGate, RefusedRecord } from './refused-record.ts';
import { splitRecords } from './split-records.ts';
import type { ReadStreamOptions, StreamCursor, StreamPage } from './stream-types.ts';

const maxRestarts = 3;

/**
 * One query from its first page, or from `startAt`, to its end. `extra` is more template scope (`parent`). With
 * `readsAhead` the next page is asked for while the consumer works on this one.
 */
export async function* readQuery(
  options: ReadStreamOptions,
  extra: { parent?: unknown; item?: unknown },
  startAt: StreamCursor | undefined,
  readsAhead = options.limit === undefined,
): AsyncGenerator<StreamPage> {
  const { stream, definition } = options;
  const what = `stream "${stream.name}"`;
  const paginator = stream.paginator ?? definition.client.paginator;
  const scope = makeScope({ ...options.scope, ...extra });
  const { send, clock, limits = defaultReadLimits } = options;
  const gate = makeRecordGate(limits, stream, makeIdReader(stream));
  const { signal, stop } = followSignal(options.signal);
  const context: FetchContext = { client: definition.client, send, signal, clock, scope };
  const walk = makePageWalk(paginator, what);
  // Details take far longer than a page, which would only grow old meanwhile.
  const mayReadAhead = readsAhead && stream.detail === undefined;
  // What is listed twice on purpose has the same ids twice; only wholly equal pages are suspicious then.
  const idOf = stream.split || stream.mayRepeat ? () => undefined : makeIdReader(stream);

  const beginning = walk.first();
  let state = startAt?.state?.kind === beginning.kind ? startAt.state : beginning;
  let isRestarted = false;
  if (keepsProgress(paginator)) {
    // The vendor may have moved on past pages that were never stored here; only the beginning is safe.
    context.mayAskAgain = false;
    isRestarted = state.position !== undefined;
    state = beginning;
  }
  let guard: PageGuard | undefined = state === beginning ? undefined : startAt?.guard;
  let watch: ListWatch | undefined = state === beginning ? undefined : startAt?.watch;
  const doubt: ListDoubt = watch?.isCounted ? { isCounted: true } : {};
  let restartCount = startAt?.restartCount ?? 0;
  let readCount = 0;
  let asked = stream;
  const alternatives = [...(stream.alternatives ?? [])];
  const askFor = (at: PageState) =>
    fetchPage(context, asked, { scope, paginator, limits }, walk.request(at), at);
  let ahead: Promise<FetchedPage> | undefined;
  try {
    for (;;) {
      let page: FetchedPage | undefined;
      try {
        page = await (ahead ?? askFor(state));
        ahead = undefined;
        alternatives.length = 0;
      } catch (err) {
        ahead = undefined;
        const alternative = isAppError(err) && err.code === 'CONNECTOR_NOT_AVAILABLE' && alternatives.shift();
        if (alternative) {
          asked = { ...asked, ...alternative };
          continue;
        }
        const isExpired = isAppError(err) && err.code === 'CONNECTOR_CURSOR_EXPIRED';
        if (!isExpired || restartCount >= maxRestarts || state.number === 1) throw err;
        // An expired cursor cannot be continued: the whole query starts again, met records are recognised (the ladder
        // of retries in docs/flow.md).
        restartCount += 1;
        isRestarted = true;
        state = walk.first();
        guard = undefined;
        watch = undefined;
        delete doubt.gap;
        continue;
      }
      const ids = page.records.map((record) => toIdText(idOf(record)));
      const step = guardPage(
        guard,
        state.kind === 'none' ? undefined : digestPage(page.records, ids),
        state.number,
      );
      if (step.kind === 'stuck') throw makeError('CONNECTOR_NO_PROGRESS', { what, page: state.number });
      const before = { guard, watch };
      guard = step.guard;
      const { next, refusal } = page.isEnd ? {} : findNext(walk, state, page);
      const watched = watchPage(watch, { number: state.number, ids, total: page.watchedTotal }, paginator);
      watch = watched.watch;
      const change =
        step.kind === 'repeated' ? `page ${state.number} was page ${state.number - 1} again` : watched.change;
      if (change !== undefined)
        doubt.gap ??= `The list "${stream.name}" changed while it was read: ${change}.`;
      const { url } = page;
      if (next && isFoundByCounting(paginator, { from: state, url, next, passedCount: watch.count })) {
        watch.isCounted = true;
        doubt.isCounted = true;
      }
      if (next !== undefined && mayReadAhead) {
        ahead = askFor(next);
        // Its failure is met where the page is awaited; until then it must not count as unhandled.
        ahead.catch(() => undefined);
      }
      if (step.kind === 'new' || next === undefined) {
        const { wanted, isCut } = takeWanted(
          step.kind === 'new' ? page.records : [],
          stream,
          options.limit,
          readCount,
        );
        const { total, byteCount } = page;
        // What a generator's variables hold stays in memory until it goes on: here, while the next page is parsed.
        page = undefined;
        let unreadCount = 0;
        let unreadReason = '';
        const readDetail: Parameters<typeof addDetails>[4] = async (_stream, item, stopSignal) => {
          const detail = await readDetailPages({ ...options, signal: stopSignal }, { ...extra, item });
          if ('records' in detail) return detail;
          unreadCount += 1;
          unreadReason = detail.gap;
          return undefined;
        };
        const records = await addDetails(context, stream, scope, wanted.splice(0).map(gate), readDetail);
        // Details make a record larger.
        if (stream.detail) for (const [index, record] of records.entries()) records[index] = gate(record);
        readCount += records.length;
        yield {
          records,
          pageNumber: state.number,
          // Where the step to the next page is refused, a resumed session asks for this one again.
          cursor: refusal
            ? makeCursor(state, before, restartCount)
            : makeCursor(next, { guard, watch }, restartCount),
          total,
          watch,
          ...(doubt.gap || doubt.isCounted ? { doubts: { records: { ...doubt } } } : {}),
          ...(unreadCount > 0 ? { notes: [describeUnread(stream, unreadCount, unreadReason)] } : {}),
          isLast: next === undefined && !refusal && !isCut,
          byteCount,
          isRestarted,
        };
        isRestarted = false;
      }
      if (options.limit !== undefined && readCount >= options.limit) return;
      // Only now: what came with the page is handed on first.
      if (refusal) throw refusal;
      if (next === undefined) return;
      state = next;
    }
  } finally {
    // Of a consumer that stopped early a page may be on its way.
    stop();
  }
}

/** The step to the next page, or why there is none: a page is good whatever it says about the following one. */
function findNext(
  walk: PageWalk,
  state: PageState,
  page: PageAnswer,
): { next?: PageState | undefined; refusal?: AppError } {
  try {
    return { next: walk.next(state, page) };
  } catch (err) {
    if (!isAppError(err)) throw err;
    return { refusal: err };
  }
}

/**
 * The pages of one record's details, read like a query of its own; once more when they changed meanwhile. `gap` says
 * why they are not whole when they did so again: what is known of the record is better than half a list.
 */
async function readDetailPages(
  options: ReadStreamOptions,
  extra: { parent?: unknown; item?: unknown },
): Promise<{ records: unknown[] } | { gap: string }> {
  const { detail, name } = options.stream;
  if (!detail?.pages) return { records: [] };
  const stream: StreamDefinition = {
    ...bareStream(options.stream),
    name: `${name}: details of a record`,
    request: detail.request,
    ...detail.pages,
    // Entries of a list inside a record need no ids of their own.
    mayRepeat: true,
  };
  // A record with more entries would be refused.
  const maxRecords = (options.limits ?? defaultReadLimits).recordValues;
  for (let attempt = 1; ; attempt += 1) {
    const records: unknown[] = [];
    const take = (page: readonly unknown[]) => {
      for (const record of page) records.push(record);
    };
    const { gap } = await readWholeList({ ...options, stream }, { take, maxRecords }, extra);
    if (gap === undefined) return { records };
    if (attempt === readingsOfList) return { gap };
  }
}

const describeUnread = ({ name }: StreamDefinition, count: number, gap: string): string =>
  `The details of ${count} records of "${name}" could not be read as a whole, so what was known of them stays. ${gap}`;

/** A list that changed while it was read is read so often. */
const readingsOfList = 2;

/**
 * A list that goes with another, from its beginning to its end. Records that are too large are left out of it.
 * @throws CONNECTOR_LIST_TOO_LONG
 */
export async function readWholeList(
  options: ReadStreamOptions,
  { take, maxRecords }: { take(records: readonly unknown[]): void; maxRecords: number },
  extra: { parent?: unknown; item?: unknown } = {},
): Promise<{
  /** Why these were not all there are. */
  gap: string | undefined;
  /** Its pages were counted, and no total would tell that one of its records was on none of them. */
  mayMiss: boolean;
}> {
  const { stream, limits = defaultReadLimits } = options;
  const asked = { ...options, limit: undefined, startAt: undefined };
  const tooLong = (limit: number, unit: string) =>
    makeError('CONNECTOR_LIST_TOO_LONG', { what: `The list "${stream.name}"`, limit, unit });
  let last: StreamPage | undefined;
  let [count, refusedCount] = [0, 0];
  for await (const page of readQuery(asked, extra, undefined)) {
    const records = page.records.splice(0);
    const kept = records.filter((record) => !(record instanceof RefusedRecord));
    refusedCount += records.length - kept.length;
    count += kept.length;
    if (count > maxRecords) throw tooLong(maxRecords, 'records');
    take(kept);
    last = page;
    if (!page.isLast && page.pageNumber >= limits.pages) throw tooLong(limits.pages, 'pages');
  }
  const watch = last?.watch ?? { count: 0 };
  const doubt = last?.doubts?.records;
  const refused = refusedCount > 0 ? describeRefused(stream.name, refusedCount) : undefined;
  return {
    gap: doubt?.gap ?? refused ?? findShortfall(stream.name, watch),
    mayMiss: doubt?.isCounted === true && watch.total === undefined,
  };
}

/** A cursor that stays the same from page to page: how far it is, only the vendor knows. */
function keepsProgress(paginator: Paginator): boolean {
  return paginator.kind === 'cursor' && paginator.canRepeat;
}

function makeCursor(
  next: PageState | undefined,
  { guard, watch }: { guard: PageGuard | undefined; watch: ListWatch | undefined },
  restartCount: number,
): StreamCursor {
  return {
    state: next ?? null,
    ...(next && guard ? { guard } : {}),
    ...(next && watch ? { watch } : {}),
    ...(restartCount === 0 ? {} : { restartCount }),
  };
}

/**
 * The records wanted of a page, in a list of their own, and whether the limit left some out. The page's own list is
 * emptied: somebody may still hold the page while the next one is parsed, and would hold its records with it.
 */
function takeWanted(
  listed: unknown[],
  { split }: StreamDefinition,
  limit: number | undefined,
  readCount: number,
): { wanted: unknown[]; isCut: boolean } {
  const inside = split ? splitRecords(listed, split) : listed.slice();
  listed.length = 0;
  const wanted = limit === undefined ? inside : inside.slice(0, limit - readCount);
  return { wanted, isCut: wanted.length < inside.length };
}

/** A stream's way to ask and answer, without what is done with its records: for lists that belong to one. */
export function bareStream(stream: StreamDefinition): StreamDefinition {
  const {
    paginator: _paginator,
    detail: _detail,
    split: _split,
    segments: _segments,
    alternatives: _alternatives,
    lookups: _lookups,
    software: _software,
    presence: _presence,
    totalPath: _totalPath,
    listShape: _listShape,
    ...rest
  } = stream;
  return { ...rest, completeness: { kind: 'end_of_paging' } };
}

/** Reads the vendor's own id of a record. */
export function makeIdReader(stream: Pick<StreamDefinition, 'nativeIdPath'>): (record: unknown) => unknown {
  const path = compileTemplate(stream.nativeIdPath);
  return (record) => (typeof record === 'object' && record !== null ? path.evaluate(record) : undefined);
}
