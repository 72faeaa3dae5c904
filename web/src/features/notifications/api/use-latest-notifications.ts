import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';

const askEveryMs = 60_000;

/** The newest few, for the bell; asked again every minute while the window is visible. */
export function useLatestNotifications() {
  return useQuery({
    queryKey: ['notifications', 'latest'],
    queryFn: ({ signal }) => callApi('get', '/api/notifications', { query: { limit: 6 }, signal }),
    refetchInterval: askEveryMs,
  });
}
