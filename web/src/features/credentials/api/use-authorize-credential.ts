import { useMutation } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';

/** Starts a sign-in at the vendor; the answer is the address to open. */
export function useAuthorizeCredential() {
  return useMutation({
    mutationFn: (id: number) => callApi('post', '/api/credentials/{id}/authorize', { path: { id } }),
  });
}
