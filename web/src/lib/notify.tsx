import { notifications } from '@mantine/notifications';
import { IconCheck, IconX } from '@tabler/icons-react';
import { describeError } from './api-error.ts';

/** A short confirmation in the corner. */
export function notifyDone(message: string): void {
  notifications.show({ message, icon: <IconCheck size={16} />, color: 'harbor', autoClose: 4000 });
}

/** The failure of an action that has no form to show it beside. */
export function notifyFailed(title: string, err: unknown): void {
  notifications.show({
    title,
    message: describeError(err),
    icon: <IconX size={16} />,
    color: 'red.8',
    autoClose: 12_000,
  });
}
