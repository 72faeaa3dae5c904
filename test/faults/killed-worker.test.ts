/** kill -9 of a worker in the middle of a session: another one goes on within 30 s, nothing lost, nothing doubled. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
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

test('a killed worker loses nothing', { timeout: 90_000 }, async () => {
  world = await makeReadyWorld({ hasWorker: false, simulator: { users: 30_000 } });
  const sessionId = await world.start();
  const first = startWorker();
  const deadline = performance.now() + 30_000;
  for (;;) {
    const { rows } = await world.test.db.query<{ created_count: number }>(
      'SELECT created_count FROM sessions WHERE id = $1',
      [sessionId],
    );
    if ((rows[0]?.created_count ?? 0) > 2_000) break;
    if (performance.now() > deadline) throw new Error('the first worker did not get going');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  first.kill('SIGKILL');
  const killedAt = performance.now();
  const half = await world.client.call<{ status: string; counts: { created: number } }>(
    'GET',
    `/api/sessions/${sessionId}`,
  );
  expect(half.status).toBe('running');
  expect(half.counts.created).toBeLessThan(30_000);

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
    expect(performance.now() - killedAt).toBeLessThan(45_000);
  } finally {
    second.kill('SIGTERM');
    await new Promise((resolve) => second.once('exit', resolve));
  }
});
