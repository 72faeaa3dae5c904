import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import type { User, UserInput } from './user-types.ts';

/** Creates a user, or changes the one named by `id`. */
export function useSaveUser() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, input }: { id?: number | undefined; input: Partial<UserInput> }) =>
      id === undefined
        ? callApi<User>('post', '/api/users', { body: input })
        : callApi<User>('patch', '/api/users/{id}', { path: { id }, body: input }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['users'] }),
        // It may have been the signed-in user's own name or role.
        queryClient.invalidateQueries({ queryKey: queryKeys.me }),
      ]),
  });
}
