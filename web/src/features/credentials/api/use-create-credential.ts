import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import type { CredentialInput } from './credential-types.ts';

/** Creates a credential, or the draft of one while it is being proven. */
export function useCreateCredential() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CredentialInput) => callApi('post', '/api/credentials', { body }),
    onSuccess: (credential) => {
      queryClient.setQueryData(queryKeys.detail('credentials', credential.id), credential);
      return queryClient.invalidateQueries({ queryKey: ['credentials', 'list'] });
    },
  });
}
