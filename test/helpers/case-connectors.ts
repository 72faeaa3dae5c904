/** Connectors and mappings of the cases: real ones that sign in with a key, and made-up ones. */

import type { ConnectorDefinition, StreamDefinition } from '../../src/connector-kit/index.ts';
import type { Mapping, MappingRow } from '../../src/mapping/mapping-types.ts';
import { plainClient, plainList } from './plain-stream.ts';

/**
 * A connector that signs in with a key instead of its own way, at whatever address the test says: what it reads, how it
 * pages and what it proposes stay its own.
 */
export function withKey(definition: ConnectorDefinition, change: Partial<ConnectorDefinition> = {}) {
  const fields = new Map(
    definition.auth
      .flatMap((method) => method.fields)
      .filter(({ isSecret }) => !isSecret)
      .map((field) => [field.key, { ...field, isRequired: false }]),
  );
  fields.set('apiKey', {
    key: 'apiKey',
    title: 'Key',
    help: '',
    type: 'text',
    isRequired: true,
    isSecret: true,
  });
  return {
    ...definition,
    auth: [
      {
        id: 'key',
        kind: 'api_key',
        title: 'Key',
        fields: [...fields.values()],
        placement: { in: 'header', name: 'x-api-key', value: '{{ fields.apiKey }}' },
      },
    ],
    check: { method: 'GET', path: '/check' },
    ...change,
  } satisfies ConnectorDefinition;
}

export const row = (target: string, path = target, change: Partial<MappingRow> = {}): MappingRow => ({
  target,
  source: { kind: 'path', path },
  writeRule: 'always',
  ...change,
});

export const literal = (target: string, value: string): MappingRow => ({
  target,
  source: { kind: 'literal', value },
  writeRule: 'always',
});

/** What a person gets who accepts every proposal of the connector. */
export function proposedMapping(stream: StreamDefinition): Mapping {
  let syncKeyPriority = 0;
  const rows = stream.suggestedMapping.map(({ source, target, isSyncKey }) => {
    if (isSyncKey) syncKeyPriority += 1;
    return row(target, source, isSyncKey ? { syncKeyPriority } : {});
  });
  if (stream.object === 'people') rows.push(literal('role', 'Employee'));
  return {
    rows,
    ...(stream.suggestedCondition === undefined ? {} : { condition: stream.suggestedCondition }),
  };
}

/** A made-up vendor with one stream; what is given replaces what it has by default. */
export function makeCaseConnector(
  id: string,
  change: Partial<StreamDefinition> = {},
  client: Partial<ConnectorDefinition['client']> = {},
): ConnectorDefinition {
  return {
    id,
    name: id,
    description: 'A vendor of a test.',
    logo: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>',
    categories: ['Test'],
    docsUrl: 'https://vendor.example/docs',
    version: '1.0.0',
    settings: [],
    auth: [
      {
        id: 'key',
        kind: 'api_key',
        title: 'Key',
        fields: [
          { key: 'url', title: 'URL', help: '', type: 'url', isRequired: true },
          { key: 'apiKey', title: 'Key', help: '', type: 'text', isRequired: true, isSecret: true },
        ],
        placement: { in: 'header', name: 'x-api-key', value: '{{ fields.apiKey }}' },
      },
    ],
    client: {
      baseUrl: '{{ fields.url }}',
      ...plainClient,
      rateBudget: { requestsPerSecond: 1_000, burst: 1_000, maxConcurrent: 4 },
      ...client,
    },
    check: { method: 'GET', path: '/check' },
    streams: [
      {
        id: 'rows',
        name: 'Rows',
        description: 'Rows of a test.',
        object: 'people',
        request: { method: 'GET', path: '/rows' },
        ...plainList,
        ...change,
      },
    ],
  };
}

/** People found by their e-mail address, which is their username too. */
export const peopleMapping: Mapping = {
  rows: [
    row('email', 'email', { syncKeyPriority: 1 }),
    row('username', 'email'),
    row('firstName'),
    row('lastName'),
    row('isActive', 'enabled'),
    literal('role', 'Employee'),
  ],
};

/** Assets found by serial number, else by the vendor's id. */
export const assetMapping: Mapping = {
  rows: [
    row('serialNumber', 'serial', { syncKeyPriority: 1 }),
    row('externalId', 'uid', { syncKeyPriority: 2 }),
    row('deviceName', 'name'),
  ],
};
