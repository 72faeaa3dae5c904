/** Requests, sessions and heartbeats each have connections of their own. */
import { afterEach, expect, test } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { makeReadyWorld, pagedConnector, type ReadyWorld } from '../helpers/muster-world.ts';

let world: ReadyWorld;
afterEach(() => world.close());

/** Takes every connection of a pool until `end` is called. */
function occupy(db: Db, connectionCount: number): { end(): Promise<void> } {
  const released = Promise.withResolvers<void>();
  const held = Array.from({ length: connectionCount }, () => db.withTransaction(() => released.promise));
  return {
    async end() {
      released.resolve();
      await Promise.all(held);
    },
  };
}

/** Resolves when the session's sign of life was seen to change so often. */
async function waitForBeats(sessionId: number, count: number): Promise<void> {
  const beats = new Set<number>();
  const look = async () => {
    const { rows } = await world.test.db.query<{ at: Date | null }>(
      'SELECT heartbeat_at AS at FROM sessions WHERE id = $1',
      [sessionId],
    );
    if (rows[0]?.at) beats.add(rows[0].at.getTime());
    return beats.size;
  };
  await expect.poll(look, { timeout: 120_000, interval: 200 }).toBeGreaterThanOrEqual(count);
}

test('requests that hold every connection of theirs keep neither the session nor its heartbeat back', async () => {
  world = await makeReadyWorld({
    simulator: { pagedUsers: true, users: 600 },
    connectors: [pagedConnector],
  });
  world.simulator.control.setFault('slow', { amount: 300 });
  const sessionId = await world.start();
  const busy = occupy(world.muster.db, 16);
  try {
    for (;;) {
      const { rows } = await world.test.db.query(
        'SELECT 1 FROM sessions WHERE id = $1 AND ended_at IS NOT NULL',
        [sessionId],
      );
      if (rows.length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    await busy.end();
  }
  const session = await world.finish(sessionId);
  expect(session).toMatchObject({ status: 'succeeded', counts: { read: 600, created: 600 } });
});

test('with every connection for requests and for sessions taken the heartbeat goes on', async () => {
  world = await makeReadyWorld({
    simulator: { pagedUsers: true, users: 600 },
    connectors: [pagedConnector],
  });
  world.simulator.control.setFault('slow', { amount: 1_500 });
  const sessionId = await world.start();
  await waitForBeats(sessionId, 1);
  const busy = [occupy(world.muster.db, 16), occupy(world.muster.syncDeps.db, 16)];
  try {
    await waitForBeats(sessionId, 3);
  } finally {
    for (const { end } of busy) await end();
  }
  await world.muster.requests.cancelSession({ source: 'cli', name: 'Test' }, sessionId);
});
