import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeSystemClock } from '../../src/clock.ts';
import { makeDb } from '../../src/db/client.ts';
import { startEmbeddedPostgres } from '../../src/db/embedded/embedded-postgres.ts';
import { applicationRole } from '../../src/db/embedded/prepare-database.ts';
import { isProcessAlive } from '../../src/db/embedded/processes.ts';
import { migrate } from '../../src/db/migrate.ts';
import { makeMemoryLog } from './silent-log.ts';
import { makeDatabaseUrl, ownerClause, runAdmin } from './with-db.ts';

const testPrefix = 'muster-test-';

/**
 * Vitest global setup: one PostgreSQL for the run (TEST_DATABASE_URL, or an embedded one in a temporary folder) and
 * in it one migrated template database that makeTestDb clones.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = makeMemoryLog();
  const external = process.env.TEST_DATABASE_URL;
  const server = external
    ? { url: external, role: undefined, stop: async () => {} }
    : await startTestServer();
  const template = `muster_template_${process.pid}`;
  try {
    await runAdmin(server.url, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${template} TEMPLATE template0${ownerClause(server.role)}`);
    });
    const db = makeDb({ url: makeDatabaseUrl(server, template), log, maxConnectionCount: 2 });
    try {
      await migrate(db, log);
    } finally {
      await db.close();
    }
  } catch (err) {
    await server.stop();
    throw err;
  }
  project.provide('databaseServer', { url: server.url, role: server.role, template });
  return async () => {
    if (external)
      await runAdmin(external, (client) => client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`));
    await server.stop();
  };
}

async function startTestServer(): Promise<{ url: string; role: string; stop(): Promise<void> }> {
  const clock = makeSystemClock();
  const log = makeMemoryLog();
  await sweepAbandoned();
  const dataDir = mkdtempSync(join(tmpdir(), `${testPrefix}${process.pid}-`));
  const options = {
    dataDir,
    clock,
    log,
    isDurable: false,
    settings: { shared_buffers: '128MB', max_connections: '200' },
  };
  const server = await startEmbeddedPostgres(options);
  return {
    url: server.adminUrl,
    role: applicationRole,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Ends servers and removes folders of test runs that were killed. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${testPrefix}(\\d+)-`).exec(name)?.[1]);
    if (!pid || isProcessAlive(pid)) continue;
    const dataDir = join(tmpdir(), name);
    try {
      const left = await startEmbeddedPostgres({
        dataDir,
        clock: makeSystemClock(),
        log: makeMemoryLog(),
        isDurable: false,
      });
      await left.stop();
      rmSync(dataDir, { recursive: true, force: true });
    } catch (err) {
      console.warn(`could not clean up ${dataDir}: ${(err as Error).message}`);
    }
  }
}
