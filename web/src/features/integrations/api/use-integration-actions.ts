import { useQueryClient } from '@tanstack/react-query';
import { integrationQuery } from '../../../data/use-integration.ts';
import { api } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export function useUpdateIntegration() {
  const queryClient = useQueryClient();
  const refresh = useRefresh();
  return api.useMutation('patch', '/api/integrations/{id}', {
    onSuccess: (integration) => {
      queryClient.setQueryData(integrationQuery(integration.id).queryKey, integration);
      return refresh(queryKeys.at('/api/integrations'));
    },
  });
}

export function useDeleteIntegration() {
  const refresh = useRefresh();
  return api.useMutation('delete', '/api/integrations/{id}', {
    onSuccess: () => refresh(queryKeys.at('/api/integrations')),
  });
}

/** Launch, Pause, Resume: the answer is the integration as it is now. */
export function useChangeStatus(action: 'launch' | 'pause' | 'resume') {
  const refresh = useRefresh();
  return api.useMutation('post', `/api/integrations/{id}/${action}`, {
    onSettled: () => refresh(queryKeys.below('/api/integrations')),
  });
}

/** Starts a session; the answer names it. */
export function useStartSession(kind: 'run' | 'test-run' | 'preview') {
  const refresh = useRefresh();
  return api.useMutation('post', `/api/integrations/{id}/${kind}`, {
    onSettled: () => refresh(queryKeys.below('/api/integrations'), queryKeys.below('/api/sessions')),
  });
}
