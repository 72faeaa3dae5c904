import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import { isOpen } from './session-types.ts';

/** One session; asked again every second while it is open. */
export function useSession(id: number) {
  return useQuery({
    queryKey: queryKeys.detail('sessions', id),
    queryFn: ({ signal }) => callApi('get', '/api/sessions/{id}', { path: { id }, signal }),
    refetchInterval: (query) => (query.state.data && isOpen(query.state.data) ? 1_000 : false),
    staleTime: 0,
  });
}
