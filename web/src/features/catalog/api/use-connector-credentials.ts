import { api } from '../../../lib/api-client.ts';

/** The first few credentials of a connector, and how many there are. */
export function useConnectorCredentials(connectorId: string) {
  return api.useQuery('get', '/api/credentials', {
    params: { query: { filter: [`connectorId:eq:${connectorId}`], sort: 'name', limit: 8 } },
  });
}
