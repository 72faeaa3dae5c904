import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestApp, type TestApp } from '../../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import { makeSystemClock } from '../../clock.ts';
import { makeLogger } from '../../logger.ts';
import { makeMetrics } from '../../overview/metrics.ts';
import { makeDatabaseChecks, makeReadiness, type ReadinessCheck } from '../../overview/readiness.ts';

const log = makeLogger({ level: 'silent' });
const clock = makeSystemClock();
const metricsToken = 'prometheus-token-1234';
let db: TestDb;
let queue: ReadinessCheck;
let problem: Error | undefined;
let test: TestApp;
const readLoopDelay = () => ({ medianMs: 1, p99Ms: 20, longestMs: 123.4 });

async function makeApp(publicUrl?: string): Promise<TestApp> {
  const metrics = makeMetrics({
    db: db.db,
    log,
    version: '1.2.3',
    readWorkers: () => ({ busyCount: 1, totalCount: 2 }),
    readLoopDelay,
    readDbPools: () => ({ people: { totalCount: 3, idleCount: 2, waitingCount: 0 } }),
  });
  const checks = [...makeDatabaseChecks(db.db), { name: 'queue', run: () => queue.run() }];
  const readiness = makeReadiness({ checks, clock, log, readLoopDelay });
  return makeTestApp(db.db, {
    services: { metrics, readiness, metricsToken, findProblem: () => problem },
    app: { publicUrl, onAnswer: metrics.observeAnswer },
  });
}

beforeAll(async () => {
  db = await makeTestDb();
  queue = { name: 'queue', run: async () => {} };
  test = await makeApp();
});
afterAll(async () => {
  await test.app.close();
  await db.drop();
});

const get = (url: string, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
  test.app.inject({ url, headers, remoteAddress });

describe('health', () => {
  it('says that the process is up', async () => {
    expect((await get('/healthz')).json()).toEqual({ isAlive: true });
  });

  it('does not say that the process is up when it cannot go on', async () => {
    problem = new Error('The embedded PostgreSQL could not be kept running.');
    const answer = await get('/healthz');
    problem = undefined;
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({
      isAlive: false,
      message: 'The embedded PostgreSQL could not be kept running.',
    });
  });

  it('says that everything needed works, and otherwise what does not', async () => {
    const ready = await get('/readyz');
    expect(ready.json()).toEqual({
      isReady: true,
      warnings: [],
      checks: ['database', 'migrations', 'queue'].map((name) => ({ name, isOk: true, message: 'ok' })),
      longestLoopDelayMs: 123,
    });
    queue = { name: 'queue', run: () => Promise.reject(new Error('the queue is away')) };
    const notReady = await get('/readyz');
    queue = { name: 'queue', run: async () => {} };
    expect(notReady.statusCode).toBe(503);
    expect(notReady.json().checks[2]).toEqual({ name: 'queue', isOk: false, message: 'the queue is away' });
  });

  it('does not wait for ever', async () => {
    const hanging = makeReadiness({
      checks: [{ name: 'queue', run: () => new Promise(() => {}) }],
      clock: { ...clock, sleep: (_ms, signal) => clock.sleep(5, signal) },
      log,
      readLoopDelay,
    });
    expect((await hanging.check()).checks[0]?.message).toContain('no answer');
  });

  it('knows about migrations that are missing', async () => {
    const removed = await db.db.query(
      'DELETE FROM schema_migrations WHERE number = (SELECT max(number) FROM schema_migrations) RETURNING number, name, checksum',
    );
    const answer = await get('/readyz');
    const [row] = removed.rows as { number: number; name: string; checksum: string }[];
    await db.db.query('INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)', [
      row?.number,
      row?.name,
      row?.checksum,
    ]);
    expect(answer.json().checks[1]).toMatchObject({ name: 'migrations', isOk: false });
  });
});

describe('metrics', () => {
  it('tell about requests by route, workers, connections and the database', async () => {
    await get('/healthz');
    const answer = await get('/metrics');
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.body).toContain('muster_info{version="1.2.3"} 1');
    expect(answer.body).toMatch(
      /muster_http_request_duration_seconds_count\{method="GET",route="\/healthz",status="200"\} \d/,
    );
    expect(answer.body).toContain('muster_workers{state="busy"} 1');
    expect(answer.body).toContain('muster_database_connections{pool="people",state="total"} 3');
    expect(answer.body).toContain('muster_database_up 1');
    expect(answer.body).toContain('muster_event_loop_delay_seconds{quantile="1"} 0.1234');
    expect(answer.body).toContain('muster_records_total{outcome="created"} 0');
  });

  it('tell how far the audit log has been sent', async () => {
    expect((await get('/metrics')).body).not.toContain('muster_audit_entries_waiting{');
    await db.db.query(
      `INSERT INTO audit_log (actor, source, action, target_type) VALUES ('x', 'system', 'thing.changed', 'thing'), ('x', 'system', 'thing.changed', 'thing')`,
    );
    await db.db.query(
      `INSERT INTO audit_streams (kind, target, sent_id, attended_at, failing_since)
       VALUES ('file', '/a', (SELECT max(id) - 1 FROM audit_log), clock_timestamp(), clock_timestamp())`,
    );
    const { body } = await get('/metrics');
    await db.db.query('TRUNCATE audit_streams, audit_log');
    expect(body).toContain('muster_audit_entries_waiting{stream="file"} 1');
    expect(body).toContain('muster_audit_stream_failing{stream="file"} 1');
  });

  it('answer this machine, the configured token and API tokens, nobody else', async () => {
    const user = await test.signInAs('viewer', 'Vera');
    const by = {
      kind: 'user',
      userId: user.userId,
      name: 'V',
      email: 'v@example.com',
      role: 'viewer',
    } as const;
    const { secret } = await test.access.apiTokens.create(by, { name: 'p', role: 'viewer', expiresAt: null });
    const statusOf = async (headers: Record<string, string>, address: string) =>
      (await get('/metrics', headers, address)).statusCode;
    expect(await statusOf({}, '::ffff:127.0.0.1')).toBe(200);
    expect(await statusOf({}, '192.0.2.7')).toBe(401);
    expect(await statusOf({ authorization: `Bearer ${metricsToken}` }, '192.0.2.7')).toBe(200);
    expect(await statusOf({ authorization: `Bearer ${secret}` }, '192.0.2.7')).toBe(200);
    expect(await statusOf({ authorization: 'Bearer mst_wrong' }, '127.0.0.1')).toBe(401);
    // A reverse proxy on this machine is not this machine.
    expect(await statusOf({ 'x-forwarded-for': '192.0.2.7' }, '127.0.0.1')).toBe(401);
    expect(await statusOf({ host: 'muster.example.com' }, '127.0.0.1')).toBe(401);
  });

  it('behind a public address need a token even from this machine', async () => {
    const other = await makeApp('https://muster.example.com');
    const answer = await other.app.inject({ url: '/metrics' });
    await other.app.close();
    expect(answer.statusCode).toBe(401);
  });

  it('answer while the database is away', async () => {
    const away = { ...db.db, query: () => Promise.reject(new Error('gone')) } as typeof db.db;
    const text = await makeMetrics({ db: away, log, version: '1' }).read();
    expect(text).toContain('muster_database_up 0');
    expect(text).toContain('muster_process_cpu_seconds_total');
  });
});
