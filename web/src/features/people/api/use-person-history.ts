import { useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import type { ListAnswer } from '../../../lib/list-types.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import type { RecordChange } from './record-types.ts';

/** Changes of one person, newest first. */
export function usePersonHistory(id: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.part('people', id, 'history'),
    queryFn: ({ pageParam, signal }) =>
      callApi<ListAnswer<RecordChange>>('get', '/api/records/{object}/{id}/history', {
        path: { object: 'people', id },
        query: { limit: 25, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
