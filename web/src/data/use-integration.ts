import { api, type Schema } from '../lib/api-client.ts';

export type Integration = Schema<'Integration'>;

export const integrationQuery = (id: number) =>
  api.queryOptions('get', '/api/integrations/{id}', { params: { path: { id } } });

/** One integration; asked again every two seconds while a session is open, and now and then for its health. */
export function useIntegration(id: number) {
  return api.useQuery(
    'get',
    '/api/integrations/{id}',
    { params: { path: { id } } },
    { refetchInterval: (query) => (query.state.data?.openSession ? 2_000 : 10_000), staleTime: 0 },
  );
}
