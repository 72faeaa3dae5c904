import { useMutation } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';

export function useSignIn() {
  return useMutation({
    mutationFn: (body: { email: string; password: string }) => callApi('post', '/api/sign-in', { body }),
    meta: { mayBeSignedOut: true },
  });
}
