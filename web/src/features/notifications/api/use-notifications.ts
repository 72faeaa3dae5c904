import { api, type Schema } from '../../../lib/api-client.ts';
import { useAskEvery } from '../../../lib/change-channel.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export type Notification = Schema<'Notification'>;

/** The newest few, for the bell. */
export function useLatestNotifications() {
  const askEvery = useAskEvery(60_000, 300_000);
  return api.useQuery(
    'get',
    '/api/notifications',
    { params: { query: { limit: 6 } } },
    { refetchInterval: askEvery },
  );
}

/** `{ ids }`, or `{ isAll: true }`. */
export function useMarkRead() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/notifications/read', {
    meta: { isRepeatable: true },
    onSuccess: () => refresh(queryKeys.below('/api/notifications')),
  });
}
