/** A made-up vendor for the kit's own tests: a definition, and a port that answers from a function. */

import {
  type ConnectorDefinition,
  defineConnector,
  type Paginator,
  type PreparedRequest,
  type SendPort,
  type StreamDefinition,
} from '../../src/connector-kit/index.ts';
import { plainClient } from './plain-stream.ts';

export interface TestRequest extends PreparedRequest {
  path: string;
}

export interface TestAnswer {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
  url?: string;
}

export function makeTestConnector(): ConnectorDefinition {
  return defineConnector({
    id: 'test-vendor',
    name: 'Test vendor',
    description: 'A vendor for tests.',
    logo: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>',
    categories: ['Test'],
    docsUrl: 'https://vendor.example/docs',
    version: '1.0.0',
    settings: [{ key: 'url', title: 'URL', help: 'Address of the vendor.', type: 'url', isRequired: true }],
    auth: [
      {
        id: 'api-key',
        kind: 'api_key',
        title: 'API key',
        fields: [
          {
            key: 'apiKey',
            title: 'Key',
            help: 'From the profile page.',
            type: 'text',
            isRequired: true,
            isSecret: true,
          },
        ],
        placement: { in: 'header', name: 'x-api-key', value: '{{ fields.apiKey }}' },
      },
    ],
    client: {
      baseUrl: '{{ settings.url }}',
      ...plainClient,
      rateBudget: { requestsPerSecond: 10, burst: 10, maxConcurrent: 4 },
    },
    check: { method: 'GET', path: '/me' },
    streams: [
      {
        id: 'rows',
        name: 'Test rows',
        description: 'Rows.',
        object: 'people',
        request: { method: 'GET', path: '/rows' },
        recordsPath: '',
        nativeIdPath: 'id',
        noValues: [],
        completeness: { kind: 'end_of_paging' },
        fields: [
          { path: 'id', label: 'Id', type: 'number' },
          { path: 'email', label: 'Email', type: 'text' },
        ],
        suggestedMapping: [
          { source: 'email', target: 'email', isSyncKey: true },
          { source: 'id', target: 'externalId' },
        ],
      },
    ],
  });
}

/** Definition, its stream with the given changes, and a scope: everything `readStream` needs but a port. */
export function makeTestDefinition(change: Partial<StreamDefinition> & { paginator?: Paginator }): {
  definition: ConnectorDefinition;
  stream: StreamDefinition;
  scope: {
    settings: Record<string, string>;
    fields: Record<string, string>;
    globals: Record<string, Record<string, string>>;
  };
} {
  const definition = makeTestConnector();
  const stream: StreamDefinition = { ...(definition.streams[0] as StreamDefinition), ...change };
  return {
    definition: { ...definition, streams: [stream] },
    stream,
    scope: { settings: { url: 'https://vendor.example' }, fields: {}, globals: {} },
  };
}

/** Answers every request from the function; query parameters of a followed link are read from its address. */
export function makeTestPort(answer: (request: TestRequest) => TestAnswer | Promise<TestAnswer>): SendPort {
  return {
    async send(request, signal) {
      signal?.throwIfAborted();
      const url = new URL(request.path, 'https://vendor.example');
      const query = { ...Object.fromEntries(url.searchParams), ...request.query };
      for (const [name, value] of Object.entries(request.query)) url.searchParams.set(name, value);
      const given = await answer({ ...request, path: url.pathname, query });
      return {
        status: given.status ?? 200,
        headers: { 'content-type': 'application/json', ...given.headers },
        text: given.text ?? (given.json === undefined ? '' : JSON.stringify(given.json)),
        url: given.url ?? url.href,
      };
    },
  };
}
