import { api } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

/** A field of one's own with what hangs on it. */
export function useOwnField(object: string, name: string) {
  return api.useQuery(
    'get',
    '/api/objects/{object}/fields/{name}',
    { params: { path: { object, name } } },
    { staleTime: 0 },
  );
}

export function useRenameField(object: string) {
  const refresh = useRefresh();
  return api.useMutation('patch', '/api/objects/{object}/fields/{name}', {
    onSuccess: () => refresh(queryKeys.below('/api/objects/{object}', { object })),
  });
}

/** Its rows of mappings go with it. */
export function useDeleteField(object: string) {
  const refresh = useRefresh();
  return api.useMutation('delete', '/api/objects/{object}/fields/{name}', {
    onSuccess: () =>
      refresh(
        queryKeys.at('/api/objects/{object}', { object }),
        queryKeys.below('/api/integrations/{id}'),
        queryKeys.below('/api/records/{object}', { object }),
      ),
  });
}
