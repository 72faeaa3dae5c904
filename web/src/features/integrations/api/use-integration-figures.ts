import { useEffect } from 'react';
import type { Integration } from '../../../data/use-integration.ts';
import { api, type Schema } from '../../../lib/api-client.ts';
import { useAskEvery } from '../../../lib/change-channel.ts';

export type IntegrationFigures = Schema<'IntegrationFigures'>;

/** The figures of an integration; asked again when a session of it ends, and now and then for what people decide. */
export function useIntegrationFigures({ id, lastSession }: Integration) {
  const askEvery = useAskEvery(15_000, 60_000);
  const query = api.useQuery(
    'get',
    '/api/integrations/{id}/figures',
    { params: { path: { id } } },
    { refetchInterval: askEvery, staleTime: 0 },
  );
  const { refetch } = query;
  const lastId = lastSession?.id;
  const shownId = query.data?.lastRun?.id;
  useEffect(() => {
    if (lastId !== undefined && shownId !== undefined && lastId > shownId) void refetch();
  }, [lastId, shownId, refetch]);
  return query;
}
