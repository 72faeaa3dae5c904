import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RecordObject } from '../../../data/record-kinds.ts';
import { type ApiRequest, callApi } from '../../../lib/api-client.ts';
import type { paths } from '../../../lib/api-types.generated.ts';

type RecordChange = ApiRequest<paths['/api/records/{object}/{id}']['patch']>['body'];

/** Somebody else's change since `version` is refused, not overwritten. */
export function useSaveRecord(object: RecordObject, id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: RecordChange) =>
      callApi('patch', '/api/records/{object}/{id}', { path: { object, id }, body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [object] }),
  });
}
