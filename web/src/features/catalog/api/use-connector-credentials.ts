import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';

/** The first few credentials of a connector, and how many there are. */
export function useConnectorCredentials(connectorId: string) {
  return useQuery({
    // Below `credentials`, so that every change of a credential refreshes it.
    queryKey: ['credentials', 'list', 'of-connector', connectorId],
    queryFn: ({ signal }) =>
      callApi('get', '/api/credentials', {
        query: { filter: [`connectorId:eq:${connectorId}`], sort: 'name', limit: 8 },
        signal,
      }),
  });
}
