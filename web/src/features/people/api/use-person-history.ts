import { useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** Changes of one person, newest first. */
export function usePersonHistory(id: number) {
  return useInfiniteQuery({
    queryKey: queryKeys.part('people', id, 'history'),
    queryFn: ({ pageParam, signal }) =>
      callApi('get', '/api/records/{object}/{id}/history', {
        path: { object: 'people', id },
        query: { limit: 25, ...(pageParam === null ? {} : { before: pageParam }) },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextBefore,
  });
}
