import { api } from '../lib/api-client.ts';
import { queryKeys, useRefresh } from '../lib/query-keys.ts';

/** Ends an open session after the page it is working on. */
export function useCancelSession() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/sessions/{id}/cancel', {
    onSettled: () => refresh(queryKeys.below('/api/sessions')),
  });
}
