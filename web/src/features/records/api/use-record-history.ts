import { useInfiniteQuery } from '@tanstack/react-query';
import type { RecordObject } from '../../../data/record-kinds.ts';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** Changes of one record, newest first. */
export function useRecordHistory(object: RecordObject, id: number) {
  return useInfiniteQuery({
    queryKey: queryKeys.part(object, id, 'history'),
    queryFn: ({ pageParam, signal }) =>
      callApi('get', '/api/records/{object}/{id}/history', {
        path: { object, id },
        query: { limit: 25, ...(pageParam === null ? {} : { before: pageParam }) },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextBefore,
  });
}
