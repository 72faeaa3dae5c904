import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { ProvidedContext } from 'vitest';
import { type Db, makeDb } from '../../src/db/client.ts';
import { makeMemoryLog } from './silent-log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /**
     * Server with the migrated template database; made by database-setup.ts. `url` is for making databases, `role` is
     * the plain one that owns and uses them (undefined on a server given from outside: the same as in `url`).
     */
    databaseServer: { url: string; role: string | undefined; template: string };
  }
}

export interface TestDb {
  db: Db;
  url: string;
  /** Runs a statement that the database's owner may not, as on the catalog. */
  queryAsSuperuser(text: string): Promise<void>;
  drop(): Promise<void>;
}

/** Makes a migrated, empty database of this test's own (a clone of the template, about 50 ms). Call `drop` in `afterAll`. */
export async function makeTestDb(): Promise<TestDb> {
  return makeDatabase(createFromTemplate);
}

/** Makes an empty database without Muster's tables, for tests of migrations and restore. */
export async function makeEmptyTestDb(): Promise<TestDb> {
  return makeDatabase((client, name, { role }) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE template0 STRATEGY FILE_COPY${ownerClause(role)}`),
  );
}

async function makeDatabase(
  create: (client: pg.Client, name: string, server: ProvidedContext['databaseServer']) => Promise<unknown>,
): Promise<TestDb> {
  const { inject } = await import('vitest');
  const server = inject('databaseServer');
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  await runAdmin(server.url, (client) => create(client, name, server));
  const url = makeDatabaseUrl(server, name);
  const db = makeDb({ url, log: makeMemoryLog(), maxConnectionCount: 8 });
  return {
    db,
    url,
    queryAsSuperuser: (text) => queryAsSuperuser(server, name, text),
    async drop() {
      await db.close();
      await runAdmin(server.url, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** Of a database as the role that owns it. */
export function makeDatabaseUrl(server: { url: string; role: string | undefined }, name: string): string {
  const changed = new URL(server.url);
  changed.pathname = `/${name}`;
  if (server.role) changed.username = server.role;
  return changed.href;
}

const queryAsSuperuser = (server: { url: string }, name: string, text: string): Promise<void> =>
  runAdmin(makeDatabaseUrl({ url: server.url, role: undefined }, name), async (client) => {
    await client.query(text);
  });

export const ownerClause = (role: string | undefined) => (role ? ` OWNER ${role}` : '');

export async function runAdmin<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

/**
 * Copied as files: the way through the buffers and the log costs each new connection several times the work.
 * Two tests cloning at the same moment disturb each other ("is being accessed by other users"): then wait and repeat.
 */
async function createFromTemplate(
  client: pg.Client,
  name: string,
  { template, role }: { template: string; role: string | undefined },
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(
        `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY${ownerClause(role)}`,
      );
      return;
    } catch (err) {
      if ((err as { code?: string }).code !== '55006' || attempt >= 100) throw err;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
