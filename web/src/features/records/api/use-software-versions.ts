import { api } from '../../../lib/api-client.ts';

export const versionLimit = 12;

/** Versions of a product, those on most assets first. */
export function useSoftwareVersions(softwareId: number) {
  return api.useQuery('get', '/api/records/software/{id}/versions', {
    params: { path: { id: softwareId }, query: { limit: versionLimit } },
  });
}
