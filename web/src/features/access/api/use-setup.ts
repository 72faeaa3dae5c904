import { api } from '../../../lib/api-client.ts';

/** Whether the first administrator still has to be created. */
export const setupQuery = api.queryOptions('get', '/api/setup', undefined, { staleTime: 0 });

export function useSetup() {
  return api.useMutation('post', '/api/setup', { meta: { mayBeSignedOut: true } });
}
