import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';

/** Makes the connector's one cheap request with the credential. */
export function useTestCredential() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => callApi('post', '/api/credentials/{id}/test', { path: { id }, body: {} }),
    // A test may find out that the credential must be authenticated again.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['credentials'] }),
  });
}
