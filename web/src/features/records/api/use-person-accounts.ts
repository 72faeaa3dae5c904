import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** SaaS accounts that belong to one person. */
export function usePersonAccounts(personId: number) {
  return useQuery({
    queryKey: queryKeys.part('people', personId, 'accounts'),
    queryFn: ({ signal }) =>
      callApi('get', '/api/records/{object}', {
        path: { object: 'saas_accounts' },
        query: { filter: [`personId:eq:${personId}`], limit: 100 },
        signal,
      }),
  });
}
