import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** Fields of People, custom ones last. */
export function usePeopleFields() {
  return useQuery({
    queryKey: queryKeys.detail('objects', 'people'),
    queryFn: ({ signal }) =>
      callApi('get', '/api/objects/{object}', {
        path: { object: 'people' },
        signal,
      }),
    select: (object) => object.fields,
    staleTime: 60_000,
  });
}
