import { useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import type { ListedKind } from './session-types.ts';

/** Record outcomes of one kind, 50 at a time; asked again while the session is open. */
export function useOutcomes(sessionId: number, outcome: ListedKind, isLive: boolean) {
  return useInfiniteQuery({
    queryKey: queryKeys.part('sessions', sessionId, `outcomes-${outcome}`),
    queryFn: ({ pageParam, signal }) =>
      callApi('get', '/api/sessions/{id}/outcomes', {
        path: { id: sessionId },
        query: { outcome, after: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextAfter,
    refetchInterval: isLive ? 3_000 : false,
  });
}
