import { api, type Schema } from '../lib/api-client.ts';
import { useAskEvery } from '../lib/change-channel.ts';

export type Integration = Schema<'Integration'>;

export const integrationQuery = (id: number) =>
  api.queryOptions('get', '/api/integrations/{id}', { params: { path: { id } } });

/** One integration; the server tells when it changes. Asked again now and then for its health, which time changes too. */
export function useIntegration(id: number) {
  const askOpenEvery = useAskEvery(2_000, 10_000);
  const askEvery = useAskEvery(10_000, 60_000);
  return api.useQuery(
    'get',
    '/api/integrations/{id}',
    { params: { path: { id } } },
    { refetchInterval: (query) => (query.state.data?.openSession ? askOpenEvery : askEvery), staleTime: 0 },
  );
}
