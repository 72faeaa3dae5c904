import { api, type Schema } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export type SoftwareName = Schema<'SoftwareNormalization'>;

const lists = queryKeys.below('/api/software-normalizations');

export function useCreateSoftwareName() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/software-normalizations', { onSuccess: () => refresh(lists) });
}

export function useUpdateSoftwareName() {
  const refresh = useRefresh();
  return api.useMutation('patch', '/api/software-normalizations/{id}', { onSuccess: () => refresh(lists) });
}

export function useDeleteSoftwareName() {
  const refresh = useRefresh();
  return api.useMutation('delete', '/api/software-normalizations/{id}', { onSuccess: () => refresh(lists) });
}

/** Applies the list to everything installed so far. */
export function useApplySoftwareNames() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/software-normalizations/apply', {
    onSuccess: () => refresh(queryKeys.below('/api/records/{object}', { object: 'software' })),
  });
}
