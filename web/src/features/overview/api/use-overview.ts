import { api, type Schema } from '../../../lib/api-client.ts';
import { useAskEvery } from '../../../lib/change-channel.ts';

export type Overview = Schema<'Overview'>;
export type AttentionItem = Overview['attention'][number];
export type RecentSession = Overview['recentSessions'][number];
export type SessionDay = Overview['sessionDays'][number];

/** What the start page shows; days are counted in the reader's time zone. */
export function useOverview() {
  const askEvery = useAskEvery(30_000, 60_000);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return api.useQuery(
    'get',
    '/api/overview',
    { params: { query: { timeZone } } },
    { refetchInterval: askEvery },
  );
}
