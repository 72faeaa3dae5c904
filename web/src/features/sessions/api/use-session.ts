import { isOpen } from '../../../data/session-types.ts';
import { api } from '../../../lib/api-client.ts';
import { useAskEvery } from '../../../lib/change-channel.ts';

/** One session; the server tells how far it is. */
export function useSession(id: number) {
  const askEvery = useAskEvery(1_000, 5_000);
  return api.useQuery(
    'get',
    '/api/sessions/{id}',
    { params: { path: { id } } },
    {
      refetchInterval: (query) => (query.state.data && isOpen(query.state.data) ? askEvery : false),
      staleTime: 0,
    },
  );
}
