/**
 * Reads a stream page by page as its definition says. Knows no vendor and does no I/O of its own: requests leave
 * through the `SendPort`. A stream that fails throws; it never ends early as if it were complete.
 */
import { isAppError, makeError } from '../errors.ts';
import { compileTemplate, renderString } from '../templates/compile-template.ts';
import { classifyResponse } from './classify-response.ts';
import type { ConnectorDefinition, RequestDefinition, StreamDefinition } from './definition.ts';
import { makePageWalk, type PageRequest, type PageState, readPath } from './paginator.ts';
import type { PreparedRequest, SendPort } from './send-port.ts';

export interface ReadScope {
  settings: Record<string, string>;
  fields: Record<string, string>;
  globals: Record<string, unknown>;
}

export interface StreamPage {
  records: unknown[];
  pageNumber: number;
  /** Where the next page starts; stored in the checkpoint. */
  cursor: StreamCursor;
  total: number | undefined;
  isLast: boolean;
  byteCount: number;
  /** The vendor's cursor expired and the query was started again. */
  isRestarted: boolean;
}

export interface StreamCursor {
  state: PageState;
  /** For streams below a parent: position among the parents. */
  parentIndex?: number;
}

export interface ReadStreamOptions {
  definition: ConnectorDefinition;
  stream: StreamDefinition;
  scope: ReadScope;
  send: SendPort;
  startAt?: StreamCursor | undefined;
  /** Stop after this many records. */
  limit?: number | undefined;
  signal: AbortSignal;
}

const maxRestarts = 2;

export async function* readStream(options: ReadStreamOptions): AsyncGenerator<StreamPage> {
  const { stream, definition } = options;
  if (stream.parentStream === undefined) {
    yield* readQuery(options, {}, options.startAt?.state, undefined);
    return;
  }
  const parent = definition.streams.find((found) => found.id === stream.parentStream);
  if (!parent)
    throw makeError('CONNECTOR_DEFINITION_INVALID', {
      path: `streams.${stream.id}.parentStream`,
      problem: `names the unknown stream "${stream.parentStream}"`,
    });
  const parents: unknown[] = [];
  for await (const page of readQuery(
    { ...options, stream: parent, limit: undefined },
    {},
    undefined,
    undefined,
  ))
    parents.push(...page.records);
  const firstIndex = options.startAt?.parentIndex ?? 0;
  let left = options.limit;
  for (let index = firstIndex; index < parents.length; index += 1) {
    const startAt = index === firstIndex ? options.startAt?.state : undefined;
    const isLastParent = index === parents.length - 1;
    for await (const page of readQuery(
      { ...options, limit: left },
      { parent: parents[index] },
      startAt,
      index,
    )) {
      if (left !== undefined) left -= page.records.length;
      const cursor = page.isLast ? { state: { number: 1 }, parentIndex: index + 1 } : page.cursor;
      yield { ...page, cursor, isLast: page.isLast && isLastParent, total: undefined };
      if (left !== undefined && left <= 0) return;
    }
  }
  if (parents.length === 0) {
    yield {
      records: [],
      pageNumber: 1,
      cursor: { state: { number: 1 }, parentIndex: 0 },
      total: 0,
      isLast: true,
      byteCount: 0,
      isRestarted: false,
    };
  }
}

async function* readQuery(
  options: ReadStreamOptions,
  extra: { parent?: unknown },
  startAt: PageState | undefined,
  parentIndex: number | undefined,
): AsyncGenerator<StreamPage> {
  const { stream, definition } = options;
  const what = `stream "${stream.name}"`;
  const walk = makePageWalk(stream.paginator ?? definition.client.paginator, what);
  let state = startAt ?? walk.first();
  let restartCount = 0;
  let isRestarted = false;
  let readCount = 0;
  for (;;) {
    options.signal.throwIfAborted();
    let page: Awaited<ReturnType<typeof fetchPage>>;
    try {
      page = await fetchPage(options, extra, walk.request(state), state);
    } catch (err) {
      if (!isAppError(err) || err.code !== 'CONNECTOR_CURSOR_EXPIRED' || restartCount >= maxRestarts)
        throw err;
      // An expired cursor cannot be continued: the whole query starts again, met records are recognised.
      restartCount += 1;
      isRestarted = true;
      state = walk.first();
      continue;
    }
    let records = page.records;
    if (options.limit !== undefined) records = records.slice(0, options.limit - readCount);
    readCount += records.length;
    if (stream.detail) records = await addDetails(options, extra, records);
    const next = walk.next(state, { records: page.records, json: page.json, headers: page.headers });
    const isLimitReached = options.limit !== undefined && readCount >= options.limit;
    yield {
      records,
      pageNumber: state.number,
      cursor: { state: next ?? state, ...(parentIndex === undefined ? {} : { parentIndex }) },
      total: page.total,
      isLast: next === undefined,
      byteCount: page.byteCount,
      isRestarted,
    };
    isRestarted = false;
    if (next === undefined || isLimitReached) return;
    state = next;
  }
}

