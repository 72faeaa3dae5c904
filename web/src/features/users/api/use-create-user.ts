import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiRequest, callApi } from '../../../lib/api-client.ts';
import type { paths } from '../../../lib/api-types.generated.ts';

type UserInput = ApiRequest<paths['/api/users']['post']>['body'];

export function useCreateUser() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: UserInput) => callApi('post', '/api/users', { body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['users'] }),
  });
}
