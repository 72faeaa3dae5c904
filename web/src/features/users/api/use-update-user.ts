import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiRequest, callApi } from '../../../lib/api-client.ts';
import type { paths } from '../../../lib/api-types.generated.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

type UserChange = ApiRequest<paths['/api/users/{id}']['patch']>['body'];

export function useUpdateUser() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: number; change: UserChange }) =>
      callApi('patch', '/api/users/{id}', { path: { id }, body: change }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['users'] }),
        // It may have been the signed-in user's own name.
        queryClient.invalidateQueries({ queryKey: queryKeys.me }),
      ]),
  });
}
