import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeSystemClock } from '../clock.ts';
import { makeIndexMaintenance } from './index-maintenance.ts';
import { makeTransport, type Transport } from './transport.ts';
import { makeWorker, type Worker } from './worker.ts';

const clock = makeSystemClock();
const log = makeMemoryLog();
let test: TestDb;
let transport: Transport;
const workers: Worker[] = [];

beforeAll(async () => {
  test = await makeTestDb();
  transport = makeTransport({ db: test.db, log });
  await transport.start();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await test.db.query('DELETE FROM pgboss.job');
  log.lines.length = 0;
});
afterAll(async () => {
  await transport.stop();
  await test.drop();
});

function startWorker(maintain: (object: string, signal: AbortSignal) => Promise<{ isDone: boolean }>) {
  const worker = makeWorker({
    db: test.db,
    heartbeats: test.db,
    clock,
    log,
    transport,
    workerId: 'worker',
    concurrency: 1,
    runSession: async () => undefined,
    tick: async () => undefined,
    followUp: async () => undefined,
    indexMaintenance: makeIndexMaintenance({
      clock,
      log,
      transport,
      maintain,
      lookEveryMs: 50,
      repeatAfterSeconds: 1,
    }),
    idleMs: 20,
  });
  workers.push(worker);
  worker.start();
  return worker;
}

const countJobs = async (state: string): Promise<number> => {
  const { rows } = await test.db.query<{ count: number }>(
    `SELECT count(*) AS count FROM pgboss.job WHERE name = 'muster.look-after-list-indexes' AND state = $1`,
    [state],
  );
  return rows[0]?.count ?? 0;
};
const waitForJobs = (state: string, count: number) =>
  expect.poll(() => countJobs(state), { timeout: 100_000 }).toBe(count);

it('one job waits per object, however many ask', async () => {
  await Promise.all([
    ...Array.from({ length: 5 }, () => transport.sendListIndexes('assets')),
    transport.sendListIndexes('people'),
  ]);
  const seen: string[] = [];
  let busyCount = 0;
  let mostBusyCount = 0;
  startWorker(async (object) => {
    seen.push(object);
    busyCount += 1;
    mostBusyCount = Math.max(mostBusyCount, busyCount);
    await clock.sleep(100);
    busyCount -= 1;
    return { isDone: true };
  });
  await waitForJobs('completed', 2);
  expect(seen.toSorted()).toEqual(['assets', 'people']);
  expect(mostBusyCount).toBe(1);
});

it('a request during a run is a job of its own: the run may have read the requests already', async () => {
  const started = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  let runCount = 0;
  startWorker(async () => {
    runCount += 1;
    started.resolve();
    await goOn.promise;
    return { isDone: true };
  });
  await transport.sendListIndexes('assets');
  await started.promise;
  await transport.sendListIndexes('assets');
  goOn.resolve();
  await waitForJobs('completed', 2);
  expect(runCount).toBe(2);
});

it('what another process was at is taken up again', async () => {
  let runCount = 0;
  startWorker(async () => {
    runCount += 1;
    return { isDone: runCount > 1 };
  });
  await transport.sendListIndexes('assets');
  await waitForJobs('completed', 2);
  expect(runCount).toBe(2);
});

it('a failure is logged and tried again later, and the worker goes on', async () => {
  startWorker((object) =>
    object === 'assets' ? Promise.reject(new Error('disk full')) : Promise.resolve({ isDone: true }),
  );
  await transport.sendListIndexes('assets');
  await transport.sendListIndexes('people');
  await waitForJobs('completed', 1);
  await waitForJobs('retry', 1);
  expect(log.lines).toMatchObject([
    { level: 'error', fields: { object: 'assets', err: { message: 'disk full' } } },
  ]);
});

it('a worker that stops ends the work at hand and gives the rest to the next one', async () => {
  const started = Promise.withResolvers<void>();
  const worker = startWorker(async (_object, signal) => {
    started.resolve();
    while (!signal.aborted) await clock.sleep(10);
    return { isDone: false };
  });
  await transport.sendListIndexes('assets');
  await started.promise;
  await worker.stop();
  expect(await countJobs('active')).toBe(0);
  expect(await countJobs('created')).toBe(1);
});
