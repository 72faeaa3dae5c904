/**
 * Paging as pure steps: a state says where a page starts, `next` says where the following one does. A state is
 * JSON-able and kept in the session's checkpoint.
 */

import { type AppError, makeError } from '../../errors.ts';
import { hostOf } from '../../model/host-of.ts';
import { toIdText } from '../../model/id-text.ts';
import { compileTemplate, isTruthy } from '../../templates/compile-template.ts';
import { readPath } from '../ask/read-path.ts';
import { type PreparedRequest, resolveNextUrl } from '../ask/send-port.ts';
import type { Paginator } from '../definition/definition.ts';
import { parseLinks } from './page-links.ts';

export interface PageState {
  kind: Paginator['kind'];
  /** Number of the page within its query, from 1. */
  number: number;
  /** What the vendor needs to find the page: page number, offset, id, cursor or URL. Absent: the beginning. */
  position?: string | number;
  /** Records of the earlier pages, where reading ends at a stated total. */
  passedCount?: number;
  /** Pages without a record in a row before this one. */
  emptyCount?: number;
  /** Of a template paginator: its rendered parameters. */
  params?: Record<string, string>;
}

export interface PageRequest {
  query: Record<string, string>;
  bodyValues: Record<string, string | number>;
  /** Replaces path and query altogether. */
  url?: string;
}

export interface PageAnswer {
  records: readonly unknown[];
  json: unknown;
  headers: Record<string, string | string[]>;
  /** Where the answer came from. */
  url: string;
}

export interface PageWalk {
  first(): PageState;
  request(state: PageState): PageRequest;
  /**
   * undefined = that was the last page.
   * @throws CONNECTOR_NO_PROGRESS, CONNECTOR_PAGE_LIMIT, CONNECTOR_NEXT_URL_REFUSED.
   */
  next(state: PageState, answer: PageAnswer): PageState | undefined;
}

/** Pages without a record in a row, each naming a next one, before that counts as no progress. */
const maxEmptyPages = 100;
/** The same where only the stated total says that there is more: a total may count what is never listed. */
const maxEmptyUnderTotal = 10;

