import { api, type Schema } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export type Erasure = Schema<'Erasure'>;

/** Lets an erased person come back with the next session of a source that has them. */
export function useReleaseErasure() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/erasures/{id}/release', {
    onSuccess: () => refresh(queryKeys.at('/api/erasures')),
  });
}
