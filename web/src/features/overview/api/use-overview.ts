import { api, type Schema } from '../../../lib/api-client.ts';

export type Overview = Schema<'Overview'>;
export type AttentionItem = Overview['attention'][number];
export type RecentSession = Overview['recentSessions'][number];
export type SessionDay = Overview['sessionDays'][number];

const askEveryMs = 30_000;

/** What the start page shows; days are counted in the reader's time zone. */
export function useOverview() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return api.useQuery(
    'get',
    '/api/overview',
    { params: { query: { timeZone } } },
    { refetchInterval: askEveryMs },
  );
}
