import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import type { CatalogSearch } from '../catalog-search.ts';

/** Connectors that fit search and filters, found by the server, and what the whole catalog can be narrowed by. */
export function useCatalog(search: CatalogSearch) {
  return useQuery({
    queryKey: ['connectors', 'list', 'catalog', search],
    queryFn: ({ signal }) => callApi('get', '/api/connectors', { query: search, signal }),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });
}
