import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import type { CredentialDetail, CredentialInput } from './credential-types.ts';

/** Creates a credential, or changes the one named by `id`. */
export function useSaveCredential() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, input }: { id?: number | undefined; input: Partial<CredentialInput> }) =>
      id === undefined
        ? callApi<CredentialDetail>('post', '/api/credentials', { body: input })
        : callApi<CredentialDetail>('patch', '/api/credentials/{id}', { path: { id }, body: input }),
    onSuccess: (credential) => {
      queryClient.setQueryData(queryKeys.detail('credentials', credential.id), credential);
      return queryClient.invalidateQueries({ queryKey: ['credentials', 'list'] });
    },
  });
}
