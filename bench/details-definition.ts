import { defineConnector } from '../src/connector-kit/index.ts';

/** How the made-up vendor limits its callers; the same for the definition and for the judgement at the source. */
export const detailsBudget = { requestsPerSecond: 200, burst: 8, maxConcurrent: 8 };
export const listPageSize = 500;

/** A vendor that lists devices without their software: one more request for each. */
export const makeDetailsConnector = () =>
  defineConnector({
    id: 'bench-details',
    name: 'Benchmark with details',
    description: 'Lists devices; the software of each is behind a request of its own.',
    logo: '<svg viewBox="0 0 32 32" xmlns="http://www.w3.org/2000/svg"><rect width="32" height="32"/></svg>',
    categories: ['Benchmark'],
    docsUrl: 'https://example.com/',
    version: '1.0.0',
    settings: [],
    auth: [
      {
        id: 'api-key',
        kind: 'api_key',
        title: 'Key',
        placement: { in: 'header', name: 'x-api-key', value: '{{ fields.key }}' },
        fields: [
          { key: 'url', title: 'URL', help: 'Of the source.', type: 'url', isRequired: true },
          {
            key: 'key',
            title: 'Key',
            help: 'Of the source.',
            type: 'text',
            isRequired: true,
            isSecret: true,
          },
        ],
      },
    ],
    client: {
      baseUrl: '{{ fields.url }}',
      headers: {},
      paginator: {
        kind: 'after_id',
        param: 'after',
        sizeParam: 'size',
        pageSize: listPageSize,
        idPath: 'id',
      },
      rateBudget: detailsBudget,
      timeoutMs: 60_000,
      responseRules: [],
    },
    check: { method: 'GET', path: '/devices', query: { size: '1' } },
    streams: [
      {
        id: 'devices',
        name: 'Benchmark devices',
        description: 'Devices with their software.',
        object: 'assets',
        request: { method: 'GET', path: '/devices' },
        recordsPath: '',
        nativeIdPath: 'id',
        detail: {
          request: { method: 'GET', path: '/devices/{{ item.id }}' },
          maxConcurrent: detailsBudget.maxConcurrent,
        },
        software: {
          from: 'record',
          path: 'detail.software',
          name: 'name',
          version: 'version',
          publisher: 'publisher',
        },
        noValues: [],
        completeness: { kind: 'end_of_paging' },
        fields: [
          { path: 'id', label: 'Id', type: 'number' },
          { path: 'name', label: 'Name', type: 'text' },
          { path: 'serial', label: 'Serial', type: 'text' },
        ],
        suggestedMapping: [
          { source: 'serial', target: 'serialNumber', isSyncKey: true },
          { source: 'name', target: 'deviceName' },
        ],
      },
    ],
  });
