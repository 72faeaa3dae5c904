import { api } from '../../../lib/api-client.ts';

/** How many are shown on the person's page; all of them are in the list of assets. */
export const personAssetLimit = 25;

/** Assets assigned to one person, the latest seen first. */
export function usePersonAssets(personId: number) {
  return api.useQuery('get', '/api/records/{object}', {
    params: {
      path: { object: 'assets' },
      query: { filter: [`assignedTo:eq:${personId}`], sort: ['-lastSeenAt'], limit: personAssetLimit },
    },
  });
}
