import { useDebouncedValue } from '@mantine/hooks';
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

/** Credentials that would stop with this value, while it is being entered; undefined where nobody can say. */
export function useVariableStops(change: { key: string; value: string } | undefined) {
  const [text] = useDebouncedValue(JSON.stringify(change ?? { key: '', value: '' }), 300);
  const body = JSON.parse(text) as { key: string; value: string };
  const { data } = api.useQuery(
    'post',
    '/api/global-variables/change-check',
    { body },
    { enabled: change !== undefined && body.value.trim() !== '', retry: false, staleTime: 0 },
  );
  return change === undefined ? undefined : data?.stops;
}

export function useDeleteGlobalVariable() {
  const refresh = useRefresh();
  return api.useMutation('delete', '/api/global-variables/{id}', { onSuccess: () => refresh(...lists) });
}
