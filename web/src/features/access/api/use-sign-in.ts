import { api } from '../../../lib/api-client.ts';

export function useSignIn() {
  return api.useMutation('post', '/api/sign-in', { meta: { mayBeSignedOut: true } });
}
