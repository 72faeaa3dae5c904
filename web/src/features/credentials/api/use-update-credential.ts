import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import type { CredentialChange } from './credential-types.ts';

/** Changes a credential; what is absent stays. */
export function useUpdateCredential() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: number; change: CredentialChange }) =>
      callApi('patch', '/api/credentials/{id}', { path: { id }, body: change }),
    onSuccess: async (credential) => {
      queryClient.setQueryData(queryKeys.detail('credentials', credential.id), credential);
      await queryClient.invalidateQueries({ queryKey: ['credentials', 'list'] });
      // What an integration still lacks depends on its credential.
      await queryClient.invalidateQueries({ queryKey: ['integrations'] });
    },
  });
}
