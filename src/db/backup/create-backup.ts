import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type CopyToStreamQuery, to as copyTo } from 'pg-copy-streams';
import { isAppError, makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';
import { listSequences, listTables } from '../catalog.queries.ts';
import type { Db, Queryable, Tx } from '../client.ts';
import { findAppliedMigrations } from '../migrate.queries.ts';
import { quoteName } from '../schema-sql.ts';
import {
  type BackupManifest,
  type BackupTrailer,
  backupFormat,
  backupFormatVersion,
  endOfRows,
  listCopiedColumns,
  makeSealingStream,
} from './backup-format.ts';

export interface BackupSummary {
  file: string;
  byteCount: number;
  rowCount: number;
  rowCounts: Record<string, number>;
  schemaVersion: number;
  sha256: string;
}

/**
 * Writes all of Muster's data to `file` (gzip, mode 0600) while it keeps running: one snapshot, one table after the
 * other, streamed, so memory does not grow with the data. Secrets stay sealed by the master key, which is NOT in
 * the backup: without that key the restored credentials cannot be opened.
 *
 * @throws DB_BACKUP_FAILED when the file exists or cannot be written; then no half file is left.
 */
export async function createBackup(
  db: Db,
  file: string,
  ports: { clock: Clock; log: Logger },
): Promise<BackupSummary> {
  const draft = `${file}.part`;
  try {
    await assertNewFile(file);
    const written = await db.withTransaction(async (tx) => {
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      return await writeBackup(tx, draft, ports.clock);
    });
    await syncFile(draft);
    await rename(draft, file);
    const { size } = await stat(file);
    ports.log.info({ file, byteCount: size, rowCount: written.rowCount }, 'backup written');
    return { file, byteCount: size, ...written };
  } catch (err) {
    await rm(draft, { force: true });
    if (isAppError(err)) throw err;
    throw makeError(
      'DB_BACKUP_FAILED',
      { file, problem: explain(err as NodeJS.ErrnoException) },
      { cause: err },
    );
  }
}

function explain(err: NodeJS.ErrnoException): string {
  if (err.code === 'ENOSPC') return 'the disk is full.';
  if (err.code === 'EACCES' || err.code === 'EPERM') return 'this user may not write there.';
  if (err.code === 'ENOENT') return 'the folder does not exist.';
  return `${err.message}.`;
}

async function assertNewFile(file: string): Promise<void> {
  const exists = await stat(file).then(
    () => true,
    (err: NodeJS.ErrnoException) => {
      if (err.code === 'ENOENT') return false;
      throw err;
    },
  );
  if (exists)
    throw makeError('DB_BACKUP_FAILED', {
      file,
      problem: 'a file of that name exists already; choose another name.',
    });
}

async function makeManifest(db: Queryable, clock: Clock): Promise<BackupManifest> {
  const migrations = await findAppliedMigrations(db);
  const tables = await listTables(db);
  return {
    format: backupFormat,
    formatVersion: backupFormatVersion,
    createdAt: clock.now().toISOString(),
    schemaVersion: migrations.at(-1)?.number ?? 0,
    migrations,
    tables: tables.filter((table) => table.name !== 'schema_migrations'),
    sequences: await listSequences(db),
  };
}

async function writeBackup(
  tx: Tx,
  file: string,
  clock: Clock,
): Promise<Omit<BackupSummary, 'file' | 'byteCount'>> {
  const manifest = await makeManifest(tx, clock);
  const rowCounts: Record<string, number> = {};
  let sha256 = '';
  const body = makeSealingStream((digest) => {
    sha256 = digest;
    const trailer: BackupTrailer = { rowCounts, sha256 };
    return `${JSON.stringify(trailer)}\n`;
  });
  const ended = pipeline(body, createGzip({ level: 5 }), createWriteStream(file, { mode: 0o600 }));
  // Observed below together with the writing side, whichever fails first.
  ended.catch(() => undefined);
  async function write(text: string): Promise<void> {
    if (body.destroyed) await ended;
    if (!body.write(text)) await Promise.race([once(body, 'drain'), ended]);
  }
  try {
    await write(`${JSON.stringify(manifest)}\n`);
    for (const table of manifest.tables) {
      const columns = listCopiedColumns(table).map(quoteName).join(', ');
      await write(`${JSON.stringify({ table: table.name })}\n`);
      const rows = tx.client.query(copyTo(`COPY public.${quoteName(table.name)} (${columns}) TO STDOUT`));
      rows.pipe(body, { end: false });
      try {
        await Promise.race([finished(rows), ended]);
      } catch (err) {
        await drain(rows);
        throw err;
      }
      rowCounts[table.name] = rows.rowCount;
      await write(endOfRows);
    }
    body.end();
    await ended;
    const rowCount = Object.values(rowCounts).reduce((sum, count) => sum + count, 0);
    return { rowCount, rowCounts, schemaVersion: manifest.schemaVersion, sha256 };
  } finally {
    body.destroy();
  }
}

/** Nobody reads on, but the connection is only free again after the last row. */
async function drain(rows: CopyToStreamQuery): Promise<void> {
  rows.unpipe();
  rows.resume();
  if (!rows.destroyed && !rows.readableEnded) await finished(rows).catch(() => undefined);
}

/** The rename that follows must not become durable before the content. */
async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
