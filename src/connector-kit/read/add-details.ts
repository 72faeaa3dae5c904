import { isAppError } from '../../errors.ts';
import { workThrough } from '../../model/work-through.ts';
import { fetchAnswer } from '../ask/fetch-answer.ts';
import type { FetchContext } from '../ask/fetch-context.ts';
import { prepareRequest } from '../ask/prepare-request.ts';
import { readPath } from '../ask/read-path.ts';
import type { RequestDefinition, StreamDefinition } from '../definition/definition.ts';
import { RefusedRecord } from './refused-record.ts';

/** Every page of one record's details; undefined where they cannot be believed. */
type ReadDetailPages = (
  stream: StreamDefinition,
  item: unknown,
  signal: AbortSignal,
) => Promise<{ records: unknown[] } | undefined>;

/**
 * One more request per record (or a few), a bounded number of records at a time, in the order of the records. What is
 * gone by then (404, or a rule that says `empty`) is left out of the record; any other failure fails the page, since
 * records without their details would look as if these had been emptied.
 */
export async function addDetails(
  context: FetchContext,
  stream: StreamDefinition,
  scope: object,
  records: readonly unknown[],
  readPages: ReadDetailPages,
): Promise<unknown[]> {
  const { detail } = stream;
  if (!detail) return [...records];
  const results = [...records];
  await workThrough(records, detail.maxConcurrent, context.signal, async (item, index, signal) => {
    if (item instanceof RefusedRecord) return;
    const inner = { ...context, signal };
    const ask = (request: RequestDefinition) =>
      readAnswer(inner, stream, prepareRequest(request, { ...scope, item }));
    const parts: Record<string, unknown> = {
      detail: await orAbsent(() => (detail.pages ? readPages(stream, item, signal) : ask(detail.request))),
    };
    for (const { as, request, path } of detail.more ?? [])
      parts[as] = readPath(await orAbsent(() => ask(request)), path ?? '');
    results[index] = { ...(item as object), ...dropAbsent(parts) };
  });
  return results;
}

function dropAbsent(parts: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}

async function readAnswer(
  context: FetchContext,
  stream: StreamDefinition,
  request: Parameters<typeof fetchAnswer>[1],
): Promise<unknown> {
  const what = `the details of a record of stream "${stream.name}"`;
  const { verdict } = await fetchAnswer(context, request, what);
  return verdict.kind === 'ok' ? verdict.json : undefined;
}

async function orAbsent(read: () => Promise<unknown>): Promise<unknown> {
  try {
    return await read();
  } catch (err) {
    if (isAppError(err) && err.code === 'CONNECTOR_NOT_AVAILABLE') return undefined;
    throw err;
  }
}
