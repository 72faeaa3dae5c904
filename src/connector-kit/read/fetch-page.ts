/** One page of a list: asked for, judged, and its list found. */
import { makeError } from '../../errors.ts';
import { cutText } from '../../model/clean-text.ts';
import { findExcess } from '../../model/measure-json.ts';
import type { ReadLimits } from '../../model/read-limits.ts';
import { fetchAnswer } from '../ask/fetch-answer.ts';
import type { FetchContext } from '../ask/fetch-context.ts';
import { prepareRequest } from '../ask/prepare-request.ts';
import { readPath } from '../ask/read-path.ts';
import type { Paginator, StreamDefinition } from '../definition/definition.ts';
import { findRecords } from './find-records.ts';
import { addPage, type PageAnswer, type PageRequest, type PageState } from './paginator.ts';

export interface FetchedPage extends PageAnswer {
  records: unknown[];
  total: number | undefined;
  /** The same, or the total that only the paging goes by. */
  watchedTotal: number | undefined;
  byteCount: number;
  /** The status of the answer said that there is no such page any more. */
  isEnd: boolean;
}

/** @throws CONNECTOR_*, and whatever the send port throws. */
export async function fetchPage(
  context: FetchContext,
  stream: StreamDefinition,
  { scope, paginator, limits }: { scope: object; paginator: Paginator; limits: ReadLimits },
  pageRequest: PageRequest,
  state: PageState,
): Promise<FetchedPage> {
  const pageScope = { ...scope, page: { number: state.number, position: state.position } };
  const request = addPage(prepareRequest(stream.request, pageScope), pageRequest);
  const what = `stream "${stream.name}", page ${state.number}`;
  const isFirst = state.number === 1;
  // A first page that is not there is no empty list.
  const endStatus = isFirst || paginator.kind === 'none' ? undefined : paginator.endStatus;
  const { verdict, response } = await fetchAnswer(context, request, what, endStatus);
  const { headers, url } = response;
  const byteCount = Buffer.byteLength(response.text);
  if (verdict.kind !== 'ok') {
    const isEnd = verdict.kind === 'end';
    return {
      records: [],
      json: undefined,
      headers,
      url,
      total: undefined,
      watchedTotal: undefined,
      byteCount,
      isEnd,
    };
  }
  const { json } = verdict;
  const total = readTotal(stream, json, headers);
  const counted = 'totalPath' in paginator ? paginator.totalPath : undefined;
  const watchedTotal = total ?? (counted === undefined ? undefined : toTotal(readPath(json, counted)));
  const records = findRecords(json, stream.recordsPath, stream.listShape, { isFirst, total: watchedTotal });
  if (!records) {
    const path = stream.recordsPath === '' ? 'the answer itself' : stream.recordsPath;
    throw makeError('CONNECTOR_RECORDS_MISSING', { what, path, found: describeShape(json) });
  }
  // Records are looked at one by one; what they stand in is taken or refused as a whole.
  const around = { depth: limits.recordDepth, values: limits.answerValues };
  if (findExcess(json, around, records) === 'depth')
    throw makeError('CONNECTOR_ANSWER_TOO_DEEP', { what, limit: limits.recordDepth });
  return { records, json, headers, url, total, watchedTotal, byteCount, isEnd: false };
}

function readTotal(
  stream: StreamDefinition,
  json: unknown,
  headers: PageAnswer['headers'],
): number | undefined {
  const path =
    stream.totalPath ?? (stream.completeness.kind === 'total' ? stream.completeness.path : undefined);
  if (path === undefined) return undefined;
  const header = /^headers\.(.+)$/.exec(path)?.[1]?.toLowerCase();
  const found = header === undefined ? readPath(json, path) : headers[header];
  return toTotal(Array.isArray(found) ? found[0] : found);
}

function toTotal(found: unknown): number | undefined {
  const total = typeof found === 'string' && found.trim() === '' ? Number.NaN : Number(found ?? Number.NaN);
  return Number.isSafeInteger(total) && total >= 0 ? total : undefined;
}

/** What an answer is instead of what was expected, by the names in it. */
export function describeShape(json: unknown): string {
  if (Array.isArray(json)) return 'a list';
  if (typeof json !== 'object' || json === null) return json === null ? 'null' : `a ${typeof json}`;
  const keys = Object.keys(json);
  if (keys.length === 0) return 'an empty object';
  const more = keys.length > 10 ? ` and ${keys.length - 10} more` : '';
  return `the keys ${keys
    .slice(0, 10)
    .map((key) => `"${cutText(key, 60)}"`)
    .join(', ')}${more}`;
}
