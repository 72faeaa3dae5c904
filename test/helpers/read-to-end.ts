import { type ConnectorDefinition, readStream, type StreamPage } from '../../src/connector-kit/index.ts';
import { type AppError, isAppError } from '../../src/errors.ts';
import { makeHttpSendPort } from './http-send-port.ts';

/** Reads a stream of a simulated vendor to its end, or to the refusal that ends it. */
export async function readToEnd(
  definition: ConnectorDefinition,
  streamId: string,
  vendor: {
    url: string;
    control: {
      makeAuthHeaders(): Record<string, string>;
      formValues(): { settings: Record<string, string>; fields: Record<string, string> };
    };
  },
) {
  const stream = definition.streams.find(({ id }) => id === streamId);
  if (!stream) throw new Error(`no stream ${streamId}`);
  const pages: StreamPage[] = [];
  const headers = vendor.control.makeAuthHeaders();
  let error: AppError | undefined;
  try {
    for await (const page of readStream({
      definition,
      stream,
      scope: { ...vendor.control.formValues(), globals: {} },
      send: makeHttpSendPort(vendor.url, () => headers),
      signal: new AbortController().signal,
    }))
      pages.push(page);
  } catch (err) {
    if (!isAppError(err)) throw err;
    error = err;
  }
  const records = pages.flatMap((page) => page.records) as Record<string, unknown>[];
  return { pages, records, error, software: pages.flatMap((page) => page.software ?? []) };
}
