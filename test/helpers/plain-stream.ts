import type { ConnectorDefinition, StreamDefinition } from '../../src/connector-kit/index.ts';

/** One answer that is a list of records with an `id`; nothing is declared about it. */
export const plainList = {
  recordsPath: '',
  nativeIdPath: 'id',
  noValues: [],
  completeness: { kind: 'end_of_paging' },
  fields: [],
  suggestedMapping: [],
} satisfies Partial<StreamDefinition>;

/** A vendor that is asked in the plainest way. */
export const plainClient = {
  headers: { accept: 'application/json' },
  paginator: { kind: 'none' },
  timeoutMs: 10_000,
  responseRules: [],
} satisfies Partial<ConnectorDefinition['client']>;
