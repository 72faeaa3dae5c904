import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

export function useSessionLog(sessionId: number, isLive: boolean) {
  return useQuery({
    queryKey: queryKeys.part('sessions', sessionId, 'log'),
    queryFn: ({ signal }) =>
      callApi('get', '/api/sessions/{id}/log', { path: { id: sessionId }, query: { limit: 1_000 }, signal }),
    refetchInterval: isLive ? 2_000 : false,
  });
}