/** @param what the stream in words, for errors. */
export function makePageWalk(paginator: Paginator, what: string): PageWalk {
  const { kind } = paginator;
  const first = (): PageState => ({ kind, number: 1 });
  const stuck = (state: PageState): AppError =>
    makeError('CONNECTOR_NO_PROGRESS', { what, page: state.number });
  const goOn = (
    state: PageState,
    { records }: PageAnswer,
    position: string | number,
    passedCount?: number,
  ): PageState => {
    const emptyCount = records.length === 0 ? (state.emptyCount ?? 0) + 1 : 0;
    if (emptyCount > maxEmptyPages) throw stuck(state);
    return {
      kind,
      number: state.number + 1,
      position,
      ...(passedCount === undefined ? {} : { passedCount }),
      ...(emptyCount === 0 ? {} : { emptyCount }),
    };
  };

  switch (paginator.kind) {
    case 'none':
      return { first, request: () => place(undefined, {}), next: () => undefined };
    case 'page':
      return {
        first: () => ({ ...first(), position: paginator.firstPage }),
        request: (state) =>
          place(paginator, {
            [paginator.pageParam]: state.position ?? paginator.firstPage,
            ...sizeOf(paginator),
          }),
        next: (state, answer) => {
          const passedCount = countPassed(paginator, state, answer);
          return endsCounted(paginator, passedCount, state, answer)
            ? undefined
            : goOn(state, answer, Number(state.position ?? paginator.firstPage) + 1, passedCount);
        },
      };
    case 'offset':
      return {
        first: () => ({ ...first(), position: 0 }),
        request: (state) =>
          place(paginator, {
            [paginator.offsetParam]: state.position ?? 0,
            [paginator.limitParam]: paginator.pageSize,
          }),
        // By what came, not by what was asked for: a vendor that serves smaller pages would lose the rest.
        next: (state, answer) => {
          const passedCount = countPassed(paginator, state, answer);
          const step = answer.records.length || paginator.pageSize;
          return endsCounted(paginator, passedCount, state, answer)
            ? undefined
            : goOn(state, answer, Number(state.position ?? 0) + step, passedCount);
        },
      };
    case 'after_id':
      return {
        first,
        request: (state) => place(paginator, { ...sizeOf(paginator), ...positionOf(paginator.param, state) }),
        next: (state, answer) => {
          const { records } = answer;
          if (endsHere(paginator, records)) return undefined;
          return goOn(
            state,
            answer,
            moveEdge(records, paginator.idPath, 'largest', state) ?? fail(stuck(state)),
          );
        },
      };
    case 'id_window':
      return {
        first,
        request: (state) => place(paginator, { ...sizeOf(paginator), ...positionOf(paginator.param, state) }),
        next: (state, answer) => {
          const { records } = answer;
          if (records.length === 0) return undefined;
          const edge = paginator.direction === 'older' ? 'smallest' : 'largest';
          return goOn(state, answer, moveEdge(records, paginator.idPath, edge, state) ?? fail(stuck(state)));
        },
      };
    case 'cursor':
      return {
        first,
        request: (state) => place(paginator, { ...sizeOf(paginator), ...positionOf(paginator.param, state) }),
        next: (state, answer) => {
          const { records, json } = answer;
          const cursor = findCursor(json, [paginator.cursorPath, ...(paginator.otherCursorPaths ?? [])]);
          // A cursor that keeps its name names no next page; any other one does, whatever this page holds.
          if (cursor === undefined || (paginator.canRepeat && records.length === 0)) return undefined;
          if (!paginator.canRepeat && cursor === state.position) throw stuck(state);
          return goOn(state, answer, cursor);
        },
      };
    case 'link_header':
    case 'next_url':
      return {
        first,
        request: (state) =>
          state.position === undefined
            ? place(undefined, sizeOf(paginator))
            : { ...place(undefined, {}), url: String(state.position) },
        next: (state, answer) => {
          const link =
            paginator.kind === 'next_url'
              ? readPath(answer.json, paginator.path)
              : parseLinks(answer.headers)[paginator.rel];
          if (typeof link !== 'string' || link === '') return undefined;
          const url = resolveNextUrl(link, answer.url);
          if (url === undefined) throw makeForeignUrl(link, answer.url, what);
          if (url === state.position || url === answer.url) throw stuck(state);
          return goOn(state, answer, url);
        },
      };
    case 'template':
      return makeTemplateWalk(paginator, what);
  }
}

function makeTemplateWalk(paginator: Extract<Paginator, { kind: 'template' }>, what: string): PageWalk {
  const stopWhen = compileTemplate(paginator.stopWhen);
  const params = Object.entries(paginator.params).map(
    ([name, source]) => [name, compileTemplate(source)] as const,
  );
  const render = (scope: object) =>
    Object.fromEntries(
      params
        .map(([name, template]) => [name, String(template.evaluate(scope) ?? '')] as const)
        .filter(([, value]) => value !== ''),
    );
  return {
    first: () => ({
      kind: 'template',
      number: 1,
      params: render({ response: undefined, headers: {}, links: {}, page: { number: 1 } }),
    }),
    request: (state) => ({ query: state.params ?? {}, bodyValues: {} }),
    next: (state, { json, headers }) => {
      const answer = { response: json, headers, links: parseLinks(headers) };
      if (isTruthy(stopWhen.evaluate({ ...answer, page: { number: state.number } }))) return undefined;
      const number = state.number + 1;
      if (number > paginator.maxPages)
        throw makeError('CONNECTOR_PAGE_LIMIT', { what, limit: paginator.maxPages });
      return { kind: 'template', number, params: render({ ...answer, page: { number } }) };
    },
  };
}

/** The request of one page: the stream's own request with the paging values in their place. */
export function addPage(prepared: PreparedRequest, page: PageRequest): PreparedRequest {
  if (page.url !== undefined) return { ...prepared, path: page.url, query: {} };
  const request = { ...prepared, query: { ...prepared.query, ...page.query } };
  if (Object.keys(page.bodyValues).length === 0) return request;
  if (prepared.body?.kind === 'form') {
    const values = Object.fromEntries(
      Object.entries(page.bodyValues).map(([key, value]) => [key, String(value)]),
    );
    return { ...request, body: { kind: 'form', values: { ...prepared.body.values, ...values } } };
  }
  const value = { ...(prepared.body?.value as object | undefined), ...page.bodyValues };
  return { ...request, body: { kind: 'json', value } };
}

