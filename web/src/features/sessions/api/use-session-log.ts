import { api } from '../../../lib/api-client.ts';

export function useSessionLog(sessionId: number, isLive: boolean) {
  return api.useQuery(
    'get',
    '/api/sessions/{id}/log',
    { params: { path: { id: sessionId }, query: { limit: 1_000 } } },
    { refetchInterval: isLive ? 2_000 : false },
  );
}
