import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiRequest, callApi } from '../../../lib/api-client.ts';
import type { paths } from '../../../lib/api-types.generated.ts';

type PersonChange = ApiRequest<paths['/api/records/{object}/{id}']['patch']>['body'];

/** Somebody else's change since `version` is refused, not overwritten. */
export function useSavePerson(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: PersonChange) =>
      callApi('patch', '/api/records/{object}/{id}', { path: { object: 'people', id }, body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['people'] }),
  });
}
