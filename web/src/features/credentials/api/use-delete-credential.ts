import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';

/** Refused by the server while an integration uses the credential. */
export function useDeleteCredential() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => callApi('delete', '/api/credentials/{id}', { path: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['credentials', 'list'] }),
  });
}
