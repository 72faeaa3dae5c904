import { useQuery } from '@tanstack/react-query';
import { callApi } from '../lib/api-client.ts';
import { queryKeys } from '../lib/query-keys.ts';

/** Fields of an object, custom ones last. */
export function useObjectFields(object: string | undefined) {
  return useQuery({
    queryKey: queryKeys.detail('objects', object ?? ''),
    queryFn: ({ signal }) =>
      callApi('get', '/api/objects/{object}', { path: { object: object ?? '' }, signal }),
    select: (answer) => answer.fields,
    enabled: object !== undefined,
    staleTime: 60_000,
  });
}
