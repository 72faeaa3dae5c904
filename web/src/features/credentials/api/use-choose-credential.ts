import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';

/** Gives an integration its credential. */
export function useChooseCredential() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ integrationId, credentialId }: { integrationId: number; credentialId: number }) =>
      callApi('patch', '/api/integrations/{id}', { path: { id: integrationId }, body: { credentialId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['integrations'] }),
  });
}
