import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { admin, type MusterWorld, makeMusterWorld } from '../../../test/helpers/muster-world.ts';
import { makeMemoryLog } from '../../../test/helpers/silent-log.ts';
import { type DemoClient, makeDemoClient } from '../../cli/demo-client.ts';
import { makeSystemClock } from '../../clock.ts';
import { parseConfig } from '../../config.ts';
import { makeChangeHub } from '../../events/change-hub.ts';
import { makeLogger } from '../../logger.ts';
import { buildMuster, type Muster } from '../../main.ts';
import { maxStreamsPerUser } from './events.routes.ts';

let world: MusterWorld;
let other: Muster;
let client: DemoClient;
let cookie: string;
const opened: Heard[] = [];

interface Heard {
  status: number;
  headers: Headers;
  /** Everything that has come, in events. */
  events: { name: string; id: string | undefined; topics: string[] }[];
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>;
  close(): void;
}

async function signIn(user: { email: string; password: string }, url = world.url): Promise<string> {
  const answer = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: user.email, password: user.password }),
  });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function listen(by = cookie, options: { after?: string; url?: string } = {}): Promise<Heard> {
  const controller = new AbortController();
  const answer = await fetch(`${options.url ?? world.url}/api/events`, {
    headers: {
      cookie: by,
      'accept-encoding': 'gzip, br',
      ...(options.after ? { 'last-event-id': options.after } : {}),
    },
    signal: controller.signal,
  });
  const events: Heard['events'] = [];
  const ended = (async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const read = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1];
        const name = read('event');
        if (name)
          events.push({ name, id: read('id'), topics: JSON.parse(read('data') ?? '{}').topics ?? [] });
      }
    }
  })().catch(() => undefined);
  const heard = {
    status: answer.status,
    headers: answer.headers,
    events,
    ended,
    close: () => controller.abort(),
  };
  opened.push(heard);
  return heard;
}

const topicsOf = (heard: Heard) => heard.events.flatMap(({ topics }) => topics);
const hears = (heard: Heard, topic: string) =>
  expect.poll(() => topicsOf(heard), { timeout: 30_000 }).toContain(topic);
const begun = (heard: Heard) => expect.poll(() => heard.events[0]?.id, { timeout: 30_000 }).toBeTruthy();

beforeAll(async () => {
  world = await makeMusterWorld({ hasWorker: false });
  client = await makeDemoClient(world.url, admin);
  cookie = await signIn(admin);
  // A second process on the same database.
  other = await buildMuster({
    config: parseConfig(world.environment, world.dataDir),
    log: makeLogger({ level: 'silent' }),
  });
});
afterEach(() => {
  for (const heard of opened.splice(0)) heard.close();
});
afterAll(async () => {
  await other?.close();
  await world?.close();
});

const addVariable = (key: string) =>
  client.call<{ id: number }>('POST', '/api/global-variables', { key, value: 'x', isSecret: false });

describe('the stream of changes', () => {
  it('asks for a sign-in', async () => {
    const heard = await listen('muster_session=nobody');
    expect(heard.status).toBe(401);
  });

  it('can pass proxies, and keeps the headers of every answer', async () => {
    const { status, headers } = await listen();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/event-stream');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('cache-control')).toContain('no-transform');
    expect(headers.get('content-encoding')).toBeNull();
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-request-id')).toBeTruthy();
  });

  it('tells what another process has changed', async () => {
    const { url } = await other.startHttp();
    const heard = await listen(cookie, { url });
    await begun(heard);
    const { id } = await addVariable('Acme.One');
    await hears(heard, '/api/global-variables');
    await hears(heard, `/api/global-variables/${id}/*`);
  });

  it('brings after a break what was missed, and nothing that was heard', async () => {
    // Open all the time, as transactions of other databases of the server may be.
    await world.test.db.withTransaction(async (tx) => {
      await tx.query('SELECT pg_current_xact_id()');
      const first = await listen();
      await begun(first);
      await addVariable('Acme.Two');
      await hears(first, '/api/global-variables');
      const last = first.events.at(-1)?.id ?? '';
      first.close();
      await client.call('POST', '/api/software-normalizations', { incomingName: 'A*', standardName: 'A' });
      const second = await listen(cookie, { after: last });
      await hears(second, '/api/software-normalizations');
      expect(topicsOf(second)).not.toContain('/api/global-variables');
    });
  });

  it.each(['1-5-100', '1-9:5:-100', '1-0:0:-100', '1-5:9:7,6-100', '1-5:9:9-100', 'x', `1-5:9:-100' OR 1`])(
    'begins anew after %s, which no stream has given',
    async (after) => {
      const heard = await listen(cookie, { after });
      await expect.poll(() => heard.events[0]?.name, { timeout: 30_000 }).toBe('reset');
    },
  );

  it('says that everything may have changed where it cannot tell any more', async () => {
    const heard = await listen(cookie, { after: '1-5:5:-100' });
    await expect.poll(() => heard.events[0]?.name, { timeout: 30_000 }).toBe('reset');
  });

  it('tells each caller only of what they may read', async () => {
    const viewer = { name: 'Vic', email: 'vic@example.com', password: admin.password };
    const { id } = await client.call<{ id: number }>('POST', '/api/users', { ...viewer, role: 'viewer' });
    const heard = await listen(await signIn(viewer));
    const heardByAdmin = await listen();
    await begun(heard);
    await begun(heardByAdmin);
    await client.call('PATCH', `/api/users/${id}`, { name: 'Vicky' });
    await hears(heardByAdmin, '/api/users');
    const tell = (userId: number) =>
      world.test.db.query(
        `INSERT INTO notifications (user_id, at, level, title, message) VALUES ($1, now(), 'info', 'x', 'x')`,
        [userId],
      );
    await tell(1);
    await hears(heardByAdmin, '/api/notifications');
    await addVariable('Acme.Three');
    await hears(heard, '/api/global-variables');
    expect(topicsOf(heard)).not.toContain('/api/users');
    expect(topicsOf(heard)).not.toContain('/api/notifications');
    await tell(id);
    await hears(heard, '/api/notifications');
    expect(topicsOf(heardByAdmin)).not.toContain('#access');
  });

  it('ends with the session, and when the user is disabled', async () => {
    const user = { name: 'Una', email: 'una@example.com', password: admin.password };
    const { id } = await client.call<{ id: number }>('POST', '/api/users', { ...user, role: 'operator' });
    const byCookie = await signIn(user);
    const heard = await listen(byCookie);
    const stays = await listen();
    await begun(heard);
    const { csrfToken } = (await (
      await fetch(`${world.url}/api/me`, { headers: { cookie: byCookie } })
    ).json()) as { csrfToken: string };
    await fetch(`${world.url}/api/sign-out`, {
      method: 'POST',
      headers: { cookie: byCookie, 'x-csrf-token': csrfToken },
    });
    await heard.ended;
    const again = await listen(await signIn(user));
    await begun(again);
    await client.call('PATCH', `/api/users/${id}`, { isDisabled: true });
    await again.ended;
    await addVariable('Acme.Four');
    await hears(stays, '/api/global-variables');
  });

  it('is bounded for each user', async () => {
    for (let count = 0; count < maxStreamsPerUser; count += 1) expect((await listen()).status).toBe(200);
    const refused = await listen();
    expect(refused.status).toBe(429);
    opened[0]?.close();
    await expect.poll(async () => (await listen()).status, { timeout: 30_000 }).toBe(200);
  });
});

