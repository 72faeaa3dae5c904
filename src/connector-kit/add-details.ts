import { isAppError } from '../errors.ts';
import type { StreamDefinition } from './definition.ts';
import { type FetchContext, fetchAnswer } from './fetch-answer.ts';
import { prepareRequest } from './prepare-request.ts';

/**
 * One more request per record, a bounded number at a time, in the order of the records. A record that is gone by then
 * (404, or a rule that says `empty`) stays without `detail`; any other failure fails the page, since records without
 * their details would look as if these had been emptied.
 */
export async function addDetails(
  context: FetchContext,
  stream: StreamDefinition,
  scope: object,
  records: readonly unknown[],
): Promise<unknown[]> {
  const { detail } = stream;
  if (!detail) return [...records];
  const results = [...records];
  const stop = new AbortController();
  const inner = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) };
  let next = 0;
  const work = async () => {
    while (next < records.length) {
      const index = next;
      next += 1;
      const item = records[index];
      const request = prepareRequest(detail.request, { ...scope, item });
      const found = await findDetail(inner, request, `the details of a record of stream "${stream.name}"`);
      if (found !== undefined) results[index] = { ...(item as object), detail: found };
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(detail.maxConcurrent, records.length) }, work));
  } catch (err) {
    stop.abort(err);
    throw err;
  }
  return results;
}

async function findDetail(
  context: FetchContext,
  request: Parameters<typeof fetchAnswer>[1],
  what: string,
): Promise<unknown> {
  try {
    const { verdict } = await fetchAnswer(context, request, what);
    return verdict.kind === 'ok' ? verdict.json : undefined;
  } catch (err) {
    if (isAppError(err) && err.code === 'CONNECTOR_NOT_AVAILABLE') return undefined;
    throw err;
  }
}
