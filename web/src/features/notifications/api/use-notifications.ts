import { api, type Schema } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export type Notification = Schema<'Notification'>;

const askEveryMs = 60_000;

/** The newest few, for the bell; asked again every minute while the window is visible. */
export function useLatestNotifications() {
  return api.useQuery(
    'get',
    '/api/notifications',
    { params: { query: { limit: 6 } } },
    { refetchInterval: askEveryMs },
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
