import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiRequest, callApi } from '../../../lib/api-client.ts';
import type { paths } from '../../../lib/api-types.generated.ts';

export type NewField = ApiRequest<paths['/api/objects/{object}/fields']['post']>['body'];

export function useAddField(object: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: NewField) =>
      callApi('post', '/api/objects/{object}/fields', { path: { object }, body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['objects'] }),
  });
}
