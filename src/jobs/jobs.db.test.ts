import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makePageRun } from '../../test/helpers/page-run.ts';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeSystemClock } from '../clock.ts';
import { makeError } from '../errors.ts';
import type { Schedule } from '../integrations/schedule.ts';
import { zeroCounters } from '../sync/run.ts';
import type { SessionLease } from '../sync/session/session-lease.ts';
import { endSession, saveCheckpoint } from '../sync/session/session-row.queries.ts';
import { notifyContacts } from './notify-contacts.ts';
import { makeTick, type NotifyPort } from './run-tick.ts';
import { makeSessionRequests } from './session-requests.ts';
import { claimSession, deadAfterSeconds, heartbeatSession } from './session-rows.queries.ts';
import { makeTransport, type Transport } from './transport.ts';
import { makeWorker, tickSeconds, type Worker } from './worker.ts';

const clock = makeSystemClock();
const log = makeMemoryLog();
const nobody = { source: 'system', name: 'Muster' } as const;
const told: { userIds: readonly number[]; title: string }[] = [];
const notify: NotifyPort = {
  notify: async (_tx, { userIds, title }) => void told.push({ userIds, title }),
};

let test: TestDb;
let transports: Transport[];
const workers: Worker[] = [];
const requests = () => makeSessionRequests({ db: test.db, transport: transports[0] as Transport });

beforeAll(async () => {
  test = await makeTestDb();
  transports = [1, 2, 3].map(() => makeTransport({ db: test.db, log }));
  // Three processes start on an empty database at the same moment.
  await Promise.all(transports.map((transport) => transport.start()));
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await test.db.query('DELETE FROM integrations');
  await test.db.query('DELETE FROM pgboss.job');
  told.length = 0;
});
afterAll(async () => {
  await Promise.all(transports.map((transport) => transport.stop()));
  await test.drop();
});

let nameCount = 0;
async function addIntegration(
  schedule: Schedule = { kind: 'manual' },
  nextRunAt: Date | null = null,
): Promise<number> {
  const { rows } = await test.db.query<{ id: number }>(
    `INSERT INTO integrations (name, connector_id, stream_id, object, schedule, status, next_run_at, contacts)
     VALUES ($1, 'acme', 'users', 'people', $2, 'active', $3, '{7}') RETURNING id`,
    [`Integration ${++nameCount}`, JSON.stringify(schedule), nextRunAt],
  );
  return (rows[0] as { id: number }).id;
}

const request = (integrationId: number) =>
  requests().requestSession({ integrationId, kind: 'manual', requestedBy: null, requestedByName: 'Ada' });

const makeTestTick = (transport: Transport) =>
  makeTick({
    db: test.db,
    clock,
    log,
    transport,
    requests: makeSessionRequests({ db: test.db, transport }),
    notify,
    chores: [],
  });

function startWorker(
  runSession: (lease: SessionLease) => Promise<void>,
  options: { transport?: Transport; concurrency?: number; tick?: () => Promise<void> } = {},
): Worker {
  const transport = options.transport ?? (transports[0] as Transport);
  const worker = makeWorker({
    db: test.db,
    heartbeats: test.db,
    clock,
    log,
    transport,
    workerId: `worker-${workers.length + 1}`,
    concurrency: options.concurrency ?? 2,
    runSession,
    tick: options.tick ?? makeTestTick(transport),
    followUp: (tx, followUp) => notifyContacts(tx, followUp, notify),
    heartbeatMs: 200,
    idleMs: 50,
  });
  workers.push(worker);
  worker.start();
  return worker;
}

async function getSessionRow(id: number): Promise<Record<string, unknown>> {
  const { rows } = await test.db.query('SELECT * FROM sessions WHERE id = $1', [id]);
  return rows[0] as Record<string, unknown>;
}

