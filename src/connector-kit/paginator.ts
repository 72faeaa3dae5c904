/**
 * Paging as pure steps: a state says where a page starts, `next` says where the following one does. A state is
 * JSON-able and kept in the session's checkpoint. Every style is guarded against a vendor that does not move on.
 */
import { makeError } from '../errors.ts';
import { compileTemplate, isTruthy } from '../templates/compile-template.ts';
import type { Paginator } from './definition.ts';

export interface PageState {
  /** Number of the page, from 1. */
  number: number;
  /** What the vendor needs to find the page: page number, offset, id, cursor or URL. */
  position?: string | number;
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
}

export interface PageWalk {
  first(): PageState;
  request(state: PageState): PageRequest;
  /** undefined = that was the last page. Throws CONNECTOR_NO_PROGRESS. */
  next(state: PageState, answer: PageAnswer): PageState | undefined;
}

export function makePageWalk(paginator: Paginator, what: string): PageWalk {
  const stuck = (state: PageState) => makeError('CONNECTOR_NO_PROGRESS', { what, page: state.number });
  const sized = (name: string | undefined, size: number | undefined): Record<string, string> =>
    name !== undefined && size !== undefined ? { [name]: String(size) } : {};
  const place = (
    where: 'query' | 'body' | undefined,
    values: Record<string, string | number>,
  ): PageRequest =>
    where === 'body' ? { query: {}, bodyValues: values } : { query: mapToText(values), bodyValues: {} };

  switch (paginator.kind) {
    case 'none':
      return {
        first: () => ({ number: 1 }),
        request: () => ({ query: {}, bodyValues: {} }),
        next: () => undefined,
      };
    case 'page':
      return {
        first: () => ({ number: 1, position: paginator.firstPage }),
        request: (state) =>
          place(paginator.in, {
            [paginator.pageParam]: state.position ?? paginator.firstPage,
            ...sized(paginator.sizeParam, paginator.pageSize),
          }),
        next: (state, { records }) =>
          records.length < paginator.pageSize
            ? undefined
            : { number: state.number + 1, position: Number(state.position) + 1 },
      };
    case 'offset':
      return {
        first: () => ({ number: 1, position: 0 }),
        request: (state) =>
          place(paginator.in, {
            [paginator.offsetParam]: state.position ?? 0,
            [paginator.limitParam]: paginator.pageSize,
          }),
        next: (state, { records }) =>
          records.length < paginator.pageSize
            ? undefined
            : { number: state.number + 1, position: Number(state.position) + records.length },
      };
    case 'after_id':
      return {
        first: () => ({ number: 1 }),
        request: (state) => ({
          query: {
            ...sized(paginator.sizeParam, paginator.pageSize),
            ...(state.position === undefined ? {} : { [paginator.param]: String(state.position) }),
          },
          bodyValues: {},
        }),
        next: (state, { records }) => {
          if (records.length < paginator.pageSize) return undefined;
          const largest = extremeId(records, paginator.idPath, 'largest');
          if (
            largest === undefined ||
            (state.position !== undefined && compareIds(largest, String(state.position)) <= 0)
          )
            throw stuck(state);
          return { number: state.number + 1, position: largest };
        },
      };
    case 'id_window':
      return {
        first: () => ({ number: 1 }),
        request: (state) => ({
          query: {
            ...sized(paginator.sizeParam, paginator.pageSize),
            ...(state.position === undefined ? {} : { [paginator.param]: String(state.position) }),
          },
          bodyValues: {},
        }),
        next: (state, { records }) => {
          if (records.length === 0) return undefined;
          const isOlder = paginator.direction === 'older';
          const edge = extremeId(records, paginator.idPath, isOlder ? 'smallest' : 'largest');
          if (edge === undefined) throw stuck(state);
          const moved =
            state.position === undefined ? 1 : compareIds(edge, String(state.position)) * (isOlder ? -1 : 1);
          if (moved <= 0) throw stuck(state);
          return { number: state.number + 1, position: edge };
        },
      };
    case 'cursor':
      return {
        first: () => ({ number: 1 }),
        request: (state) => ({
          query: {
            ...sized(paginator.sizeParam, paginator.pageSize),
            ...(state.position === undefined ? {} : { [paginator.param]: String(state.position) }),
          },
          bodyValues: {},
        }),
        next: (state, { records, json }) => {
          const cursor = readPath(json, paginator.cursorPath);
          if (
            records.length === 0 ||
            cursor === undefined ||
            cursor === null ||
            cursor === '' ||
            typeof cursor === 'object'
          )
            return undefined;
          if (!paginator.canRepeat && String(cursor) === String(state.position)) throw stuck(state);
          return { number: state.number + 1, position: String(cursor) };
        },
      };
    case 'link_header':
    case 'next_url':
      return {
        first: () => ({ number: 1 }),
        request: (state) => ({
          query: state.position === undefined ? sized(paginator.sizeParam, paginator.pageSize) : {},
          bodyValues: {},
          ...(state.position === undefined ? {} : { url: String(state.position) }),
        }),
        next: (state, answer) => {
          const url =
            paginator.kind === 'next_url'
              ? readPath(answer.json, paginator.path)
              : findLink(answer.headers, paginator.rel);
          if (typeof url !== 'string' || url === '') return undefined;
          if (url === state.position) throw stuck(state);
          return { number: state.number + 1, position: url };
        },
      };
    case 'template': {
      const stopWhen = compileTemplate(paginator.stopWhen);
      const params = Object.entries(paginator.params).map(([name, source]) => ({
        name,
        template: compileTemplate(source),
      }));
      return {
        first: () => ({ number: 1 }),
        request: (state) => ({
          query:
            state.position === undefined
              ? {}
              : (JSON.parse(String(state.position)) as Record<string, string>),
          bodyValues: {},
        }),
        next: (state, { json, headers }) => {
          const scope = { response: json, headers, links: linksOf(headers), page: { number: state.number } };
          if (isTruthy(stopWhen.evaluate(scope))) return undefined;
          if (state.number >= paginator.maxPages) throw stuck(state);
          const nextScope = { ...scope, page: { number: state.number + 1 } };
          const values = Object.fromEntries(
            params.map(({ name, template }) => [name, String(template.evaluate(nextScope) ?? '')]),
          );
          return { number: state.number + 1, position: JSON.stringify(values) };
        },
      };
    }
  }
}

