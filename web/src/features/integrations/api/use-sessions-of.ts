import { api } from '../../../lib/api-client.ts';
import { useAskEvery } from '../../../lib/change-channel.ts';

/** The latest sessions of an integration, newest first. */
export function useSessionsOf(integrationId: number, isLive: boolean) {
  const askEvery = useAskEvery(2_000, 10_000);
  return api.useQuery(
    'get',
    '/api/sessions',
    { params: { query: { filter: [`integrationId:eq:${integrationId}`], limit: 14 } } },
    { select: (answer) => answer.items, refetchInterval: isLive ? askEvery : false, staleTime: 0 },
  );
}
