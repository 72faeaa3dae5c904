import { api } from '../../../lib/api-client.ts';

export const credentialQuery = (id: number) =>
  api.queryOptions('get', '/api/credentials/{id}', { params: { path: { id } } });

/** One credential, without its secrets. `pollEveryMs` while the vendor's window is open. */
export function useCredential(id: number | undefined, pollEveryMs?: number) {
  return api.useQuery(
    'get',
    '/api/credentials/{id}',
    { params: { path: { id: id ?? 0 } } },
    {
      enabled: id !== undefined,
      ...(pollEveryMs ? { refetchInterval: pollEveryMs, staleTime: 0 } : {}),
    },
  );
}
