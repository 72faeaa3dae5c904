import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeManualClock, makeTestApp, type TestApp } from '../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeOverviewService, type Overview } from './overview-service.ts';

const now = new Date('2026-03-15T10:00:00Z');
let db: TestDb;
let test: TestApp;
let headers: Record<string, string>;

const notReady = new Map<number, string>();

beforeAll(async () => {
  db = await makeTestDb();
  const clock = makeManualClock(now);
  test = await makeTestApp(db.db, {
    clock,
    services: { overview: makeOverviewService({ db: db.db, clock, findNotReady: async () => notReady }) },
  });
  headers = (await test.signInAs('operator')).headers;
});
afterAll(async () => {
  await test.app.close();
  await db.drop();
});

const read = (query = '') => test.app.inject({ url: `/api/overview${query}`, headers });

async function addIntegration(
  name: string,
  more: { status?: string; nextRunAt?: string; credentialId?: number } = {},
) {
  const { rows } = await db.db.query<{ id: number }>(
    `INSERT INTO integrations (name, connector_id, stream_id, object, schedule, status, next_run_at, credential_id)
     VALUES ($1, 'acme', 'users', 'people', '{}', $2, $3, $4) RETURNING id`,
    [name, more.status ?? 'active', more.nextRunAt ?? null, more.credentialId ?? null],
  );
  return rows[0]?.id ?? 0;
}

async function addSession(
  integrationId: number,
  status: string,
  endedAt: string,
  more: Record<string, unknown> = {},
) {
  const names = Object.keys(more);
  const { rows } = await db.db.query<{ id: number }>(
    `INSERT INTO sessions (integration_id, kind, status, ended_at${names.map((name) => `, ${name}`).join('')})
     VALUES ($1, 'scheduled', $2, $3${names.map((_, at) => `, $${at + 4}`).join('')}) RETURNING id`,
    [integrationId, status, endedAt, ...Object.values(more)],
  );
  return rows[0]?.id ?? 0;
}

async function addCredential(
  name: string,
  status: string,
  expiresAt: string | null = null,
  reason: string | null = null,
) {
  const { rows } = await db.db.query<{ id: number }>(
    `INSERT INTO credentials (name, connector_id, method_id, status, status_reason, expires_at)
     VALUES ($1, 'acme', 'oauth', $2, $3, $4) RETURNING id`,
    [name, status, reason, expiresAt],
  );
  return rows[0]?.id ?? 0;
}