describe('the hub', () => {
  const clock = makeSystemClock();
  const log = makeMemoryLog();

  it('misses nothing of a transaction that is still open while others are read', async () => {
    const hub = makeChangeHub({ db: world.test.db, url: world.test.url, clock, log, lookEveryMs: 50 });
    hub.start();
    const heard: string[] = [];
    const end = await hub.subscribe(({ events }) => heard.push(...events.map(({ topic }) => topic)));
    await world.test.db.withTransaction(async (tx) => {
      await tx.query(`SELECT note_change('/slow')`);
      const before = await hub.findPosition();
      await world.test.db.query(`SELECT note_change('/quick')`);
      await expect.poll(() => heard, { timeout: 30_000 }).toContain('/quick');
      expect(heard).not.toContain('/slow');
      expect((await hub.readSince(before))?.events.map(({ topic }) => topic)).toEqual(['/quick']);
    });
    await expect.poll(() => heard, { timeout: 30_000 }).toContain('/slow');
    expect(heard.filter((topic) => topic === '/quick')).toHaveLength(1);
    end();
    await hub.stop();
  });

  it('goes on when its connection is cut', async () => {
    const hub = makeChangeHub({ db: world.test.db, url: world.test.url, clock, log, lookEveryMs: 600_000 });
    /** Connections that listen, but for these. */
    const listListeners = async (but: readonly number[]) =>
      (
        await world.test.db.query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE application_name = 'muster events' AND datname = current_database()
              AND query ILIKE 'LISTEN%' AND pid <> ALL ($1)`,
          [but],
        )
      ).rows.map(({ pid }) => pid);
    const others = await listListeners([]);
    hub.start();
    const heard: string[] = [];
    const end = await hub.subscribe(({ events }) => heard.push(...events.map(({ topic }) => topic)));
    await expect.poll(async () => (await listListeners(others)).length, { timeout: 30_000 }).toBe(1);
    const cut = await listListeners(others);
    await world.test.queryAsSuperuser(`SELECT pg_terminate_backend(pid) FROM unnest(ARRAY[${cut}]) AS pid`);
    await expect
      .poll(async () => (await listListeners([...others, ...cut])).length, { timeout: 30_000 })
      .toBe(1);
    await world.test.db.query(`SELECT note_change('/later')`);
    await expect.poll(() => heard, { timeout: 30_000 }).toContain('/later');
    end();
    await hub.stop();
  });

  it('notes no heartbeat and keeps nothing for ever', async () => {
    const count = async () =>
      (await world.test.db.query<{ count: number }>('SELECT count(*) AS count FROM change_events')).rows[0]
        ?.count;
    await world.test.db.query('UPDATE credentials SET last_used_at = now()');
    await world.test.db.query(`UPDATE change_events SET at = now() - interval '2 hours'`);
    const hub = makeChangeHub({ db: world.test.db, url: world.test.url, clock, log });
    await hub.deleteOld();
    expect(await count()).toBe(0);
    await world.test.db.query('UPDATE sessions SET heartbeat_at = now()');
    await world.test.db.query('UPDATE users SET last_sign_in_at = now()');
    expect(await count()).toBe(0);
  });
});
