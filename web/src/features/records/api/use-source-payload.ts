import { useQuery } from '@tanstack/react-query';
import type { RecordObject } from '../../../data/record-kinds.ts';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** What the vendor last sent, as JSON text with every digit; asked for when it is opened. */
export function useSourcePayload(object: RecordObject, id: number, sourceId: number, isWanted: boolean) {
  return useQuery({
    queryKey: queryKeys.part(object, id, `source-${sourceId}`),
    queryFn: ({ signal }) =>
      callApi('get', '/api/records/{object}/{id}/sources/{sourceId}', {
        path: { object, id, sourceId },
        signal,
      }),
    select: (answer) => answer.text,
    enabled: isWanted,
  });
}