describe('overview', () => {
  it('of an empty Muster is empty and asks for nothing', async () => {
    const overview: Overview = (await read()).json();
    expect(overview.records.people).toEqual({ count: 0, isExact: true });
    expect(overview.sessionDays).toHaveLength(14);
    expect(overview.sessionDays.at(-1)).toEqual({
      date: '2026-03-15',
      succeededCount: 0,
      succeededWithErrorsCount: 0,
      failedCount: 0,
      canceledCount: 0,
    });
    expect(overview.attention).toEqual([]);
  });

  it('refuses a time zone that is none', async () => {
    const answer = await read('?timeZone=Mars/Olympus');
    expect([answer.statusCode, answer.json().error.field]).toEqual([400, 'timeZone']);
  });

  it('tells what needs a person, the most urgent first, and what to do', async () => {
    const broken = await addCredential(
      'Acme old',
      'needs_reauthentication',
      null,
      'The vendor refused the refresh token.',
    );
    const ending = await addCredential('Acme ending', 'authenticated', '2026-03-18T10:00:00Z');
    await addCredential('Acme fine', 'authenticated', '2026-06-01T00:00:00Z');
    const draft = await addIntegration('Draft', { status: 'draft' });
    const failing = await addIntegration('Failing', { credentialId: ending });
    await addSession(failing, 'succeeded', '2026-03-14T09:00:00Z');
    const failed = await addSession(failing, 'failed', '2026-03-14T23:30:00Z', {
      error_message: 'The vendor said no.',
    });
    const late = await addIntegration('Late', { nextRunAt: '2026-03-15T09:00:00Z' });
    const busy = await addIntegration('Busy', { nextRunAt: '2026-03-15T09:00:00Z' });
    await db.db.query(
      `INSERT INTO sessions (integration_id, kind, status) VALUES ($1, 'scheduled', 'running')`,
      [busy],
    );
    const partly = await addIntegration('Partly');
    const withErrors = await addSession(partly, 'succeeded_with_errors', '2026-03-15T08:00:00Z', {
      failed_count: 3,
      ambiguous_count: 1,
    });
    await addIntegration('Stopped', {
      status: 'paused',
      nextRunAt: '2026-03-01T09:00:00Z',
      credentialId: broken,
    });

    const overview: Overview = (await read()).json();
    expect(overview.attention.map(({ level, title, link }) => `${level} ${title} ${link}`)).toEqual([
      `error Credential "Acme old" /credentials/${broken}`,
      `error Integration "Failing" /sessions/${failed}`,
      `warning Credential "Acme ending" /credentials/${ending}`,
      `warning Integration "Late" /integrations/${late}`,
      `warning Integration "Partly" /sessions/${withErrors}`,
      `info Integration "Draft" /integrations/${draft}`,
    ]);
    const messages = overview.attention.map(({ message }) => message);
    expect(messages[0]).toBe(
      'It must be authenticated again (The vendor refused the refresh token). Open it and choose Authenticate. 1 integration cannot run until then.',
    );
    expect(messages[1]).toContain('The vendor said no.');
    expect(messages[2]).toContain('in 3 days');
    expect(messages[4]).toContain('3 records failed and 1 record matched more than one');
    expect(overview.integrations).toEqual({
      byStatus: { draft: 1, active: 4, paused: 1 },
      byHealth: { ok: 2, failing: 1, needs_reauthentication: 1, needs_secret: 0, not_ready: 0, overdue: 1 },
    });
    expect(overview.credentialsNeedingAttentionCount).toBe(2);
    expect(overview.recentSessions[0]).toMatchObject({
      integrationName: 'Partly',
      status: 'succeeded_with_errors',
    });
  });

  it('says of a credential that needs its secret what for, and of an integration what it lacks', async () => {
    const reason = 'The credential "Moved" needs the secret for b.example.';
    const moved = await addCredential('Moved', 'needs_secret', null, reason);
    const waiting = await addIntegration('Waiting', { credentialId: moved });
    const lacking = await addIntegration('Lacking');
    notReady.set(lacking, 'Map Full Name.');
    try {
      const { attention, integrations }: Overview = (await read()).json();
      expect(attention).toContainEqual({
        level: 'error',
        title: 'Credential "Moved"',
        message: `${reason} 1 integration cannot run until then.`,
        link: `/credentials/${moved}`,
      });
      expect(attention).toContainEqual({
        level: 'error',
        title: 'Integration "Lacking"',
        message: 'It cannot run: Map Full Name.',
        link: `/integrations/${lacking}`,
      });
      expect(integrations.byHealth).toMatchObject({ needs_secret: 1, not_ready: 1 });
    } finally {
      notReady.clear();
      await db.db.query('DELETE FROM integrations WHERE id = ANY($1)', [[waiting, lacking]]);
      await db.db.query('DELETE FROM credentials WHERE id = $1', [moved]);
    }
  });

  it('says when the audit log does not reach where it is sent, and when nobody sends it', async () => {
    const find = async () =>
      ((await read()).json() as Overview).attention.filter(({ link }) => link === '/audit');
    await db.db.query('TRUNCATE audit_log');
    await db.db.query(
      `INSERT INTO audit_log (at, actor, source, action, target_type) VALUES ('2026-03-15T09:00:00Z', 'Muster', 'system', 'thing.changed', 'thing')`,
    );
    // The instants of this world are the test's, so what was looked after lately is said by the database.
    await db.db.query(
      `INSERT INTO audit_streams (kind, target, attended_at, failing_since, error)
       VALUES ('file', '/a', clock_timestamp(), '2026-03-15T09:30:00Z', 'The disk is full.'), ('syslog', 'tcp://a:1', clock_timestamp(), NULL, NULL)`,
    );
    expect(await find()).toEqual([
      {
        level: 'error',
        title: 'Audit log to a file',
        message: 'The disk is full. Waiting: 1 entry.',
        link: '/audit',
      },
      {
        level: 'warning',
        title: 'Audit log to syslog',
        message: expect.stringContaining('1 entry waits for more than ten minutes: '),
        link: '/audit',
      },
    ]);
    await db.db.query(
      'UPDATE audit_streams SET sent_id = (SELECT max(id) FROM audit_log), failing_since = NULL',
    );
    expect(await find()).toEqual([]);
    await db.db.query('TRUNCATE audit_streams');
  });

  it('counts sessions by the days of the time zone asked for', async () => {
    const dayOf = async (query: string) =>
      ((await read(query)).json() as Overview).sessionDays
        .filter(({ failedCount }) => failedCount > 0)
        .map(({ date }) => date);
    expect(await dayOf('')).toEqual(['2026-03-14']);
    expect(await dayOf('?timeZone=Europe/Berlin')).toEqual(['2026-03-15']);
  });

  it('estimates people once there are many', async () => {
    await db.db.query(
      `INSERT INTO people (username, created_at, created_by, updated_at, updated_by)
       SELECT 'u' || n, now(), 't', now(), 't' FROM generate_series(1, 120000) n`,
    );
    await db.db.query('ANALYZE people');
    const { people } = ((await read()).json() as Overview).records;
    expect(people.isExact).toBe(false);
    expect(people.count).toBeGreaterThan(100_000);
  });
});
