import { api, type Schema } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export type User = Schema<'User'>;

const lists = [queryKeys.below('/api/users'), queryKeys.at('/api/user-names')];

export function useCreateUser() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/users', { onSuccess: () => refresh(...lists) });
}

export function useUpdateUser() {
  const refresh = useRefresh();
  return api.useMutation('patch', '/api/users/{id}', {
    // It may have been the signed-in user's own name.
    onSuccess: () => refresh(...lists, queryKeys.at('/api/me')),
  });
}

export function useDeleteUser() {
  const refresh = useRefresh();
  return api.useMutation('delete', '/api/users/{id}', { onSuccess: () => refresh(...lists) });
}

/** Takes all second factors of a user away. */
export function useResetSecondFactor() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/users/{id}/reset-second-factor', {
    onSuccess: () => refresh(...lists),
  });
}
