import { api } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

/** Says that what fell silent in a session is right now: the next ones are compared with it. */
export function useAcknowledgeDrift() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/sessions/{id}/drift/acknowledge', {
    onSuccess: () => refresh(queryKeys.below('/api/sessions')),
  });
}
