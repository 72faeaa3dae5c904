import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, link, lstat, open, rename, rm, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type CopyToStreamQuery, to as copyTo } from 'pg-copy-streams';
import { isAppError, makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';
import { type CatalogTable, listSequences, listTables } from '../catalog.queries.ts';
import type { Db, Queryable, Tx } from '../client.ts';
import { flushFolder } from '../flush-folder.ts';
import { findAppliedMigrations } from '../migrate.queries.ts';
import { quoteName } from '../schema-sql.ts';
import { endOfRows, makeDigestStream } from './backup-format.ts';
import {
  type BackupManifest,
  type BackupTrailer,
  backupFormat,
  backupFormatVersion,
} from './backup-manifest.ts';
import { makeHeaderLine, makeSealingStream, type SealKey } from './sealed-file.ts';

export interface BackupSummary {
  file: string;
  byteCount: number;
  rowCount: number;
  rowCounts: Record<string, number>;
  schemaVersion: number;
  /** Of the content, without compression and seal. */
  sha256: string;
  masterKeyId: string;
}

export interface BackupPorts {
  clock: Clock;
  log: Logger;
  /** Seals the file. */
  masterKey: SealKey;
}

/**
 * Writes all of Muster's data to `file` (mode 0600) while it keeps running: one snapshot, one table after the other,
 * streamed, so memory does not grow with the data. The file is sealed with the master key: a change to it is found.
 * Secrets stay encrypted by the master key, which is NOT in the backup: without that key they cannot be opened.
 *
 * Written under a name of its own that nobody else has made, and given its name only when it is whole.
 *
 * @throws DB_BACKUP_FAILED when the file exists or cannot be written; then no half file is left.
 */
export async function createBackup(db: Db, file: string, ports: BackupPorts): Promise<BackupSummary> {
  const draft = `${file}.${randomBytes(8).toString('hex')}.part`;
  let handle: FileHandle | undefined;
  try {
    await assertNewFile(file);
    // `wx`: never through a file or link that is there already, whoever made it.
    handle = await open(draft, 'wx', 0o600);
    const written = await writeFromSnapshot(db, handle, ports);
    await handle.sync();
    const { size } = await handle.stat();
    await publish(draft, file);
    ports.log.info({ file, byteCount: size, rowCount: written.rowCount }, 'backup written');
    return { file, byteCount: size, masterKeyId: ports.masterKey.id, ...written };
  } catch (err) {
    if (isAppError(err)) throw err;
    const problem = explain(err as NodeJS.ErrnoException);
    throw makeError('DB_BACKUP_FAILED', { file, problem }, { cause: err });
  } finally {
    await handle?.close();
    if (handle) await rm(draft, { force: true });
  }
}

function explain(err: NodeJS.ErrnoException): string {
  if (err.code === 'ENOSPC') return 'the disk is full.';
  if (err.code === 'EACCES' || err.code === 'EPERM') return 'this user may not write there.';
  if (err.code === 'ENOENT') return 'the folder does not exist.';
  if (err.code === 'EEXIST') return 'a file of that name exists already; choose another name.';
  return `${err.message}.`;
}

/** Early, so that nobody waits for a backup that then has no name; {@link publish} decides. */
async function assertNewFile(file: string): Promise<void> {
  const found = await lstat(file).catch((err: NodeJS.ErrnoException) => {
    if (err.code === 'ENOENT') return undefined;
    throw err;
  });
  if (found) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
}

/** What a file system without hard links answers. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** Gives the finished file its name; a file that has it already, or gets it at this moment, stays as it is (EEXIST). */
async function publish(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
    await unlink(draft);
  } catch (err) {
    if (!noLinks.has((err as NodeJS.ErrnoException).code ?? '')) throw err;
    // The name is taken first, exclusively; what is then replaced is our own empty file.
    await (await open(file, 'wx', 0o600)).close();
    await rename(draft, file);
  }
  await flushFolder(dirname(file));
}

interface BackupPlan {
  manifest: BackupManifest;
  tables: CatalogTable[];
}

async function planBackup(db: Queryable, clock: Clock): Promise<BackupPlan> {
  const migrations = await findAppliedMigrations(db);
  const all = await listTables(db);
  const tables = all.filter((table) => table.name !== 'schema_migrations');
  const sequences = await listSequences(db);
  const manifest: BackupManifest = {
    format: backupFormat,
    formatVersion: backupFormatVersion,
    createdAt: clock.now().toISOString(),
    schemaVersion: migrations.at(-1)?.number ?? 0,
    migrations,
    tables: tables.map((table) => ({
      name: table.name,
      columns: listCopiedColumns(table).map(({ name, type }) => ({ name, type })),
    })),
    sequences: sequences.map(({ name, lastValue }) => ({ name, lastValue })),
  };
  return { manifest, tables };
}

/** Generated columns are computed again. */
const listCopiedColumns = (table: CatalogTable) => table.columns.filter((column) => !column.isGenerated);

function writeFromSnapshot(
  db: Db,
  handle: FileHandle,
  { clock, masterKey }: BackupPorts,
): Promise<Omit<BackupSummary, 'file' | 'byteCount' | 'masterKeyId'>> {
  return db.withTransaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const plan = await planBackup(tx, clock);
    return writeContent(tx, plan, handle, { masterKey, createdAt: clock.now() });
  });
}

async function writeContent(
  tx: Tx,
  { manifest, tables }: BackupPlan,
  handle: FileHandle,
  { masterKey, createdAt }: { masterKey: SealKey; createdAt: Date },
): Promise<Omit<BackupSummary, 'file' | 'byteCount' | 'masterKeyId'>> {
  const rowCounts: Record<string, number> = {};
  let sha256 = '';
  const body = makeDigestStream((digest) => {
    sha256 = digest;
    const trailer: BackupTrailer = { rowCounts, sha256 };
    return `${JSON.stringify(trailer)}\n`;
  });
  const ended = pipeline(
    body,
    createGzip({ level: 5 }),
    makeSealingStream(makeHeaderLine(masterKey.id, createdAt), masterKey.key),
    // Not a stream of the file: those close it, and it is still to be flushed.
    async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) await handle.writeFile(piece);
    },
  );
  // Observed below together with the writing side, whichever fails first.
  ended.catch(() => undefined);
  async function write(text: string): Promise<void> {
    if (body.destroyed) await ended;
    if (!body.write(text)) await Promise.race([once(body, 'drain'), ended]);
  }
  try {
    await write(`${JSON.stringify(manifest)}\n`);
    for (const table of tables) {
      const columns = listCopiedColumns(table)
        .map(({ name }) => quoteName(name))
        .join(', ');
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
