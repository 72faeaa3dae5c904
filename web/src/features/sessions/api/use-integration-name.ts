import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** Name of the integration a list is narrowed to. */
export function useIntegrationName(id: string | undefined) {
  return useQuery({
    queryKey: queryKeys.detail('integrations', id ?? ''),
    queryFn: ({ signal }) => callApi('get', '/api/integrations/{id}', { path: { id: Number(id) }, signal }),
    select: (integration) => integration.name,
    enabled: id !== undefined,
  });
}
