import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

export const versionLimit = 12;

/** Versions of a product, those on most assets first. */
export function useSoftwareVersions(softwareId: number) {
  return useQuery({
    queryKey: queryKeys.part('software', softwareId, 'versions'),
    queryFn: ({ signal }) =>
      callApi('get', '/api/records/software/{id}/versions', {
        path: { id: softwareId },
        query: { limit: versionLimit },
        signal,
      }),
  });
}