/** Whole numbers of any size by value, anything else by code unit. */
export function compareIds(left: string, right: string): number {
  if (/^-?\d+$/.test(left) && /^-?\d+$/.test(right)) {
    const [a, b] = [BigInt(left), BigInt(right)];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return left < right ? -1 : left > right ? 1 : 0;
}

function place(
  where: { in?: 'query' | 'body'; asText?: boolean } | undefined,
  values: Record<string, string | number>,
): PageRequest {
  const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  if (where?.in === 'body') return { query: {}, bodyValues: where.asText ? texts : values };
  return { query: texts, bodyValues: {} };
}

function sizeOf(paginator: { sizeParam?: string; pageSize?: number }): Record<string, number> {
  const { sizeParam, pageSize } = paginator;
  return sizeParam === undefined || pageSize === undefined ? {} : { [sizeParam]: pageSize };
}

function positionOf(param: string, state: PageState): Record<string, string | number> {
  return state.position === undefined ? {} : { [param]: state.position };
}

function endsHere(
  paginator: { pageSize: number; shortPageEnds?: boolean },
  records: readonly unknown[],
): boolean {
  return records.length === 0 || (paginator.shortPageEnds === true && records.length < paginator.pageSize);
}

function countPassed(
  { totalPath }: { totalPath?: string },
  { passedCount = 0 }: PageState,
  { records }: PageAnswer,
): number | undefined {
  return totalPath === undefined ? undefined : passedCount + records.length;
}

/**
 * By what came: a vendor may serve smaller pages than asked for. An empty page is the end where no total is stated, or
 * where enough of them came under one that is not reached.
 */
function endsCounted(
  paginator: { pageSize: number; shortPageEnds?: boolean; totalPath?: string },
  passedCount: number | undefined,
  { emptyCount = 0 }: PageState,
  { records, json }: PageAnswer,
): boolean {
  const total = paginator.totalPath === undefined ? undefined : readCount(json, paginator.totalPath);
  if (total === undefined || passedCount === undefined) return endsHere(paginator, records);
  if (passedCount >= total) return true;
  return records.length === 0 ? emptyCount + 1 >= maxEmptyUnderTotal : endsHere(paginator, records);
}

function readCount(json: unknown, path: string): number | undefined {
  const found = readPath(json, path);
  const count = found === '' || found === null ? Number.NaN : Number(found);
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

/**
 * The largest or smallest id of a page, since vendors do not promise an order;
 * undefined when it does not lead beyond the present position.
 */
function moveEdge(
  records: readonly unknown[],
  idPath: string,
  which: 'largest' | 'smallest',
  state: PageState,
): string | undefined {
  const path = compileTemplate(idPath);
  const sign = which === 'largest' ? 1 : -1;
  let edge: string | undefined;
  for (const record of records) {
    const found = typeof record === 'object' && record !== null ? path.evaluate(record) : undefined;
    // As the vendor writes it, not as it is kept: the vendor is asked with it.
    const id = toIdText(found) === undefined ? undefined : String(found);
    if (id === undefined) continue;
    if (edge === undefined || compareIds(id, edge) * sign > 0) edge = id;
  }
  if (edge === undefined || state.position === undefined) return edge;
  return compareIds(edge, String(state.position)) * sign > 0 ? edge : undefined;
}

/** The first path that holds a text or a number; null, objects and empty texts are no cursor. */
function findCursor(json: unknown, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const found = readPath(json, path);
    if (typeof found === 'number' || typeof found === 'bigint') return String(found);
    if (typeof found === 'string' && found !== '') return found;
  }
  return undefined;
}

function makeForeignUrl(link: string, answerUrl: string, what: string): AppError {
  const target = hostOf(link, answerUrl) ?? 'an address that is not valid';
  return makeError('CONNECTOR_NEXT_URL_REFUSED', {
    target,
    what,
    host: hostOf(answerUrl) ?? 'the vendor',
  });
}

function fail(err: AppError): never {
  throw err;
}
