import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import type { FieldValue, RecordDetail } from './record-types.ts';

export interface PersonChange {
  /** Version the form started from: somebody else's change in between is refused, not overwritten. */
  version: number;
  values?: Record<string, FieldValue>;
  lockedFields?: string[];
}

export function useSavePerson(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: PersonChange) =>
      callApi<RecordDetail>('patch', '/api/records/{object}/{id}', { path: { object: 'people', id }, body }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: queryKeys.detail('people', id) }),
        queryClient.invalidateQueries({ queryKey: ['people', 'list'] }),
      ]),
  });
}
