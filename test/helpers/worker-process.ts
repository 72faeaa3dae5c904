/** A worker in a process of its own, to be killed: `node worker-process.ts <database URL> <pages> <pause in ms>`. */
import { makeSystemClock } from '../../src/clock.ts';
import { makeDb } from '../../src/db/client.ts';
import { makeTransport } from '../../src/jobs/transport.ts';
import { makeWorker } from '../../src/jobs/worker.ts';
import { makePageRun } from './page-run.ts';
import { makeMemoryLog } from './silent-log.ts';

const [url = '', pageCount = '1', pauseMs = '100'] = process.argv.slice(2);
const clock = makeSystemClock();
const log = makeMemoryLog();
const db = makeDb({ url, log });
const transport = makeTransport({ db, log });
await transport.start();
makeWorker({
  db,
  heartbeats: db,
  clock,
  log,
  transport,
  workerId: `process-${process.pid}`,
  concurrency: 1,
  runSession: makePageRun({ db, clock, pageCount: Number(pageCount), pauseMs: Number(pauseMs) }),
  tick: async () => {},
  followUp: async () => {},
}).start();
console.log('ready');
