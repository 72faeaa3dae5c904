import { z } from 'zod';
import { maySee } from '../../model/visibility.ts';
import { notificationLevels } from '../../notifications/notification-level.ts';
import type { NotificationsService } from '../../notifications/notifications-service.ts';
import type { App } from '../app-types.ts';
import { getActor } from '../get-actor.ts';
import { shows } from '../hide-values.ts';
import { idSchema, instantSchema, listQuerySchema, listResponse } from '../list.schema.ts';

const tags = ['Notifications'];

const notificationSchema = z
  .object({
    id: idSchema,
    at: instantSchema,
    level: z.enum(notificationLevels),
    title: z.string(),
    message: shows('log', z.string()),
    link: z.string().nullable().describe('Path in the web interface where it can be dealt with.'),
    readAt: instantSchema.nullable(),
  })
  .meta({ id: 'Notification' });

const unreadCount = z
  .int()
  .nonnegative()
  .describe('Unread notifications in all, whatever the list is filtered by.');

/** One's own notifications. */
export function registerNotificationsRoutes(
  app: App,
  { notifications }: { notifications: NotificationsService },
): void {
  app.get(
    '/api/notifications',
    {
      schema: {
        tags,
        summary: 'One’s own notifications, newest first',
        querystring: listQuerySchema,
        response: { 200: listResponse(notificationSchema).extend({ unreadCount }) },
      },
      config: { access: 'viewer' },
    },
    async (request) => {
      const { userId, role } = getActor(request);
      const page = await notifications.list(userId, request.query, {
        mayReadMessages: maySee(role, 'log'),
      });
      return { ...page, unreadCount: await notifications.countUnread(userId) };
    },
  );

  app.post(
    '/api/notifications/read',
    {
      schema: {
        tags,
        summary: 'Mark notifications as read: those named, or all of one’s own',
        body: z.union([
          z.strictObject({ ids: z.array(idSchema).min(1).max(500) }),
          z.strictObject({ isAll: z.literal(true) }),
        ]),
        response: { 200: z.object({ unreadCount }) },
      },
      config: { access: 'viewer' },
    },
    async (request) => {
      const { userId } = getActor(request);
      await notifications.markRead(userId, 'ids' in request.body ? request.body.ids : 'all');
      return { unreadCount: await notifications.countUnread(userId) };
    },
  );
}
