import { api, type Schema } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export type ApiToken = Schema<'ApiToken'>;

/** The answer holds the token itself, this once. */
export function useCreateApiToken() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/api-tokens', {
    onSuccess: () => refresh(queryKeys.below('/api/api-tokens')),
  });
}

export function useRevokeApiToken() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/api-tokens/{id}/revoke', {
    onSuccess: () => refresh(queryKeys.below('/api/api-tokens')),
  });
}
