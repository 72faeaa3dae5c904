import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** One person with provenance, locks and source records. */
export function usePerson(id: number) {
  return useQuery({
    queryKey: queryKeys.detail('people', id),
    queryFn: ({ signal }) =>
      callApi('get', '/api/records/{object}/{id}', { path: { object: 'people', id }, signal }),
  });
}
