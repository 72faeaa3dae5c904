import { api } from '../../../lib/api-client.ts';

/** SaaS accounts that belong to one person. */
export function usePersonAccounts(personId: number) {
  return api.useQuery('get', '/api/records/{object}', {
    params: {
      path: { object: 'saas_accounts' },
      query: { filter: [`personId:eq:${personId}`], sources: 'true', limit: 100 },
    },
  });
}