const listPages = async (sessionId: number): Promise<string[]> => {
  const { rows } = await test.db.query<{ message: string }>(
    `SELECT message FROM session_log WHERE session_id = $1 AND message LIKE 'page %' ORDER BY id`,
    [sessionId],
  );
  return rows.map((row) => row.message);
};
const pageNames = (count: number) => Array.from({ length: count }, (_, index) => `page ${index + 1}`);

/** Waits as long as it takes; what never comes ends with the time of the test. */
async function waitFor<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await clock.sleep(50);
  }
}
const waitForStatus = (sessionId: number, status: string) =>
  waitFor(async () => {
    const row = await getSessionRow(sessionId);
    return row.status === status && row;
  });

const countJobs = async (): Promise<number> => {
  const { rows } = await test.db.query<{ count: number }>(
    `SELECT count(*) AS count FROM pgboss.job WHERE name = 'muster.session'`,
  );
  return rows[0]?.count ?? 0;
};

describe('requesting a session', () => {
  it('leaves neither row nor job when the transaction is rolled back', async () => {
    const integrationId = await addIntegration();
    const rolledBack = test.db.withTransaction(async (tx) => {
      const { sessionId } = await requests().requestSession(
        { integrationId, kind: 'manual', requestedBy: null, requestedByName: 'Ada' },
        tx,
      );
      expect(sessionId).toBeGreaterThan(0);
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    const { rows } = await test.db.query('SELECT 1 FROM sessions');
    expect(rows).toHaveLength(0);
    expect(await countJobs()).toBe(0);
  });

  it('opens one session per integration, however many ask at once', async () => {
    const integrationId = await addIntegration();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => request(integrationId)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'SYNC_ALREADY_RUNNING' });
    }
    expect(await countJobs()).toBe(1);
  });

  it('says that an integration does not exist', async () => {
    await expect(request(999_999)).rejects.toMatchObject({ code: 'API_NOT_FOUND' });
  });
});

describe('a clock that was wrong once', () => {
  const daysAhead = (days: number) => new Date(Date.now() + days * 86_400_000);
  const nextRunOf = async (id: number): Promise<Date> => {
    const { rows } = await test.db.query<{ next_run_at: Date }>(
      'SELECT next_run_at FROM integrations WHERE id = $1',
      [id],
    );
    return (rows[0] as { next_run_at: Date }).next_run_at;
  };

  it('leaves no next run further away than one interval', async () => {
    const daily = await addIntegration({ kind: 'daily', timeOfDay: '02:00', timeZone: 'UTC' }, daysAhead(40));
    const hourly = await addIntegration({ kind: 'interval', everyMinutes: 60 }, daysAhead(40));
    const right = await addIntegration({ kind: 'interval', everyMinutes: 60 }, new Date(Date.now() + 60_000));
    const before = await nextRunOf(right);
    const tick = makeTestTick(transports[0] as Transport);
    await tick();
    expect((await nextRunOf(daily)).getTime()).toBeLessThanOrEqual(daysAhead(1).getTime());
    expect((await nextRunOf(daily)).toISOString()).toMatch(/T02:00:00.000Z$/);
    expect((await nextRunOf(hourly)).getTime()).toBeLessThanOrEqual(Date.now() + 3_600_000);
    expect(await nextRunOf(right)).toEqual(before);

    // Looked at before and found good: what changes later is looked at again.
    await test.db.query('UPDATE integrations SET next_run_at = $2 WHERE id = $1', [right, daysAhead(40)]);
    await tick();
    expect((await nextRunOf(right)).getTime()).toBeLessThanOrEqual(Date.now() + 3_600_000);
  });

  it("of one machine starts nothing: schedules go by the database's clock", async () => {
    const id = await addIntegration({ kind: 'interval', everyMinutes: 60 }, new Date(Date.now() + 1_800_000));
    const before = await nextRunOf(id);
    const tick = makeTick({
      db: test.db,
      clock: { ...clock, now: () => daysAhead(40) },
      log,
      transport: transports[0] as Transport,
      requests: requests(),
      notify,
      chores: [],
    });
    await tick();
    expect(await nextRunOf(id)).toEqual(before);
    const { rows } = await test.db.query('SELECT 1 FROM sessions');
    expect(rows).toEqual([]);
  });

  it('holds up neither the tick, nor a session in the queue, nor one whose worker died', async () => {
    const waiting = (await request(await addIntegration())).sessionId;
    const dead = (await request(await addIntegration())).sessionId;
    await test.db.query(
      `UPDATE sessions SET status = 'running', epoch = 1, started_at = now(),
              heartbeat_at = now() + interval '40 days' WHERE id = $1`,
      [dead],
    );
    await (transports[0] as Transport).sendTick(0);
    await test.db.query(
      `UPDATE pgboss.job SET start_after = now() + interval '40 days' WHERE state < 'active'`,
    );
    await test.db.query(`UPDATE pgboss.queue SET monitor_claim_on = now() + interval '40 days'`);
    startWorker(makePageRun({ db: test.db, clock, pageCount: 1, pauseMs: 1 }));
    await waitForStatus(waiting, 'succeeded');
    await waitForStatus(dead, 'succeeded');
    const { rows } = await test.db.query(`SELECT 1 FROM pgboss.queue WHERE monitor_claim_on > now()`);
    expect(rows).toEqual([]);
  });

  it('a tick whose job is lost comes back', async () => {
    const integrationId = await addIntegration({ kind: 'interval', everyMinutes: 60 }, new Date(0));
    startWorker(makePageRun({ db: test.db, clock, pageCount: 1, pauseMs: 1 }));
    await waitFor(async () => (await nextRunOf(integrationId)).getTime() > Date.now());
  });
});

