import { keepPreviousData } from '@tanstack/react-query';
import { api } from '../lib/api-client.ts';
import type { paths } from '../lib/api-types.generated.ts';

export type ConnectorSearch = NonNullable<paths['/api/connectors']['get']['parameters']['query']>;

/** Connectors that fit search and filters, found by the server, and what the whole catalog can be narrowed by. */
export function useConnectors(search: ConnectorSearch) {
  return api.useQuery(
    'get',
    '/api/connectors',
    { params: { query: search } },
    { placeholderData: keepPreviousData, staleTime: 5 * 60_000 },
  );
}
