/** What happens to a running Muster when its own database ends, and to a starting one when its master key is gone. */
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeSystemClock } from '../../src/clock.ts';
import { parseConfig } from '../../src/config.ts';
import { withFolderLock } from '../../src/db/embedded/folder-lock.ts';
import { isProcessAlive } from '../../src/db/embedded/processes.ts';
import { makeLogger } from '../../src/logger.ts';
import { buildMuster } from '../../src/main.ts';
import { type MusterProcess, runMusterCommand, startMusterProcess } from '../helpers/muster-process.ts';
import { testActor } from '../helpers/with-vault.ts';

const folders: string[] = [];
const running: MusterProcess[] = [];
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'muster-own-db-'));
  folders.push(folder);
  return folder;
}

const waitForReadiness = (muster: MusterProcess, status: number) =>
  expect
    .poll(async () => (await muster.get('/readyz')).status, { timeout: 120_000, interval: 100 })
    .toBe(status);

test('a killed database is started again: alive all along, ready again soon', async () => {
  const dataDir = makeFolder();
  const muster = await startMusterProcess(dataDir);
  running.push(muster);
  expect((await muster.get('/readyz')).status).toBe(200);
  const firstPid = muster.readDatabasePid();
  // Whoever starts it again needs this lock, so it stays away until that was seen.
  await withFolderLock(join(dataDir, 'postgres.lock'), makeSystemClock(), async () => {
    process.kill(firstPid, 'SIGKILL');
    await waitForReadiness(muster, 503);
    expect((await muster.get('/healthz')).status).toBe(200);
  });
  await waitForReadiness(muster, 200);
  expect(muster.readDatabasePid()).not.toBe(firstPid);
});

test('a database that cannot be started again ends the process with a code that says so', async () => {
  const dataDir = makeFolder();
  const muster = await startMusterProcess(dataDir);
  running.push(muster);
  const pid = muster.readDatabasePid();
  renameSync(join(dataDir, 'postgres/global'), join(dataDir, 'postgres/elsewhere'));
  process.kill(pid, 'SIGKILL');
  const { code, errors } = await muster.ended;
  expect(code).toBe(1);
  expect(errors).toMatch(/DB_EMBEDDED_FAILED: .*could not be kept running/);
});

test('without its master key Muster ends at once, makes no new key and leaves no database behind', async () => {
  const dataDir = makeFolder();
  const muster = await buildMuster({
    config: parseConfig({ MUSTER_DATA_DIR: dataDir, MUSTER_PORT: '0' }, dataDir),
    log: makeLogger({ level: 'silent' }),
  });
  await muster.globalVariables.create(testActor, { key: 'Acme.Token', value: 'planted', isSecret: true });
  await muster.close();
  const keyFile = join(dataDir, 'master.key');
  const keptKey = join(dataDir, 'kept.key');
  renameSync(keyFile, keptKey);

  const { code, errors, output } = await runMusterCommand(dataDir, ['serve']);
  expect(code).toBe(1);
  // At once: it said that and nothing else, so it tried nothing twice and was not ready for a moment.
  expect(output).toBe('');
  expect(errors).toMatch(/VAULT_MASTER_KEY_LOST: .*master\.key does not exist.*"Acme\.Token"/);
  expect(existsSync(keyFile)).toBe(false);
  expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
  expect(readdirSync(join(dataDir, 'postgres.users'))).toEqual([]);

  // Another key than the one needed is refused as quickly.
  const other = { MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };
  const wrong = await runMusterCommand(dataDir, ['serve'], other);
  expect(wrong).toMatchObject({ code: 1, errors: expect.stringContaining('VAULT_MASTER_KEY_MISSING') });
  expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);

  renameSync(keptKey, keyFile);
  running.push(await startMusterProcess(dataDir));
  expect(isProcessAlive(running[0]?.readDatabasePid() ?? 0)).toBe(true);
});
