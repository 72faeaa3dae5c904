import { useQuery } from '@tanstack/react-query';
import { callApi } from '../lib/api-client.ts';
import { queryKeys } from '../lib/query-keys.ts';

/** One integration; asked again every two seconds while a session is open, and now and then for its health. */
export function useIntegration(id: number) {
  return useQuery({
    queryKey: queryKeys.detail('integrations', id),
    queryFn: ({ signal }) => callApi('get', '/api/integrations/{id}', { path: { id }, signal }),
    refetchInterval: (query) => (query.state.data?.openSession ? 2_000 : 10_000),
    staleTime: 0,
  });
}
