import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import { makeError } from '../../errors.ts';
import type { Logger } from '../../model/logger.ts';
import { type CatalogTable, listSequences, listTables } from '../catalog.queries.ts';
import type { Db, Tx } from '../client.ts';
import { isConnectionError } from '../db-errors.ts';
import { loadMigrations, type Migration, migrate, migrateInside, migrationsDir } from '../migrate.ts';
import { makeColumnSql, makeTableSql, quoteName } from '../schema-sql.ts';
import {
  type BackupManifest,
  BackupReader,
  backupFormat,
  backupFormatVersion,
  listCopiedColumns,
} from './backup-format.ts';

export interface RestoreSummary {
  rowCount: number;
  rowCounts: Record<string, number>;
  /** Schema version of the backup, and the one the database has now. */
  backupVersion: number;
  version: number;
}

/**
 * Loads a backup into an empty database: schema of the backup's version, custom tables, columns and indexes, rows,
 * sequences. All of it in one transaction, committed only when every count and the checksum are right. Then the
 * database is migrated to this version of Muster.
 *
 * @throws DB_NOT_EMPTY; DB_BACKUP_INVALID for a file that is damaged, incomplete, not a backup, or newer than this Muster.
 */
export async function restoreBackup(
  db: Db,
  file: string,
  log: Logger,
  dir: string = migrationsDir,
): Promise<RestoreSummary> {
  await assertReadable(file);
  const known = await loadMigrations(dir);
  const source = createReadStream(file);
  const unzipped = createGunzip();
  const feeding = pipeline(source, unzipped);
  // The reader sees the same failure as the end of its input; it is reported from there.
  feeding.catch(() => undefined);
  try {
    const reader = new BackupReader(unzipped, file);
    const restored = await db.withTransaction((tx) => restoreInside(tx, reader, known));
    const { version } = await migrate(db, log, dir);
    await db.query('ANALYZE');
    log.info({ file, rowCount: restored.rowCount }, 'backup restored');
    return { ...restored, version };
  } catch (err) {
    const code = (err as NodeJS.ErrnoException).code ?? '';
    if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE') {
      throw makeError(
        'DB_BACKUP_INVALID',
        { file, problem: `it is damaged or not a backup (${(err as Error).message}).` },
        { cause: err },
      );
    }
    throw err;
  } finally {
    source.destroy();
    unzipped.destroy();
  }
}

async function assertReadable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (err) {
    throw makeError(
      'DB_BACKUP_INVALID',
      { file, problem: `it cannot be read (${(err as Error).message}).` },
      { cause: err },
    );
  }
}

async function restoreInside(
  tx: Tx,
  reader: BackupReader,
  known: readonly Migration[],
): Promise<Omit<RestoreSummary, 'version'>> {
  await assertEmpty(tx);
  const manifest = await readManifest(reader);
  await migrateInside(tx, selectMigrations(manifest, known, reader));
  const foreignKeys = await rebuildStructure(tx, manifest);
  const rowCounts: Record<string, number> = {};
  for (const table of manifest.tables) rowCounts[table.name] = await copyTable(tx, table, reader);
  await checkTrailer(reader, rowCounts);
  for (const statement of foreignKeys) await tx.query(statement);
  for (const { name, lastValue } of manifest.sequences) {
    if (lastValue !== null)
      await tx.query('SELECT setval($1::regclass, $2::bigint)', [`public.${quoteName(name)}`, lastValue]);
  }
  const rowCount = Object.values(rowCounts).reduce((sum, count) => sum + count, 0);
  return { rowCount, rowCounts, backupVersion: manifest.schemaVersion };
}

async function assertEmpty(tx: Tx): Promise<void> {
  const tables = await listTables(tx);
  const first = tables.find((table) => table.name !== 'schema_migrations') ?? tables[0];
  if (first)
    throw makeError('DB_NOT_EMPTY', { found: `this one has ${tables.length} tables (${first.name}, …)` });
}

const manifestSchema = z.object({
  format: z.literal(backupFormat),
  formatVersion: z.number(),
  schemaVersion: z.number(),
  migrations: z.array(z.object({ number: z.number(), name: z.string(), checksum: z.string() })),
  tables: z.array(z.looseObject({ name: z.string(), columns: z.array(z.looseObject({ name: z.string() })) })),
  sequences: z.array(z.looseObject({ name: z.string() })),
});

async function readManifest(reader: BackupReader): Promise<BackupManifest> {
  const { value } = await reader.readJsonLine();
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success)
    throw reader.makeInvalid('it does not begin with the description every backup of Muster begins with.');
  if (parsed.data.formatVersion > backupFormatVersion)
    throw reader.makeInvalid('it was made by a newer Muster; restore it with that version.');
  return value as BackupManifest;
}

