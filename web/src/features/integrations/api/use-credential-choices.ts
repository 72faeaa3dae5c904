import { api } from '../../../lib/api-client.ts';

/** Credentials of one connector. */
export function useCredentialChoices(connectorId: string) {
  return api.useQuery(
    'get',
    '/api/credentials',
    { params: { query: { filter: [`connectorId:eq:${connectorId}`], sort: 'name', limit: 200 } } },
    { select: (answer) => answer.items, staleTime: 0 },
  );
}
