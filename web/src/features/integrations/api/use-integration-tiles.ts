import { keepPreviousData } from '@tanstack/react-query';
import { api } from '../../../lib/api-client.ts';
import { useAskEvery } from '../../../lib/change-channel.ts';

/** Integrations in pages of tiles, with what their sessions are doing. */
export function useIntegrationTiles(q: string) {
  const askEvery = useAskEvery(5_000, 60_000);
  return api.useInfiniteQuery(
    'get',
    '/api/integrations',
    { params: { query: { limit: 48, ...(q === '' ? {} : { q }) } } },
    {
      initialPageParam: null,
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
      refetchInterval: askEvery,
    },
  );
}