export function readPath(json: unknown, path: string): unknown {
  if (path === '') return json;
  return typeof json === 'object' && json !== null ? compileTemplate(path).evaluate(json) : undefined;
}

function mapToText(values: Record<string, string | number>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

/** The largest or smallest id of a page: vendors do not promise an order (facts/ninjaone-manageengine.md §1.5). */
function extremeId(
  records: readonly unknown[],
  idPath: string,
  which: 'largest' | 'smallest',
): string | undefined {
  const path = compileTemplate(idPath);
  let found: string | undefined;
  for (const record of records) {
    const id = typeof record === 'object' && record !== null ? path.evaluate(record) : undefined;
    if (id === undefined || id === null) continue;
    const text = String(id);
    const order = found === undefined ? 1 : compareIds(text, found) * (which === 'largest' ? 1 : -1);
    if (order > 0) found = text;
  }
  return found;
}

/** Whole numbers of any size by value, anything else by code unit. */
export function compareIds(left: string, right: string): number {
  if (/^\d+$/.test(left) && /^\d+$/.test(right)) {
    const [a, b] = [BigInt(left), BigInt(right)];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Link header (RFC 8288): rel → URL. */
export function linksOf(headers: Record<string, string | string[]>): Record<string, string> {
  const value = headers['link'];
  const links: Record<string, string> = {};
  for (const match of (Array.isArray(value) ? value.join(', ') : (value ?? '')).matchAll(
    /<([^>]*)>\s*;[^,]*?rel="?([^",;]+)"?/g,
  )) {
    if (match[1] !== undefined && match[2] !== undefined) links[match[2].trim()] = match[1];
  }
  return links;
}

function findLink(headers: Record<string, string | string[]>, rel: string): string | undefined {
  return linksOf(headers)[rel];
}
