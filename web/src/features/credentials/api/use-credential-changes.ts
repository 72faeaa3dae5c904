import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';
import { credentialQuery } from './use-credential.ts';

/** Creates a credential, or the draft of one while it is being proven. */
export function useCreateCredential() {
  const queryClient = useQueryClient();
  const refresh = useRefresh();
  return api.useMutation('post', '/api/credentials', {
    onSuccess: (credential) => {
      queryClient.setQueryData(credentialQuery(credential.id).queryKey, credential);
      return refresh(queryKeys.at('/api/credentials'));
    },
  });
}

/** Changes a credential; what is absent stays. */
export function useUpdateCredential() {
  const queryClient = useQueryClient();
  const refresh = useRefresh();
  return api.useMutation('patch', '/api/credentials/{id}', {
    onSuccess: (credential) => {
      queryClient.setQueryData(credentialQuery(credential.id).queryKey, credential);
      // What an integration still lacks depends on its credential.
      return refresh(queryKeys.at('/api/credentials'), queryKeys.below('/api/integrations'));
    },
  });
}

/** Refused by the server while an integration uses the credential. */
export function useDeleteCredential() {
  const refresh = useRefresh();
  return api.useMutation('delete', '/api/credentials/{id}', {
    onSuccess: () => refresh(queryKeys.at('/api/credentials')),
  });
}

/** Makes the connector's one cheap request with the credential. */
export function useTestCredential() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/credentials/{id}/test', {
    // A test may find out that the credential must be authenticated again.
    onSettled: () => refresh(queryKeys.below('/api/credentials')),
  });
}

/** Gives an integration its credential. */
export function useChooseCredential() {
  const refresh = useRefresh();
  return api.useMutation('patch', '/api/integrations/{id}', {
    onSuccess: () => refresh(queryKeys.below('/api/integrations')),
  });
}
