import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { callApi } from '../lib/api-client.ts';
import { queryKeys } from '../lib/query-keys.ts';

/** The connector catalog, searched by the server. */
export function useConnectors(q: string) {
  return useQuery({
    queryKey: queryKeys.list('connectors', '/api/connectors', { q }),
    queryFn: ({ signal }) => callApi('get', '/api/connectors', { query: q === '' ? {} : { q }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });
}
