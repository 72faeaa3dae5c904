import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import { makeManualClock, makeTestApp, type TestApp } from '../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeSessionService } from '../sync/session/session-service.ts';
import { retentionKindNames, retentionKinds } from './retention-kinds.ts';
import { makeRetentionService, type RetentionService } from './retention-service.ts';

let world: TestDb;
let test_: TestApp;
let retention: RetentionService;
const clock = makeManualClock(new Date('2026-06-01T00:00:00Z'));
const never = new AbortController().signal;
const count = async (sql: string): Promise<number> =>
  Number((await world.db.query<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`)).rows[0]?.n);

beforeAll(async () => {
  world = await makeTestDb();
  const audit = (await makeTestApp(world.db, { clock })).access.audit;
  // Slices far smaller than what there is, so that many are needed.
  retention = makeRetentionService({ db: world.db, clock, log: makeMemoryLog(), audit, sliceSize: 200 });
  test_ = await makeTestApp(world.db, {
    clock,
    services: { retention, sessions: makeSessionService({ db: world.db, clock, audit }) },
  });
  await world.db.query(
    `INSERT INTO integrations (id, name, connector_id, stream_id, object, schedule) OVERRIDING SYSTEM VALUE VALUES (1, 'Users', 'test', 'users', 'people', '{"kind":"manual"}')`,
  );
});
afterAll(() => world.drop());

beforeEach(async () => {
  await world.db.query(
    'TRUNCATE sessions, record_changes, source_records, audit_log, parked_records CASCADE',
  );
  // A session a week for two years, the newest a week ago.
  await world.db.query(
    `INSERT INTO sessions (id, integration_id, kind, status, ended_at, test_payload, plan_session_id) OVERRIDING SYSTEM VALUE
     SELECT 105 - n, 1, 'manual', 'succeeded', timestamptz '2026-06-01' - n * interval '7 days', '{"a":1}', 104 - n FROM generate_series(1, 104) n`,
  );
  await world.db.query(
    `INSERT INTO session_outcomes (session_id, outcome) SELECT s.id, 'skipped' FROM sessions s, generate_series(1, 5)`,
  );
  await world.db.query(
    `INSERT INTO session_log (session_id, at, level, message) SELECT id, ended_at, 'info', 'x' FROM sessions`,
  );
  await world.db.query(
    `INSERT INTO plan_items (session_id, seq, outcome) SELECT id, 1, 'created' FROM sessions`,
  );
  await world.db.query(
    `INSERT INTO record_changes (object, record_id, kind, session_id, actor, at, changes) SELECT 'people', 1, 'updated', id, 'sync', ended_at, '{}' FROM sessions`,
  );
  await world.db.query(
    `INSERT INTO source_records (integration_id, native_id, record_id, content_hash, payload, first_seen_at, first_session_id, last_changed_at, last_session_id, missing_since)
     VALUES (1, 'gone', 1, gen_random_uuid(), '{"a":1}', now(), 1, now(), 1, '2025-01-01'), (1, 'gone-lately', 2, gen_random_uuid(), '{"a":1}', now(), 1, now(), 1, '2026-05-01'),
            (1, 'there', 3, gen_random_uuid(), '{"a":1}', now(), 1, now(), 1, NULL)`,
  );
  await world.db.query(
    `INSERT INTO audit_log (at, actor, source, action, target_type) VALUES ('2024-01-01', 'x', 'ui', 'y', 'z')`,
  );
  await world.db.query(
    `UPDATE retention_rules SET last_run_at = NULL, deleted_count = 0, last_deleted_count = 0`,
  );
});

describe('what passes is kept for a time', () => {
  test('each kind has a rule with its default', async () => {
    const rules = await retention.list();
    expect(rules.map(({ kind }) => kind)).toEqual(retentionKindNames);
    for (const { kind, keepDays } of rules) expect(keepDays, kind).toBe(retentionKinds[kind].defaultDays);
  });

  test('older rows go, slice by slice, the others stay, and what is kept names nothing that is gone', async () => {
    expect(await retention.isDue()).toBe(true);
    expect(await retention.run(never)).toEqual({ isDone: true });
    // 365 days are 52 weeks; a session of exactly that age is not older.
    expect(await count('sessions')).toBe(52);
    expect(await count('session_outcomes')).toBe(12 * 5);
    expect(await count('session_log')).toBe(12);
    expect(await count('plan_items')).toBe(4);
    expect(await count('sessions WHERE test_payload IS NOT NULL')).toBe(4);
    expect(await count('record_changes')).toBe(104);
    expect(
      await count(
        'record_changes c WHERE session_id IS NOT NULL AND NOT EXISTS (SELECT FROM sessions s WHERE s.id = c.session_id)',
      ),
    ).toBe(0);
    expect(
      await count(
        'sessions c WHERE plan_session_id IS NOT NULL AND NOT EXISTS (SELECT FROM sessions s WHERE s.id = c.plan_session_id)',
      ),
    ).toBe(0);
    const { rows } = await world.db.query(
      `SELECT native_id, payload, content_hash IS NULL AS "isForgotten" FROM source_records ORDER BY native_id`,
    );
    expect(rows).toEqual([
      { native_id: 'gone', payload: null, isForgotten: true },
      { native_id: 'gone-lately', payload: { a: 1 }, isForgotten: false },
      { native_id: 'there', payload: { a: 1 }, isForgotten: false },
    ]);
    expect(await count('audit_log')).toBe(1);
    const done = Object.fromEntries(
      (await retention.list()).map((rule) => [rule.kind, rule.lastDeletedCount]),
    );
    expect(done).toMatchObject({ sessions: 52, audit: 0, source_payloads: 1 });
    expect(await retention.isDue()).toBe(false);
    await retention.run(never);
    expect((await retention.list()).find(({ kind }) => kind === 'sessions')).toMatchObject({
      lastDeletedCount: 0,
      deletedCount: 52,
    });
  });

  test('the newest sessions of an integration stay whatever their age, and those a parked record names', async () => {
    await world.db.query(
      `INSERT INTO parked_records (integration_id, native_id, object, reason_code, reason, mapped, first_session_id, last_session_id, first_seen_at, last_seen_at)
       VALUES (1, 'p', 'people', 'X', 'x', '{}', 2, 3, now(), now())`,
    );
    clock.advance(10 * 365 * 24 * 60 * 60_000);
    await retention.run(never);
    clock.advance(-10 * 365 * 24 * 60 * 60_000);
    const { rows } = await world.db.query<{ id: number }>('SELECT id FROM sessions ORDER BY id');
    expect(rows.map(({ id }) => id)).toEqual([2, 3, ...Array.from({ length: 30 }, (_, index) => 75 + index)]);
  });

  test('sessions that tell what is usual stay while something is silent, or the silence would become usual', async () => {
    await world.db.query(`UPDATE sessions SET read_count = 10, causes = '{}'`);
    await world.db.query(`UPDATE sessions SET drift = 'Serial Number fell silent.' WHERE id >= 50`);
    clock.advance(10 * 365 * 24 * 60 * 60_000);
    await retention.run(never);
    clock.advance(-10 * 365 * 24 * 60 * 60_000);
    const { rows } = await world.db.query<{ id: number }>('SELECT id FROM sessions ORDER BY id');
    const newest = Array.from({ length: 30 }, (_, index) => 75 + index);
    expect(rows.map(({ id }) => id)).toEqual([45, 46, 47, 48, 49, ...newest]);
  });

  test('entries of the audit log that a stream still has to send stay until they have arrived', async () => {
    await world.db.query(
      `INSERT INTO audit_log (at, actor, source, action, target_type) SELECT '2020-01-01', 'Muster', 'system', 'thing.changed', 'old' FROM generate_series(1, 5)`,
    );
    const { rows } = await world.db.query<{ id: number }>(
      `SELECT id FROM audit_log WHERE target_type = 'old' ORDER BY id`,
    );
    await world.db.query(`UPDATE retention_rules SET keep_days = 30 WHERE kind = 'audit'`);
    await world.db.query(
      `INSERT INTO audit_streams (kind, target, sent_id, attended_at) VALUES ('file', '/a', $1, clock_timestamp()), ('syslog', 'tcp://a:1', $2, clock_timestamp())`,
      [rows[1]?.id, rows[3]?.id],
    );
    await retention.run(never);
    expect(await count(`audit_log WHERE target_type = 'old'`)).toBe(3);
    // Its setting was taken away: nobody looks after it any more.
    await world.db.query(`UPDATE audit_streams SET attended_at = clock_timestamp() - interval '2 days'`);
    await retention.run(never);
    expect(await count(`audit_log WHERE target_type = 'old'`)).toBe(0);
    await world.db.query('TRUNCATE audit_streams');
    await world.db.query(`UPDATE retention_rules SET keep_days = NULL WHERE kind = 'audit'`);
  });

  test('a session that has lost its outcomes, log, plan or payload says so, and goes on saying so', async () => {
    await world.db.query(
      `UPDATE sessions SET skipped_count = 5, kind = CASE id WHEN 92 THEN 'preview' WHEN 93 THEN 'test' ELSE kind END`,
    );
    const { headers } = await test_.signInAs('viewer');
    const read = async (id: number): Promise<string[]> =>
      (await test_.app.inject({ url: `/api/sessions/${id}`, headers })).json().deletedByRetention;
    await world.db.query('UPDATE retention_rules SET deleted_before = NULL');
    expect(await read(91)).toEqual([]);
    await retention.run(never);
    // A session a week: the 91st ended 98 days ago, the 93rd 84.
    expect(await read(91)).toEqual(['outcomes', 'session_logs']);
    expect(await read(92)).toEqual(['outcomes', 'plans', 'session_logs']);
    expect(await read(93)).toEqual(['test_payloads']);
    expect(await read(104)).toEqual([]);
    await world.db.query('UPDATE sessions SET skipped_count = 0 WHERE id = 91');
    expect(await read(91)).toEqual(['session_logs']);
    // A rule that keeps longer from now on brings nothing back.
    await world.db.query('UPDATE retention_rules SET keep_days = 3650');
    await retention.run(never);
    expect(await read(92)).toEqual(['outcomes', 'plans', 'session_logs']);
    const list = await test_.app.inject({ url: '/api/sessions?limit=500', headers });
    expect(list.json().items.find(({ id }: { id: number }) => id === 93)).toMatchObject({
      deletedByRetention: ['test_payloads'],
    });
    await world.db.query(
      `UPDATE retention_rules SET keep_days = CASE kind WHEN 'sessions' THEN 365 WHEN 'outcomes' THEN 90 WHEN 'session_logs' THEN 90
         WHEN 'plans' THEN 30 WHEN 'test_payloads' THEN 30 WHEN 'notifications' THEN 90 WHEN 'source_payloads' THEN 365 END`,
    );
  });

  test('a signal ends it between two slices', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await retention.run(stop.signal)).toEqual({ isDone: false });
    expect(await count('sessions')).toBe(104);
  });
});

describe('the API', () => {
  const call = async (who: 'administrator' | 'operator', method: 'GET' | 'PATCH', payload?: object) => {
    const { headers } = await test_.signInAs(
      who,
      `${who} ${method} ${JSON.stringify(payload ?? 0).replace(/\W/g, '')}`,
    );
    const answer = await test_.app.inject({
      method,
      url: '/api/retention',
      headers,
      ...(payload ? { payload } : {}),
    });
    return { status: answer.statusCode, body: answer.json() };
  };

  test('shows the rules to everybody and lets administrators change them, with an entry in the audit log', async () => {
    expect((await call('operator', 'GET')).body.items).toHaveLength(retentionKindNames.length);
    expect((await call('operator', 'PATCH', { audit: 30 })).status).toBe(403);
    const changed = await call('administrator', 'PATCH', { audit: 30, sessions: null });
    expect(changed.body.items.find((rule: { kind: string }) => rule.kind === 'audit').keepDays).toBe(30);
    expect(await count(`audit_log WHERE action = 'retention.updated'`)).toBe(2);
    const wrong = await call('administrator', 'PATCH', { audit: 0 });
    expect(wrong).toMatchObject({
      status: 422,
      body: { error: { code: 'RETENTION_INVALID', field: 'audit' } },
    });
  });
});