describe('workers', () => {
  it('compete for sessions, and each session is run once', async () => {
    const integrationIds = await Promise.all(Array.from({ length: 12 }, () => addIntegration()));
    const runs: number[] = [];
    const run = makePageRun({ db: test.db, clock, pageCount: 2, pauseMs: 20 });
    const runSession = (lease: SessionLease) => {
      runs.push(lease.sessionId);
      return run(lease);
    };
    startWorker(runSession);
    startWorker(runSession, { transport: transports[1] as Transport });
    const ids = await Promise.all(integrationIds.map(async (id) => (await request(id)).sessionId));
    for (const id of ids) await waitForStatus(id, 'succeeded');
    expect(runs.toSorted((left, right) => left - right)).toEqual(ids.toSorted((left, right) => left - right));
    for (const id of ids) expect(await listPages(id)).toEqual(pageNames(2));
  });

  it('give a session back on shutdown, and another one goes on at once where it stopped', async () => {
    const { sessionId } = await request(await addIntegration());
    const first = startWorker(makePageRun({ db: test.db, clock, pageCount: 1_000_000, pauseMs: 40 }));
    await waitFor(async () => (await listPages(sessionId)).length >= 3);
    await first.stop();
    expect(await getSessionRow(sessionId)).toMatchObject({ status: 'running', heartbeat_at: null });
    const pageCount = (await listPages(sessionId)).length + 20;
    // At once: its job waits for no time and for no tick, and no heartbeat must first be found old.
    const jobs = await test.db.query<{ is_due: boolean }>(
      `SELECT start_after <= now() AS is_due FROM pgboss.job WHERE name = 'muster.session' AND state = 'created'`,
    );
    expect(jobs.rows).toEqual([{ is_due: true }]);
    // Following up now would use up the one follow-up of the session's real end.
    const { rows } = await test.db.query(`SELECT 1 FROM pgboss.job WHERE name = 'muster.follow-up'`);
    expect(rows).toEqual([]);
    startWorker(makePageRun({ db: test.db, clock, pageCount, pauseMs: 1 }), {
      transport: transports[1] as Transport,
      tick: async () => {},
    });
    expect(await waitForStatus(sessionId, 'succeeded')).toMatchObject({ epoch: 2 });
    expect(await listPages(sessionId)).toEqual(pageNames(pageCount));
  });

  it('killed with -9 lose their session to another one within 30 s, with no page lost or doubled', async () => {
    const { sessionId } = await request(await addIntegration());
    const script = join(import.meta.dirname, '../../test/helpers/worker-process.ts');
    const child = spawn(process.execPath, [script, test.url, '1000000', '100'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await waitFor(async () => (await listPages(sessionId)).length >= 5);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const pageCount = (await listPages(sessionId)).length + 20;
    // Its last sign of life is found old after so many seconds, by a tick that comes every so many.
    expect(deadAfterSeconds + tickSeconds).toBeLessThan(30);
    startWorker(makePageRun({ db: test.db, clock, pageCount, pauseMs: 1 }));
    await waitFor(async () => (await getSessionRow(sessionId)).epoch === 2);
    await waitForStatus(sessionId, 'succeeded');
    expect(await listPages(sessionId)).toEqual(pageNames(pageCount));
  });

  it('thought dead can commit nothing any more and are told so', async () => {
    const { sessionId } = await request(await addIntegration());
    const zombie = await claimSession(test.db, sessionId, 'zombie');
    expect(zombie).toEqual({ epoch: 1 });
    expect(await claimSession(test.db, sessionId, 'other')).toBeUndefined();
    await test.db.query(
      `UPDATE sessions SET heartbeat_at = now() - make_interval(secs => $2) WHERE id = $1`,
      [sessionId, deadAfterSeconds + 1],
    );
    expect(await claimSession(test.db, sessionId, 'other')).toEqual({ epoch: 2 });

    const late = test.db.withTransaction(async (tx) => {
      await tx.query(
        `INSERT INTO session_log (session_id, at, level, message) VALUES ($1, now(), 'info', 'page 1')`,
        [sessionId],
      );
      await saveCheckpoint(tx, {
        sessionId,
        epoch: 1,
        cursor: { page: 1 },
        isReadComplete: false,
        phase: 'reading',
        expectedCount: null,
        doubts: {},
        restartCount: 0,
        counters: zeroCounters(),
      });
    });
    await expect(late).rejects.toMatchObject({ code: 'SYNC_EPOCH_LOST' });
    expect(await listPages(sessionId)).toEqual([]);
    const end = endSession(test.db, { sessionId, epoch: 1, status: 'succeeded', at: clock.now() });
    await expect(end).rejects.toMatchObject({ code: 'SYNC_EPOCH_LOST' });
    expect(await heartbeatSession(test.db, sessionId, 1)).toBeUndefined();
    expect(await heartbeatSession(test.db, sessionId, 2)).toEqual({ isCancelRequested: false });
  });

  it('stop when the row says that somebody else has the session', async () => {
    const { sessionId } = await request(await addIntegration());
    let reason: unknown;
    startWorker(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reason = signal.reason;
            reject(signal.reason);
          });
        }),
    );
    await waitForStatus(sessionId, 'running');
    await test.db.query('UPDATE sessions SET epoch = epoch + 1 WHERE id = $1', [sessionId]);
    await waitFor(async () => reason);
    expect(reason).toMatchObject({ kind: 'lost' });
  });

  it.each(['DB_UNAVAILABLE', 'DB_DISK_FULL'] as const)(
    'resume a session that ended in %s, and say meanwhile that it waits',
    async (code) => {
      const { sessionId } = await request(await addIntegration());
      let runCount = 0;
      const run = makePageRun({ db: test.db, clock, pageCount: 3, pauseMs: 1 });
      startWorker((lease) => {
        runCount += 1;
        return runCount === 1 ? Promise.reject(makeError(code, { reason: 'no more room' })) : run(lease);
      });
      expect(await waitForStatus(sessionId, 'succeeded')).toMatchObject({ epoch: 2 });
      const { rows } = await test.db.query<{ message: string }>(
        `SELECT message FROM session_log WHERE session_id = $1 AND level = 'warning'`,
        [sessionId],
      );
      expect(rows).toEqual([{ message: expect.stringMatching(/no more room.*about 5 seconds/) }]);
    },
  );

  it('give a session up that the database has refused again and again, with what the database said', async () => {
    const { sessionId } = await request(await addIntegration());
    await test.db.query('UPDATE sessions SET epoch = 19 WHERE id = $1', [sessionId]);
    startWorker(() => Promise.reject(makeError('DB_DISK_FULL', { reason: 'no more room' })));
    expect(await waitForStatus(sessionId, 'failed')).toMatchObject({ error_code: 'DB_DISK_FULL' });
  });

  it('a session that waits for the database is not taken up sooner by a tick that comes at that moment', async () => {
    const { sessionId } = await request(await addIntegration());
    await test.db.query('UPDATE sessions SET epoch = 8 WHERE id = $1', [sessionId]);
    const transport = transports[0] as Transport;
    const tick = makeTestTick(transport);
    let sentCount = 0;
    startWorker(() => Promise.reject(makeError('DB_DISK_FULL', { reason: 'no more room' })), {
      transport: {
        ...transport,
        async sendSession(id, options) {
          await tick();
          await transport.sendSession(id, options);
          sentCount += 1;
        },
      },
      tick: async () => {},
    });
    await waitFor(async () => sentCount > 0 && (await getSessionRow(sessionId)).heartbeat_at === null);
    const { rows } = await test.db.query(
      `SELECT start_after > now() + interval '1 minute' AS is_later FROM pgboss.job
       WHERE name = 'muster.session' AND state = 'created'`,
    );
    expect(rows).toEqual([{ is_later: true }]);
    expect([sentCount, (await getSessionRow(sessionId)).epoch]).toEqual([1, 9]);
  });

  it('a session that waits for the database can be canceled at once', async () => {
    const { sessionId } = await request(await addIntegration());
    await test.db.query('UPDATE sessions SET epoch = 8 WHERE id = $1', [sessionId]);
    startWorker(() => Promise.reject(makeError('DB_DISK_FULL', { reason: 'no more room' })));
    await waitFor(async () => {
      // One look: between two the worker may have come and gone.
      const row = await getSessionRow(sessionId);
      return row.heartbeat_at === null && row.epoch === 9;
    });
    await requests().cancelSession(nobody, sessionId);
    expect(await getSessionRow(sessionId)).toMatchObject({ status: 'canceled' });
  });

  it('a run that cannot be started keeps no other back', async () => {
    const first = await addIntegration({ kind: 'interval', everyMinutes: 60 }, new Date(0));
    const second = await addIntegration({ kind: 'interval', everyMinutes: 60 }, new Date(1));
    const { requestSession, cancelSession } = requests();
    const tick = makeTick({
      db: test.db,
      clock,
      log,
      transport: transports[0] as Transport,
      requests: {
        cancelSession,
        requestSession: (wanted, tx) =>
          wanted.integrationId === first
            ? Promise.reject(new Error('on purpose'))
            : requestSession(wanted, tx),
      },
      notify,
      chores: [],
    });
    await tick();
    const { rows } = await test.db.query('SELECT integration_id FROM sessions');
    expect(rows).toEqual([{ integration_id: second }]);
  });

  it('resume a session after the database was away, and end one that fails without a reason', async () => {
    const { sessionId } = await request(await addIntegration());
    let runCount = 0;
    const run = makePageRun({ db: test.db, clock, pageCount: 3, pauseMs: 1 });
    startWorker((lease) => {
      runCount += 1;
      return runCount === 1 ? Promise.reject(makeError('DB_UNAVAILABLE', { reason: 'gone' })) : run(lease);
    });
    expect(await waitForStatus(sessionId, 'succeeded')).toMatchObject({ epoch: 2 });

    runCount = 100;
    const broken = await request(await addIntegration());
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    startWorker(() => Promise.reject(new TypeError('a bug')));
    expect(await waitForStatus(broken.sessionId, 'failed')).toMatchObject({ error_code: 'API_INTERNAL' });
  });

  it('do not take up again a session that ended one worker after the other', async () => {
    const { sessionId } = await request(await addIntegration());
    await test.db.query('UPDATE sessions SET epoch = 20 WHERE id = $1', [sessionId]);
    startWorker(() => Promise.reject(new Error('must not be run')));
    expect(await waitForStatus(sessionId, 'failed')).toMatchObject({ error_code: 'JOBS_SESSION_ABANDONED' });
  });
});

