import { api, type Schema } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export type ParkedRecord = Schema<'ParkedRecord'>;

/** Says what the next sessions do about parked records. */
export function useDecideParked() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/parked-records/decide', {
    onSuccess: () => refresh(queryKeys.below('/api/parked-records')),
  });
}