/** The migrations the backup was made under, as this Muster knows them. */
function selectMigrations(
  manifest: BackupManifest,
  known: readonly Migration[],
  reader: BackupReader,
): Migration[] {
  return manifest.migrations.map((applied) => {
    const found = known.find((migration) => migration.number === applied.number);
    if (!found)
      throw reader.makeInvalid(
        `it was made by a newer Muster (migration "${applied.name}" is unknown here); restore it with that version.`,
      );
    if (found.checksum !== applied.checksum)
      throw reader.makeInvalid(`it was made under another wording of the migration "${applied.name}".`);
    return found;
  });
}

/**
 * Adds what users added at run time (custom tables, columns, indexes, checks), empties what migrations filled, and
 * takes foreign keys away for the loading. Returns the statements that put them back.
 */
async function rebuildStructure(tx: Tx, manifest: BackupManifest): Promise<string[]> {
  const existing = new Map((await listTables(tx)).map((table) => [table.name, table]));
  const sequences = new Set((await listSequences(tx)).map((sequence) => sequence.name));
  for (const sequence of manifest.sequences) {
    if (!sequences.has(sequence.name) && sequence.ownedBy === null)
      await tx.query(`CREATE SEQUENCE public.${quoteName(sequence.name)}`);
  }
  const foreignKeys: string[] = [];
  for (const table of manifest.tables) {
    const now = existing.get(table.name);
    const name = `public.${quoteName(table.name)}`;
    if (now) await alterTable(tx, name, table, now);
    else await tx.query(makeTableSql(table));
    const has = (list: { name: string }[] | undefined, wanted: string) =>
      list?.some((item) => item.name === wanted) ?? false;
    for (const constraint of table.constraints) {
      const add = `ALTER TABLE ${name} ADD CONSTRAINT ${quoteName(constraint.name)} ${constraint.definition}`;
      const isThere = has(now?.constraints, constraint.name);
      if (constraint.kind === 'f') {
        if (isThere) await tx.query(`ALTER TABLE ${name} DROP CONSTRAINT ${quoteName(constraint.name)}`);
        foreignKeys.push(add);
      } else if (!isThere) await tx.query(add);
    }
    for (const index of table.indexes) if (!has(now?.indexes, index.name)) await tx.query(index.definition);
    for (const trigger of table.triggers)
      if (!has(now?.triggers, trigger.name)) await tx.query(trigger.definition);
  }
  const names = manifest.tables.map((table) => `public.${quoteName(table.name)}`);
  if (names.length > 0) await tx.query(`TRUNCATE ${names.join(', ')} CASCADE`);
  return foreignKeys;
}

async function alterTable(tx: Tx, name: string, table: CatalogTable, now: CatalogTable): Promise<void> {
  const columns = new Set(now.columns.map((column) => column.name));
  for (const column of table.columns) {
    if (!columns.has(column.name)) await tx.query(`ALTER TABLE ${name} ADD COLUMN ${makeColumnSql(column)}`);
  }
}

async function copyTable(tx: Tx, table: CatalogTable, reader: BackupReader): Promise<number> {
  const { value } = await reader.readJsonLine();
  if ((value as { table?: unknown }).table !== table.name)
    throw reader.makeInvalid(`the rows of table "${table.name}" are missing.`);
  const name = `public.${quoteName(table.name)}`;
  const columns = listCopiedColumns(table).map(quoteName).join(', ');
  await tx.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  const target = tx.client.query(copyFrom(`COPY ${name} (${columns}) FROM STDIN`));
  try {
    await pipeline(Readable.from(reader.readRows(), { objectMode: false }), target);
  } catch (err) {
    if (isConnectionError(err) || (err as { severity?: unknown }).severity === undefined) throw err;
    throw makeError(
      'DB_BACKUP_INVALID',
      {
        file: reader.file,
        problem: `the rows of table "${table.name}" are not accepted: ${(err as Error).message}.`,
      },
      { cause: err },
    );
  }
  await tx.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
  return target.rowCount ?? 0;
}

async function checkTrailer(reader: BackupReader, rowCounts: Record<string, number>): Promise<void> {
  const { value, digestBefore } = await reader.readJsonLine();
  const trailer = value as { sha256?: unknown; rowCounts?: Record<string, number> };
  if (trailer.sha256 !== digestBefore)
    throw reader.makeInvalid('its checksum is wrong; the file was changed or damaged.');
  for (const [table, count] of Object.entries(rowCounts)) {
    if (trailer.rowCounts?.[table] !== count)
      throw reader.makeInvalid(
        `table "${table}" has ${count} rows instead of ${trailer.rowCounts?.[table]}.`,
      );
  }
}
