import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** How many are shown on the person's page; all of them are in the list of assets. */
export const personAssetLimit = 25;

/** Assets assigned to one person, the latest seen first. */
export function usePersonAssets(personId: number) {
  return useQuery({
    queryKey: queryKeys.part('assets', 'of-person', String(personId)),
    queryFn: ({ signal }) =>
      callApi('get', '/api/records/{object}', {
        path: { object: 'assets' },
        query: { filter: [`assignedTo:eq:${personId}`], sort: ['-lastSeenAt'], limit: personAssetLimit },
        signal,
      }),
  });
}
