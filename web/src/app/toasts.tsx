import { notificationsStore } from '@mantine/notifications';
import { lazy, Suspense, useState, useSyncExternalStore } from 'react';

const ToastList = lazy(async () => ({ default: (await import('./toast-list.tsx')).ToastList }));

/** Short messages of what was done; what draws them is loaded with the first one. */
export function Toasts() {
  const hasMessages = useSyncExternalStore(
    notificationsStore.subscribe,
    () => notificationsStore.getState().notifications.length > 0,
  );
  const [isLoaded, setLoaded] = useState(false);
  if (hasMessages && !isLoaded) setLoaded(true);
  return isLoaded ? (
    <Suspense>
      <ToastList />
    </Suspense>
  ) : null;
}
