import { useQuery } from '@tanstack/react-query';
import type { RecordObject } from '../../../data/record-kinds.ts';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** One record with provenance, locks and source records. */
export function useRecord(object: RecordObject, id: number) {
  return useQuery({
    queryKey: queryKeys.detail(object, id),
    queryFn: ({ signal }) => callApi('get', '/api/records/{object}/{id}', { path: { object, id }, signal }),
  });
}
