import { api } from '../../../lib/api-client.ts';

/** Name of the integration a list is narrowed to. */
export function useIntegrationName(id: string | undefined) {
  return api.useQuery(
    'get',
    '/api/integrations/{id}',
    { params: { path: { id: Number(id) } } },
    { select: (integration) => integration.name, enabled: id !== undefined },
  );
}
