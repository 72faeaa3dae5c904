import { api, type Schema } from '../lib/api-client.ts';
import { queryKeys, useRefresh } from '../lib/query-keys.ts';

export type GlobalVariable = Schema<'GlobalVariable'>;

/** Everything that tells of variables: their list, and what the forms of connectors ask for. */
const lists = [queryKeys.below('/api/global-variables'), queryKeys.at('/api/connectors/{id}/variables')];

/** What an integration still lacks may be this variable. */
const integrations = queryKeys.below('/api/integrations');

export function useCreateGlobalVariable() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/global-variables', {
    onSuccess: () => refresh(...lists, integrations),
  });
}

export function useUpdateGlobalVariable() {
  const refresh = useRefresh();
  return api.useMutation('patch', '/api/global-variables/{id}', {
    onSuccess: () => refresh(...lists, integrations),
  });
}

export function useDeleteGlobalVariable() {
  const refresh = useRefresh();
  return api.useMutation('delete', '/api/global-variables/{id}', { onSuccess: () => refresh(...lists) });
}
