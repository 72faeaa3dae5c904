import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeManualClock, makeTestApp, type TestApp } from '../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import {
  inAppChannel,
  makeNotificationsService,
  type NotificationsService,
} from './notifications-service.ts';

let db: TestDb;
let test: TestApp;
let notifications: NotificationsService;
const clock = makeManualClock();

beforeAll(async () => {
  db = await makeTestDb();
  notifications = makeNotificationsService({ db: db.db, clock, channels: [inAppChannel] });
  test = await makeTestApp(db.db, { clock, services: { notifications } });
});
afterAll(async () => {
  await test.app.close();
  await db.drop();
});

describe('notifications', () => {
  it('reach the users named, are listed newest first, and are marked as read', async () => {
    const ada = await test.signInAs('administrator', 'Ada');
    const otto = await test.signInAs('operator', 'Otto');
    for (const title of ['first', 'second', 'third']) {
      clock.advance(1_000);
      await notifications.notify(db.db, {
        userIds: [ada.userId, ada.userId, 999_999],
        level: 'error',
        title,
        message: 'The session failed.',
        link: '/sessions/1',
      });
    }
    const list = async (headers: Record<string, string>, query = '') =>
      (await test.app.inject({ url: `/api/notifications${query}`, headers })).json();
    const first = await list(ada.headers, '?limit=2');
    expect(first.items.map((item: { title: string }) => item.title)).toEqual(['third', 'second']);
    expect([first.unreadCount, first.total.count]).toEqual([3, 3]);
    expect((await list(otto.headers)).items).toEqual([]);

    const read = (payload: object, headers: Record<string, string>) =>
      test.app.inject({ method: 'POST', url: '/api/notifications/read', payload, headers });
    const { id } = first.items[0];
    expect((await read({ ids: [id] }, otto.headers)).json()).toEqual({ unreadCount: 0 });
    expect((await list(ada.headers)).unreadCount).toBe(3);
    expect((await read({ ids: [id] }, ada.headers)).json()).toEqual({ unreadCount: 2 });
    expect((await list(ada.headers, '?filter=readAt:empty')).items).toHaveLength(2);
    expect((await read({ isAll: true }, ada.headers)).json()).toEqual({ unreadCount: 0 });
    expect((await read({}, ada.headers)).statusCode).toBe(400);
  });

  it('disappear with the transaction that told about something', async () => {
    const vera = await test.signInAs('viewer', 'Vera');
    const failed = db.db.withTransaction(async (tx) => {
      await notifications.notify(tx, { userIds: [vera.userId], level: 'info', title: 'x', message: 'x' });
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    expect(await notifications.countUnread(vera.userId)).toBe(0);
  });
});
