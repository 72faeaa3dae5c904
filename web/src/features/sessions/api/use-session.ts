import { api } from '../../../lib/api-client.ts';
import { isOpen } from './session-types.ts';

/** One session; asked again every second while it is open. */
export function useSession(id: number) {
  return api.useQuery(
    'get',
    '/api/sessions/{id}',
    { params: { path: { id } } },
    {
      refetchInterval: (query) => (query.state.data && isOpen(query.state.data) ? 1_000 : false),
      staleTime: 0,
    },
  );
}
