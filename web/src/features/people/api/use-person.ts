import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import type { RecordDetail } from './record-types.ts';

/** One person with provenance, locks and source records. */
export function usePerson(id: string) {
  return useQuery({
    queryKey: queryKeys.detail('people', id),
    queryFn: ({ signal }) =>
      callApi<RecordDetail>('get', '/api/records/{object}/{id}', { path: { object: 'people', id }, signal }),
  });
}
