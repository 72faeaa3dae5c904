import { api } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

/** Deletes an archived record for good. */
export function useDeleteRecord() {
  const refresh = useRefresh();
  return api.useMutation('delete', '/api/records/{object}/{id}', {
    onSuccess: () => refresh(queryKeys.at('/api/records/{object}'), queryKeys.below('/api/overview')),
  });
}

/** Erases a person; answers with the proof. */
export function useErasePerson() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/records/people/{id}/erase', {
    onSuccess: () => refresh(queryKeys.at('/api/records/{object}'), queryKeys.below('/api/erasures')),
  });
}
