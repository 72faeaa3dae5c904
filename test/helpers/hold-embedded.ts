/**
 * A Muster process reduced to its database, for tests that kill it: starts the embedded PostgreSQL in the folder
 * given, prints one JSON line, and stops cleanly on SIGTERM.
 */
import { makeSystemClock } from '../../src/clock.ts';
import { startEmbeddedPostgres } from '../../src/db/embedded/embedded-postgres.ts';
import { makeMemoryLog } from './silent-log.ts';

const dataDir = process.argv[2];
if (!dataDir) throw new Error('usage: hold-embedded.ts DATA_DIR');
const keepAlive = setInterval(() => {}, 60_000);
try {
  const server = await startEmbeddedPostgres({ dataDir, clock: makeSystemClock(), log: makeMemoryLog() });
  process.once('SIGTERM', async () => {
    await server.stop();
    clearInterval(keepAlive);
  });
  console.log(JSON.stringify({ how: server.how, pid: server.pid, url: server.url }));
} catch (err) {
  clearInterval(keepAlive);
  console.log(JSON.stringify({ error: (err as Error).message }));
  process.exitCode = 1;
}
