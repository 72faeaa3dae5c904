import { useQuery } from '@tanstack/react-query';
import { callApi, type Schema } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

export type Overview = Schema<'Overview'>;
export type AttentionItem = Overview['attention'][number];
export type RecentSession = Overview['recentSessions'][number];
export type SessionDay = Overview['sessionDays'][number];

const askEveryMs = 30_000;

/** What the start page shows; days are counted in the reader's time zone. */
export function useOverview() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return useQuery({
    queryKey: queryKeys.overview,
    queryFn: ({ signal }) => callApi('get', '/api/overview', { query: { timeZone }, signal }),
    refetchInterval: askEveryMs,
  });
}
