import type { Queryable } from '../db/client.ts';
import { queryListPage } from '../db/list-page.queries.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import { type ListColumns, planList } from '../model/list-sql.ts';
import type { NotificationLevel } from './notification-level.ts';

export interface StoredNotification {
  id: number;
  at: Date;
  level: NotificationLevel;
  title: string;
  message: string;
  /** Path in the web interface, e.g. `/sessions/12`. */
  link: string | null;
  readAt: Date | null;
}

export const notificationListColumns: ListColumns = {
  id: { sql: 'id', type: 'bigint' },
  at: { sql: 'at', type: 'timestamptz' },
  level: { sql: 'level', type: 'text' },
  readAt: { sql: 'read_at', type: 'timestamptz', isNullable: true },
};

/** One row for each user that still exists. */
export async function insertNotifications(
  db: Queryable,
  userIds: readonly number[],
  notification: Omit<StoredNotification, 'id' | 'readAt'>,
): Promise<void> {
  await db.query(
    `INSERT INTO notifications (user_id, at, level, title, message, link)
     SELECT id, $2, $3, $4, $5, $6 FROM users WHERE id = ANY ($1::bigint[])`,
    [
      userIds,
      notification.at,
      notification.level,
      notification.title,
      notification.message,
      notification.link,
    ],
  );
}

export async function listNotifications(
  db: Queryable,
  userId: number,
  query: ListQuery,
  options: { mayReadMessages: boolean },
): Promise<ListPage<StoredNotification>> {
  const planned = planList(query, {
    columns: notificationListColumns,
    tieBreaker: 'id',
    // What may not be read may not be guessed by searching either.
    search: options.mayReadMessages ? ['title', 'message'] : ['title'],
    base: { sql: 'user_id = $1', values: [userId] },
  });
  return queryListPage(db, planned, {
    select: 'id, at, level, title, message, link, read_at AS "readAt"',
    from: 'notifications',
  });
}

export async function countUnread(db: Queryable, userId: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT count(*) AS count FROM notifications WHERE user_id = $1 AND read_at IS NULL',
    [userId],
  );
  return rows[0]?.count ?? 0;
}

/** Marks the user's notifications as read: those with these ids, or all. */
export async function markNotificationsRead(
  db: Queryable,
  userId: number,
  ids: readonly number[] | 'all',
  at: Date,
): Promise<void> {
  await db.query(
    `UPDATE notifications SET read_at = $3
     WHERE user_id = $1 AND read_at IS NULL AND ($2::bigint[] IS NULL OR id = ANY ($2))`,
    [userId, ids === 'all' ? null : ids, at],
  );
}
