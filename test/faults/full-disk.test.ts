/** A disk that is really full: a small file system under the tables. Only where such a one can be mounted. */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { makeReadyWorld, pagedConnector, type ReadyWorld } from '../helpers/muster-world.ts';
import { runAdmin } from '../helpers/with-db.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-small-disk-'));
const run = (...args: [string, ...string[]]) => spawnSync(args[0], args.slice(1)).status === 0;
const canMount =
  process.geteuid?.() === 0 &&
  run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder) &&
  run('umount', folder);

let world: ReadyWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
  await runAdmin(inject('databaseServer').url, (client) =>
    client.query('DROP TABLESPACE IF EXISTS small_disk'),
  );
  run('umount', folder);
  rmSync(folder, { recursive: true, force: true });
});

/** The account the server runs as owns the folder of its socket. */
function findServerOwner(): { uid: number; gid: number } {
  return statSync(new URL(inject('databaseServer').url).searchParams.get('host') ?? '');
}

describe.runIf(canMount && inject('databaseServer').role !== undefined)('a full disk', () => {
  test('the session waits, says so, and goes on where it was when there is room again', async () => {
    run('mount', '-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder);
    const { uid, gid } = findServerOwner();
    chownSync(folder, uid, gid);
    world = await makeReadyWorld({
      simulator: { pagedUsers: true, users: 5_000 },
      connectors: [pagedConnector],
    });
    const database = new URL(world.test.url).pathname.slice(1);
    const admin = new URL(inject('databaseServer').url);
    admin.pathname = `/${database}`;
    await runAdmin(admin.href, async (client) => {
      await client.query(`CREATE TABLESPACE small_disk LOCATION '${folder}'`);
      await client.query('GRANT CREATE ON TABLESPACE small_disk TO PUBLIC');
      for (const table of ['people', 'source_records'])
        await client.query(`ALTER TABLE ${table} SET TABLESPACE small_disk`);
    });

    const sessionId = await world.start();
    await expect
      .poll(() => world?.logText(), { timeout: 120_000, interval: 100 })
      .toMatch(/DB_DISK_FULL|No space left on device/);
    const during = await world.client.call<{ status: string }>('GET', `/api/sessions/${sessionId}`);
    expect(during.status).toBe('running');

    run('mount', '-o', 'remount,size=64m', folder);
    const session = await world.finish(sessionId);
    expect(session).toMatchObject({
      status: 'succeeded',
      counts: { read: 5_000, created: 5_000, failed: 0 },
    });
    expect(await world.countPeople()).toBe(5_000);
  });
});

test('a limit of the server is said in its own words, as something that may pass', async () => {
  world = await makeReadyWorld({ simulator: { users: 2_000 } });
  await world.run();
  const database = new URL(world.test.url).pathname.slice(1);
  await runAdmin(inject('databaseServer').url, async (client) => {
    await client.query(`ALTER DATABASE ${database} SET temp_file_limit = '64kB'`);
    await client.query(`ALTER DATABASE ${database} SET work_mem = '64kB'`);
    await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, [
      database,
    ]);
  });
  const sorting = () =>
    world?.muster.db.query(
      'SELECT string_agg(a.email, b.email ORDER BY b.email, a.email) FROM people a, people b WHERE b.id < 100',
    );
  await expect
    .poll(() => sorting()?.catch((err: unknown) => err), { timeout: 120_000 })
    .toMatchObject({
      code: 'DB_OUT_OF_RESOURCES',
      status: 503,
      message: expect.stringContaining('temp_file_limit'),
    });
});
