import { Notifications } from '@mantine/notifications';

/** Over no button: those stand at the right and at the end of forms. */
export function ToastList() {
  return <Notifications position="top-center" limit={4} containerWidth={400} className="muster-toasts" />;
}
