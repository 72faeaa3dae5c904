import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';

/** Credentials of one connector. */
export function useCredentialChoices(connectorId: string) {
  return useQuery({
    queryKey: ['credentials', 'list', 'choices', connectorId],
    queryFn: ({ signal }) =>
      callApi('get', '/api/credentials', {
        query: { filter: [`connectorId:eq:${connectorId}`], sort: 'name', limit: 200 },
        signal,
      }),
    select: (answer) => answer.items,
    staleTime: 0,
  });
}