async function fetchPage(
  options: ReadStreamOptions,
  extra: { parent?: unknown },
  pageRequest: PageRequest,
  state: PageState,
) {
  const { stream, definition, scope } = options;
  const prepared = prepareRequest(stream.request, {
    ...scope,
    ...extra,
    page: { number: state.number, position: state.position },
  });
  const request: PreparedRequest = { ...prepared, query: { ...prepared.query, ...pageRequest.query } };
  if (pageRequest.url !== undefined) {
    request.path = pageRequest.url;
    request.query = {};
  }
  if (Object.keys(pageRequest.bodyValues).length > 0)
    request.body = addToBody(prepared.body, pageRequest.bodyValues);
  const response = await options.send.send(request, options.signal);
  const what = `stream "${stream.name}", page ${state.number}`;
  const verdict = classifyResponse(definition.client, response, { what, host: hostOf(response.url) });
  const byteCount = Buffer.byteLength(response.text);
  if (verdict.kind === 'empty')
    return { records: [], json: undefined, headers: response.headers, total: undefined, byteCount };
  const found = readPath(verdict.json, stream.recordsPath);
  if (!Array.isArray(found)) {
    throw makeError('CONNECTOR_RECORDS_MISSING', {
      what,
      path: stream.recordsPath === '' ? 'the answer itself' : stream.recordsPath,
      found: keysOf(verdict.json),
    });
  }
  const total = stream.totalPath === undefined ? undefined : Number(readPath(verdict.json, stream.totalPath));
  return {
    records: found as unknown[],
    json: verdict.json,
    headers: response.headers,
    total: Number.isFinite(total) ? total : undefined,
    byteCount,
  };
}

/** One more request per record, a bounded number at a time, in the order of the records. */
async function addDetails(
  options: ReadStreamOptions,
  extra: { parent?: unknown },
  records: readonly unknown[],
): Promise<unknown[]> {
  const { detail } = options.stream;
  if (!detail) return [...records];
  const results = new Array<unknown>(records.length);
  let index = 0;
  const work = async () => {
    while (index < records.length) {
      const mine = index;
      index += 1;
      const item = records[mine];
      const prepared = prepareRequest(detail.request, { ...options.scope, ...extra, item });
      const response = await options.send.send(prepared, options.signal);
      const verdict = classifyResponse(options.definition.client, response, {
        what: `details of a record of stream "${options.stream.name}"`,
        host: hostOf(response.url),
      });
      results[mine] = { ...(item as object), detail: verdict.kind === 'ok' ? verdict.json : null };
    }
  };
  await Promise.all(Array.from({ length: Math.min(detail.maxConcurrent, records.length) }, work));
  return results;
}

/** Fills a request's templates. Values inserted into the path are percent-encoded. */
export function prepareRequest(request: RequestDefinition, scope: object): PreparedRequest {
  const render = (values: Record<string, string> | undefined) =>
    Object.fromEntries(
      Object.entries(values ?? {}).map(([name, value]) => [name, renderString(value, scope)]),
    );
  return {
    method: request.method,
    path: renderString(request.path, scope, encodeURIComponent),
    query: render(request.query),
    headers: render(request.headers),
    ...(request.body
      ? {
          body:
            request.body.kind === 'form'
              ? { kind: 'form' as const, values: render(request.body.values) }
              : { kind: 'json' as const, value: renderDeep(request.body.value, scope) },
        }
      : {}),
  };
}

function renderDeep(value: unknown, scope: object): unknown {
  if (typeof value === 'string') return value.includes('{{') ? compileTemplate(value).evaluate(scope) : value;
  if (Array.isArray(value)) return value.map((item) => renderDeep(item, scope));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, renderDeep(child, scope)]));
  return value;
}

function addToBody(
  body: PreparedRequest['body'],
  values: Record<string, string | number>,
): PreparedRequest['body'] {
  if (body?.kind === 'form')
    return {
      kind: 'form',
      values: {
        ...body.values,
        ...Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)])),
      },
    };
  return { kind: 'json', value: { ...(body?.value as object | undefined), ...values } };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the vendor';
}

function keysOf(json: unknown): string {
  if (Array.isArray(json)) return 'a list';
  if (typeof json !== 'object' || json === null) return 'no object';
  const keys = Object.keys(json).slice(0, 10);
  return keys.length === 0 ? 'an empty object' : `the keys ${keys.join(', ')}`;
}
