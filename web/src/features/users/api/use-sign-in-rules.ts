import { api } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export const useSignInRules = () => api.useQuery('get', '/api/sign-in-rules');

export function useSetSignInRules() {
  const refresh = useRefresh();
  return api.useMutation('put', '/api/sign-in-rules', {
    onSuccess: () => refresh(queryKeys.at('/api/sign-in-rules'), queryKeys.below('/api/me')),
  });
}
