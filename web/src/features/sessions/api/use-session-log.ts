import { api } from '../../../lib/api-client.ts';
import { useAskEvery } from '../../../lib/change-channel.ts';

export function useSessionLog(sessionId: number, isLive: boolean) {
  const askEvery = useAskEvery(2_000, 10_000);
  return api.useQuery(
    'get',
    '/api/sessions/{id}/log',
    { params: { path: { id: sessionId }, query: { limit: 1_000 } } },
    { refetchInterval: isLive ? askEvery : false },
  );
}
