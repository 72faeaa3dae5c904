import type { ListAnswer } from '../../../lib/list-types.ts';

export interface Notification {
  id: number;
  at: string;
  level: 'info' | 'warning' | 'error';
  title: string;
  message: string;
  link: string | null;
  readAt: string | null;
}

export type NotificationsAnswer = ListAnswer<Notification> & { unreadCount: number };
