import type { Db, Queryable } from '../db/client.ts';
import type { Clock } from '../model/clock.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import { makeListFields } from '../model/list-sql.ts';
import type { NotificationLevel } from './notification-level.ts';
import {
  countUnread,
  insertNotifications,
  listNotifications,
  markNotificationsRead,
  notificationListColumns,
  type StoredNotification,
} from './notifications.queries.ts';

/** What the list of notifications can be sorted and filtered by. */
const notificationListFields = makeListFields(notificationListColumns, [{ field: 'at', direction: 'desc' }]);

export interface NewNotification {
  userIds: readonly number[];
  level: NotificationLevel;
  title: string;
  /** What happened and what to do next; plain text, never a secret. */
  message: string;
  /** Path in the web interface where it can be dealt with. */
  link?: string | undefined;
}

/**
 * A way to tell people something. `send` runs in the transaction of what it tells about: a channel that leaves the
 * machine stores what it has to deliver there, and delivers after the commit.
 */
export interface NotificationChannel {
  name: string;
  send(tx: Queryable, notification: NewNotification, at: Date): Promise<void>;
}

export interface NotificationsService {
  /** Tells the users through every channel. Nobody to tell: nothing happens. */
  notify(tx: Queryable, notification: NewNotification): Promise<void>;
  list(
    userId: number,
    raw: RawListQuery,
    options: { mayReadMessages: boolean },
  ): Promise<ListPage<StoredNotification>>;
  countUnread(userId: number): Promise<number>;
  markRead(userId: number, ids: readonly number[] | 'all'): Promise<void>;
}

/** The list behind the bell in the web interface. */
export const inAppChannel: NotificationChannel = {
  name: 'in-app',
  send: (tx, { userIds, level, title, message, link }, at) =>
    insertNotifications(tx, userIds, { at, level, title, message, link: link ?? null }),
};

export function makeNotificationsService(options: {
  db: Db;
  clock: Clock;
  channels: readonly NotificationChannel[];
}): NotificationsService {
  const { db, clock, channels } = options;
  return {
    async notify(tx, notification) {
      const userIds = [...new Set(notification.userIds)];
      if (userIds.length === 0) return;
      const at = clock.now();
      for (const channel of channels) await channel.send(tx, { ...notification, userIds }, at);
    },
    list: (userId, raw, options) =>
      listNotifications(db, userId, parseListQuery(raw, notificationListFields), options),
    countUnread: (userId) => countUnread(db, userId),
    markRead: (userId, ids) => markNotificationsRead(db, userId, ids, clock.now()),
  };
}
