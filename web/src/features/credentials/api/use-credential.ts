import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** One credential, without its secrets. `pollEveryMs` while the vendor's window is open. */
export function useCredential(id: number | undefined, pollEveryMs?: number) {
  return useQuery({
    queryKey: queryKeys.detail('credentials', id ?? 0),
    queryFn: ({ signal }) => callApi('get', '/api/credentials/{id}', { path: { id: id ?? 0 }, signal }),
    enabled: id !== undefined,
    ...(pollEveryMs ? { refetchInterval: pollEveryMs, staleTime: 0 } : {}),
  });
}