describe('canceling', () => {
  it('ends a queued session at once and a running one at its next heartbeat', async () => {
    const queued = await request(await addIntegration());
    await requests().cancelSession(nobody, queued.sessionId);
    expect(await getSessionRow(queued.sessionId)).toMatchObject({ status: 'canceled', phase: 'done' });

    const running = await request(await addIntegration());
    startWorker(makePageRun({ db: test.db, clock, pageCount: 1_000, pauseMs: 20 }));
    await waitForStatus(running.sessionId, 'running');
    await requests().cancelSession(nobody, running.sessionId);
    await waitForStatus(running.sessionId, 'canceled');
    await expect(requests().cancelSession(nobody, running.sessionId)).rejects.toMatchObject({
      code: 'SESSION_ENDED',
    });
    await expect(requests().cancelSession(nobody, 999_999)).rejects.toMatchObject({ code: 'API_NOT_FOUND' });
  });
});

describe('the scheduler', () => {
  it('makes one session of a due run with three processes, and one of many missed runs', async () => {
    const hourMs = 3_600_000;
    const dueAt = new Date(Date.now() - 10 * hourMs - 60_000);
    const id = await addIntegration({ kind: 'interval', everyMinutes: 60 }, dueAt);
    await addIntegration({ kind: 'interval', everyMinutes: 60 }, new Date(Date.now() + hourMs));
    const ticks = transports.map(makeTestTick);
    await Promise.all([...ticks, ...ticks].map((tick) => tick()));
    const { rows } = await test.db.query<{ integration_id: number; kind: string }>(
      'SELECT integration_id, kind FROM sessions',
    );
    expect(rows).toEqual([{ integration_id: id, kind: 'scheduled' }]);
    const next = await test.db.query<{ next_run_at: Date }>(
      'SELECT next_run_at FROM integrations WHERE id = $1',
      [id],
    );
    // The beat of the schedule is kept.
    expect(next.rows[0]?.next_run_at.getTime()).toBe(dueAt.getTime() + 11 * hourMs);
  });

  it('runs by itself in three workers, one tick at a time', async () => {
    const id = await addIntegration(
      { kind: 'daily', timeOfDay: '02:00', timeZone: 'UTC' },
      new Date(Date.now() - 1_000),
    );
    const run = makePageRun({ db: test.db, clock, pageCount: 1, pauseMs: 1 });
    for (const transport of transports) startWorker(run, { transport });
    const sessionId = await waitFor(async () => {
      const { rows } = await test.db.query<{ id: number }>(
        'SELECT id FROM sessions WHERE integration_id = $1',
        [id],
      );
      return rows[0]?.id;
    });
    await waitForStatus(sessionId, 'succeeded');
    const { rows } = await test.db.query('SELECT id FROM sessions');
    expect(rows).toHaveLength(1);
    const ticks = await test.db.query(
      `SELECT 1 FROM pgboss.job WHERE name = 'muster.tick' AND state = 'created'`,
    );
    expect(ticks.rows).toHaveLength(1);
  });

  it('tells the contacts when a run cannot start, and starts the others all the same', async () => {
    const past = new Date(Date.now() - 60_000);
    const busy = await addIntegration({ kind: 'interval', everyMinutes: 5 }, past);
    await request(busy);
    const broken = await addIntegration({ kind: 'cron', expression: 'x', timeZone: 'UTC' }, past);
    const fine = await addIntegration({ kind: 'interval', everyMinutes: 5 }, past);
    await makeTestTick(transports[0] as Transport)();
    expect(told.map(({ userIds, title }) => [userIds, title.replace(/^.*: /, '')])).toEqual([
      [[7], 'scheduled run did not start'],
      [[7], 'scheduled run did not start'],
    ]);
    const { rows } = await test.db.query<{ integration_id: number }>(
      `SELECT integration_id FROM sessions WHERE kind = 'scheduled'`,
    );
    expect(rows).toEqual([{ integration_id: fine }]);
    const { rows: states } = await test.db.query<{ next_run_at: Date | null }>(
      'SELECT next_run_at FROM integrations WHERE id = $1',
      [broken],
    );
    expect(states).toEqual([{ next_run_at: null }]);
  });
});

