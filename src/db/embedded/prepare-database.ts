import pg from 'pg';
import type { Logger } from '../../model/logger.ts';
import { ensureOwnedDatabase, ensureRole, handOver, listForeignObjects } from './application-role.queries.ts';
import { clusterRole } from './cluster-folder.ts';
import { socketPort } from './server-process.ts';

/** Muster's own role and database inside the cluster. */
export const applicationRole = 'muster_app';
export const applicationDatabase = 'muster';

/** Another process may be in the middle of a long statement when an old database is handed over. */
const lockTimeoutMs = 20_000;

/** A URL that both pg and libpq's tools understand; the host in the query is the socket folder. */
export function makeSocketUrl(socketDir: string, role: string, database: string): string {
  return `postgresql://${role}@localhost:${socketPort}/${database}?host=${encodeURIComponent(socketDir)}`;
}

/**
 * Makes role and database when they are missing, and hands over what an older Muster made as superuser. The only
 * place that connects as the superuser.
 */
export async function prepareDatabase(socketDir: string, log: Logger): Promise<void> {
  await withSuperuser(socketDir, 'postgres', async (client) => {
    await ensureRole(client, applicationRole);
    await ensureOwnedDatabase(client, applicationDatabase, applicationRole);
  });
  await withSuperuser(socketDir, applicationDatabase, async (client) => {
    const objects = await listForeignObjects(client, applicationRole);
    if (objects.length === 0) return;
    await client.query('BEGIN');
    await client.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
    await handOver(client, objects, applicationRole);
    await client.query('COMMIT');
    log.info(
      { role: applicationRole, objectCount: objects.length },
      'the database now belongs to a role of its own, which is no superuser',
    );
  });
}

async function withSuperuser<T>(
  socketDir: string,
  database: string,
  run: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: makeSocketUrl(socketDir, clusterRole, database) });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
