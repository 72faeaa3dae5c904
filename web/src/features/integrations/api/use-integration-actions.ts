import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import type { IntegrationChange } from './integration-types.ts';

export function useUpdateIntegration(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: IntegrationChange) =>
      callApi('patch', '/api/integrations/{id}', { path: { id }, body }),
    onSuccess: (integration) => {
      queryClient.setQueryData(queryKeys.detail('integrations', id), integration);
      return queryClient.invalidateQueries({ queryKey: ['integrations', 'list'] });
    },
  });
}

export function useCreateIntegration() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { connectorId: string; streamId: string }) =>
      callApi('post', '/api/integrations', { body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['integrations', 'list'] }),
  });
}

export function useDeleteIntegration(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => callApi('delete', '/api/integrations/{id}', { path: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['integrations', 'list'] }),
  });
}

/** Launch, Pause, Resume: the answer is the integration as it is now. */
export function useChangeStatus(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (action: 'launch' | 'pause' | 'resume') => {
      const path = { id };
      if (action === 'launch') return callApi('post', '/api/integrations/{id}/launch', { path });
      if (action === 'pause') return callApi('post', '/api/integrations/{id}/pause', { path });
      return callApi('post', '/api/integrations/{id}/resume', { path });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['integrations'] }),
  });
}

/** Starts a session; the answer names it. */
export function useStartSession(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (kind: 'run' | 'test-run' | 'preview') => {
      const path = { id };
      if (kind === 'run') return callApi('post', '/api/integrations/{id}/run', { path });
      if (kind === 'preview') return callApi('post', '/api/integrations/{id}/preview', { path });
      return callApi('post', '/api/integrations/{id}/test-run', { path });
    },
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['integrations'] });
      await queryClient.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
}