describe('after a session', () => {
  const addFailed = async (integrationId: number, errorCode: string, kind = 'scheduled') => {
    const { rows } = await test.db.query<{ id: number }>(
      `INSERT INTO sessions (integration_id, kind, status, started_at, ended_at, error_code, error_message)
       VALUES ($1, $2, 'failed', now(), now(), $3, 'It failed.') RETURNING id`,
      [integrationId, kind, errorCode],
    );
    return (rows[0] as { id: number }).id;
  };
  const followUp = (sessionId: number) =>
    test.db.withTransaction((tx) => notifyContacts(tx, { kind: 'ended', sessionId }, notify));
  const nextRunIn = async (integrationId: number) => {
    const { rows } = await test.db.query<{ minutes: number }>(
      'SELECT round(extract(epoch FROM next_run_at - now()) / 60)::int AS minutes FROM integrations WHERE id = $1',
      [integrationId],
    );
    return rows[0]?.minutes;
  };

  it('repeats a scheduled run that failed for a passing reason, then tells once', async () => {
    const far = new Date(Date.now() + 86_400_000);
    const id = await addIntegration({ kind: 'daily', timeOfDay: '02:00', timeZone: 'UTC' }, far);
    const minutes: unknown[] = [];
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await test.db.query('UPDATE integrations SET next_run_at = $2 WHERE id = $1', [id, far]);
      await followUp(await addFailed(id, 'DB_UNAVAILABLE'));
      minutes.push(await nextRunIn(id));
    }
    expect(minutes).toEqual([5, 15, 45, 1440, 1440]);
    expect(told).toHaveLength(1);
  });

  it('tells the contacts at once of what a person must mend, and nobody of a test run', async () => {
    const id = await addIntegration();
    await followUp(await addFailed(id, 'SYNC_RETIRE_LIMIT'));
    await followUp(await addFailed(id, 'SYNC_RETIRE_LIMIT', 'test'));
    expect(told).toEqual([{ userIds: [7], title: expect.stringContaining('session failed') }]);
  });

  it('is followed up once, though the tick and a worker both see its end', async () => {
    const sessionId = await addFailed(await addIntegration(), 'SYNC_RETIRE_LIMIT');
    const [first, second] = transports as [Transport, Transport];
    await Promise.all([
      first.sendFollowUp({ kind: 'ended', sessionId }),
      second.sendFollowUp({ kind: 'ended', sessionId }),
    ]);
    await makeTestTick(first)();
    const run = (transport: Transport) =>
      transport.runFollowUp((tx, found) => notifyContacts(tx, found, notify));
    while ((await run(first)) || (await run(second)));
    await makeTestTick(second)();
    while (await run(second));
    expect(told).toHaveLength(1);
  });

  it('tells of a session that is still open after 24 hours', async () => {
    const { sessionId } = await request(await addIntegration());
    await test.db.query(
      `UPDATE sessions SET status = 'running', heartbeat_at = now(), started_at = now() - interval '25 hours' WHERE id = $1`,
      [sessionId],
    );
    const transport = transports[0] as Transport;
    await makeTestTick(transport)();
    await transport.runFollowUp((tx, found) => notifyContacts(tx, found, notify));
    expect(told).toEqual([{ userIds: [7], title: expect.stringContaining('24 hours') }]);
  });
});
