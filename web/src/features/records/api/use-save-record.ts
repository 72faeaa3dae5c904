import type { RecordObject } from '../../../data/record-kinds.ts';
import { api } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

/** Somebody else's change of a field in `expected` is told, not overwritten. */
export function useSaveRecord(object: RecordObject) {
  const refresh = useRefresh();
  return api.useMutation('patch', '/api/records/{object}/{id}', {
    onSuccess: () => refresh(queryKeys.below('/api/records/{object}', { object })),
  });
}
