import { api } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

/** Applies a preview's plan; the answer names the session that does it. */
export function useApplyPlan() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/sessions/{id}/apply', {
    onSuccess: () => refresh(queryKeys.below('/api/sessions')),
  });
}
