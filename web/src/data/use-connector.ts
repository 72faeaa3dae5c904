import { useQuery } from '@tanstack/react-query';
import { callApi } from '../lib/api-client.ts';
import { queryKeys } from '../lib/query-keys.ts';

/** One connector with its authorization types, form fields, scopes and the redirect URL to register at the vendor. */
export function useConnector(id: string | undefined) {
  return useQuery({
    queryKey: queryKeys.detail('connectors', id ?? ''),
    queryFn: ({ signal }) => callApi('get', '/api/connectors/{id}', { path: { id: id ?? '' }, signal }),
    enabled: id !== undefined,
    staleTime: 5 * 60_000,
  });
}
