import { api } from '../../../lib/api-client.ts';

/** The latest sessions of an integration, newest first. */
export function useSessionsOf(integrationId: number, isLive: boolean) {
  return api.useQuery(
    'get',
    '/api/sessions',
    { params: { query: { filter: [`integrationId:eq:${integrationId}`], limit: 14 } } },
    { select: (answer) => answer.items, refetchInterval: isLive ? 2_000 : false, staleTime: 0 },
  );
}
