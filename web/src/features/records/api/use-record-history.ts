import type { RecordObject } from '../../../data/record-kinds.ts';
import { api } from '../../../lib/api-client.ts';

/** Changes of one record, newest first. */
export function useRecordHistory(object: RecordObject, id: number) {
  return api.useInfiniteQuery(
    'get',
    '/api/records/{object}/{id}/history',
    { params: { path: { object, id }, query: { limit: 25 } } },
    { pageParamName: 'before', initialPageParam: null, getNextPageParam: (page) => page.nextBefore },
  );
}

type History = NonNullable<ReturnType<typeof useRecordHistory>['data']>;
export type RecordChange = History['pages'][number]['items'][number];
