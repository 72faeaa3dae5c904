/** kill -9 of a worker in the middle of a session: another one goes on, nothing lost, nothing doubled. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { makeReadyWorld, type ReadyWorld } from '../helpers/muster-world.ts';

let world: ReadyWorld;
afterEach(() => world.close());

function startWorker(): ReturnType<typeof spawn> {
  return spawn(process.execPath, [join(import.meta.dirname, '../../src/cli.ts'), 'work'], {
    env: { ...process.env, ...world.environment, MUSTER_LOG_LEVEL: 'error' },
    stdio: 'ignore',
  });
}

const holdKey = 20_260_101;

/**
 * Lets no batch commit that would bring the session to more than `createdCount`, until the lock is given back: its
 * checkpoint waits for it, everything else of the batch done.
 */
async function holdBatch(
  createdCount: number,
): Promise<{ waitUntilHeld(): Promise<void>; free(): Promise<void> }> {
  const { db, url } = world.test;
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  await holder.query('SELECT pg_advisory_lock($1)', [holdKey]);
  await db.query(
    `CREATE FUNCTION hold_batch() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN PERFORM pg_advisory_xact_lock(${holdKey}); RETURN NEW; END $$`,
  );
  await db.query(
    `CREATE TRIGGER hold_batch BEFORE UPDATE ON sessions FOR EACH ROW
     WHEN (NEW.created_count > ${createdCount}) EXECUTE FUNCTION hold_batch()`,
  );
  return {
    async waitUntilHeld() {
      const sql = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = ${holdKey}
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
      while ((await db.query(sql)).rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    free: () => holder.end(),
  };
}

test('a killed worker loses nothing', async () => {
  world = await makeReadyWorld({ hasWorker: false, simulator: { users: 30_000 } });
  const batch = await holdBatch(2_000);
  const sessionId = await world.start();
  const first = startWorker();
  await batch.waitUntilHeld();
  first.kill('SIGKILL');
  await once(first, 'exit');
  await batch.free();
  const half = await world.client.call<{ status: string; counts: { created: number } }>(
    'GET',
    `/api/sessions/${sessionId}`,
  );
  expect(half.status).toBe('running');
  expect(half.counts.created).toBeLessThanOrEqual(2_000);

  const second = startWorker();
  try {
    const session = await world.finish(sessionId);
    expect(session).toMatchObject({
      status: 'succeeded',
      counts: { read: 30_000, created: 30_000, ambiguous: 0, failed: 0 },
    });
    expect(await world.countPeople()).toBe(30_000);
    const { rows } = await world.test.db.query<{ epoch: number; resumed_ms: number }>(
      `SELECT s.epoch, (SELECT count(*) FROM source_records) AS sources FROM sessions s WHERE id = $1`,
      [sessionId],
    );
    expect(rows[0]).toMatchObject({ epoch: 2, sources: 30_000 });
  } finally {
    second.kill('SIGTERM');
    await new Promise((resolve) => second.once('exit', resolve));
  }
});
