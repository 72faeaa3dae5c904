import type { ListedKind } from '../../../data/session-types.ts';
import { api } from '../../../lib/api-client.ts';
import { useAskEvery } from '../../../lib/change-channel.ts';

/** Record outcomes of one kind, 50 at a time; asked again while the session is open. */
export function useOutcomes(sessionId: number, outcome: ListedKind, isLive: boolean) {
  const askEvery = useAskEvery(3_000, 10_000);
  return api.useInfiniteQuery(
    'get',
    '/api/sessions/{id}/outcomes',
    { params: { path: { id: sessionId }, query: { outcome, limit: 50 } } },
    {
      pageParamName: 'after',
      initialPageParam: 0,
      getNextPageParam: (page) => page.nextAfter,
      refetchInterval: isLive ? askEvery : false,
    },
  );
}
