import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { from as copyFrom } from 'pg-copy-streams';
import { isAppError, makeError } from '../../errors.ts';
import type { Logger } from '../../model/logger.ts';
import { type CatalogTable, listSequences, listTables } from '../catalog.queries.ts';
import type { Db, Tx } from '../client.ts';
import { findSqlState } from '../db-errors.ts';
import { loadMigrations, type Migration, migrate, migrateInside, migrationsDir } from '../migrate.ts';
import { quoteName } from '../schema-sql.ts';
import { BackupReader } from './backup-format.ts';
import { type BackupManifest, backupFormatVersion, manifestSchema } from './backup-manifest.ts';
import { type OpenBackupOptions, type OpenedBackup, openBackup } from './open-backup.ts';

/** Fields people have added: columns that no migration knows, made anew by the code that made them first. */
export interface CustomColumns {
  /** Adds the column, or says why it is none that Muster would have made. */
  add(tx: Tx, column: { table: string; name: string; type: string }): Promise<string | undefined>;
  /** After the rows are there: what their descriptions ask for beside. Says what does not fit. */
  finish(tx: Tx): Promise<string | undefined>;
}

export interface RestoreOptions extends OpenBackupOptions {
  log: Logger;
  customColumns: CustomColumns;
  /** Folder of the migrations. */
  dir?: string;
}

export interface RestoreSummary {
  rowCount: number;
  rowCounts: Record<string, number>;
  /** Schema version of the backup, and the one the database has now. */
  backupVersion: number;
  version: number;
  /** False: nothing proves that the file is as it was written. */
  isProved: boolean;
}

/**
 * Loads a backup into an empty database. The structure comes from the migrations of this Muster and from its own code
 * for added fields; from the file come rows and the positions of sequences, and nothing in it is run as SQL. All of it in
 * one transaction, begun only when the whole seal was found right and committed only when every count and the
 * checksum are right. Then the database is migrated to this version of Muster.
 *
 * @throws DB_NOT_EMPTY; as {@link openBackup}; DB_BACKUP_INVALID for a file that is damaged, incomplete, not a backup,
 *   or newer than this Muster.
 */
export async function restoreBackup(db: Db, file: string, options: RestoreOptions): Promise<RestoreSummary> {
  const { log, dir = migrationsDir } = options;
  const known = await loadMigrations(dir);
  const opened = await openBackup(file, options);
  try {
    const restored = await readUnzipped(opened, file, (reader) =>
      db.withTransaction((tx) => restoreInside(tx, reader, known, options.customColumns)),
    );
    const { version } = await migrate(db, log, dir);
    await db.query('ANALYZE');
    const { isProved } = opened;
    log.info({ file, rowCount: restored.rowCount, isProved }, 'backup restored');
    return { ...restored, version, isProved };
  } finally {
    await opened.close();
  }
}

async function readUnzipped<T>(
  opened: OpenedBackup,
  file: string,
  run: (reader: BackupReader) => Promise<T>,
): Promise<T> {
  const source = Readable.from(opened.read(), { objectMode: false });
  const unzipped = createGunzip();
  const feeding = pipeline(source, unzipped);
  // The reader sees the same failure as the end of its input; it is reported from there.
  feeding.catch(() => undefined);
  try {
    return await run(new BackupReader(unzipped, file));
  } catch (err) {
    const code = isAppError(err) ? '' : ((err as NodeJS.ErrnoException).code ?? '');
    if (!code.startsWith('Z_') && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw err;
    const problem = `it is damaged or not a backup (${(err as Error).message}).`;
    throw makeError('DB_BACKUP_INVALID', { file, problem }, { cause: err });
  } finally {
    source.destroy();
    unzipped.destroy();
  }
}

async function restoreInside(
  tx: Tx,
  reader: BackupReader,
  known: readonly Migration[],
  customColumns: CustomColumns,
): Promise<Omit<RestoreSummary, 'version' | 'isProved'>> {
  await assertEmpty(tx);
  const manifest = await readManifest(reader);
  await migrateInside(tx, selectMigrations(manifest, known, reader));
  const tables = await prepareTables(tx, manifest, reader, customColumns);
  const foreignKeys = tables.flatMap(listForeignKeys);
  for (const { drop } of foreignKeys) await tx.query(drop);
  // What migrations have filled comes with the rows of the backup.
  await tx.query(`TRUNCATE ${tables.map(({ name }) => `public.${quoteName(name)}`).join(', ')} CASCADE`);
  const rowCounts: Record<string, number> = {};
  for (const { name, columns } of manifest.tables) {
    const generated =
      tables.find((table) => table.name === name)?.columns.filter((one) => one.isGenerated) ?? [];
    const copied = columns.filter((column) => !generated.some((one) => one.name === column.name));
    rowCounts[name] = await copyTable(tx, name, copied, reader);
  }
  await checkTrailer(reader, rowCounts);
  const problem = await customColumns.finish(tx);
  if (problem) throw reader.makeInvalid(problem);
  for (const { add } of foreignKeys) await tx.query(add);
  await setSequences(tx, manifest, reader);
  const rowCount = Object.values(rowCounts).reduce((sum, count) => sum + count, 0);
  return { rowCount, rowCounts, backupVersion: manifest.schemaVersion };
}

async function assertEmpty(tx: Tx): Promise<void> {
  const tables = await listTables(tx);
  const first = tables.find((table) => table.name !== 'schema_migrations') ?? tables[0];
  if (first)
    throw makeError('DB_NOT_EMPTY', { found: `this one has ${tables.length} tables (${first.name}, …)` });
}

async function readManifest(reader: BackupReader): Promise<BackupManifest> {
  const { value } = await reader.readJsonLine();
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success)
    throw reader.makeInvalid('it does not begin with the description every backup of Muster begins with.');
  if (parsed.data.formatVersion > backupFormatVersion)
    throw reader.makeInvalid('it was made by a newer Muster; restore it with that version.');
  return parsed.data;
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
 * The tables as the migrations have made them, with the columns people had added. Every table and column the file
 * brings rows for must be one of these; a name from the file is only ever compared, never run.
 */
async function prepareTables(
  tx: Tx,
  manifest: BackupManifest,
  reader: BackupReader,
  customColumns: CustomColumns,
): Promise<CatalogTable[]> {
  const made = (await listTables(tx)).filter((table) => table.name !== 'schema_migrations');
  if (made.length === 0) throw reader.makeInvalid('it was made before Muster had a single table.');
  const names = new Set(manifest.tables.map((table) => table.name));
  if (names.size !== manifest.tables.length) throw reader.makeInvalid('it names a table twice.');
  const missing = made.find((table) => !names.has(table.name));
  if (missing) throw reader.makeInvalid(`the table "${missing.name}" is not in it.`);
  for (const { name, columns } of manifest.tables) {
    const table = made.find((one) => one.name === name);
    if (!table) throw reader.makeInvalid(`it holds a table "${name}", which Muster does not have.`);
    const given = new Set(columns.map((column) => column.name));
    if (given.size !== columns.length) throw reader.makeInvalid(`it names a column of "${name}" twice.`);
    const absent = table.columns.find((column) => !column.isGenerated && !given.has(column.name));
    if (absent) throw reader.makeInvalid(`the column "${absent.name}" of table "${name}" is not in it.`);
    for (const column of columns) {
      if (table.columns.some((one) => one.name === column.name)) continue;
      const problem = await customColumns.add(tx, { table: name, ...column });
      if (problem) throw reader.makeInvalid(`the column "${column.name}" of table "${name}" ${problem}.`);
    }
  }
  return made;
}

/** As the migrations have made them: rows come table by table, so nothing can point anywhere before all are there. */
function listForeignKeys({ name, constraints }: CatalogTable): { drop: string; add: string }[] {
  const table = `public.${quoteName(name)}`;
  return constraints
    .filter((constraint) => constraint.kind === 'f')
    .map((constraint) => ({
      drop: `ALTER TABLE ${table} DROP CONSTRAINT ${quoteName(constraint.name)}`,
      add: `ALTER TABLE ${table} ADD CONSTRAINT ${quoteName(constraint.name)} ${constraint.definition}`,
    }));
}

/** Class 22: data exception, class 23: integrity constraint violation. Anything else is not the file's doing. */
const isAboutRows = (err: unknown) => /^2[23]/.test(findSqlState(err) ?? '');

async function setSequences(tx: Tx, manifest: BackupManifest, reader: BackupReader): Promise<void> {
  const known = new Set((await listSequences(tx)).map((sequence) => sequence.name));
  for (const { name, lastValue } of manifest.sequences) {
    if (!known.has(name))
      throw reader.makeInvalid(`it holds a sequence "${name}", which Muster does not have.`);
    if (lastValue !== null)
      await tx.query('SELECT setval($1::regclass, $2::bigint)', [`public.${quoteName(name)}`, lastValue]);
  }
}

async function copyTable(
  tx: Tx,
  table: string,
  columns: readonly { name: string }[],
  reader: BackupReader,
): Promise<number> {
  const { value } = await reader.readJsonLine();
  if ((value as { table?: unknown } | null)?.table !== table)
    throw reader.makeInvalid(`the rows of table "${table}" are missing.`);
  const name = `public.${quoteName(table)}`;
  const list = columns.map((column) => quoteName(column.name)).join(', ');
  await tx.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  const target = tx.client.query(copyFrom(`COPY ${name} (${list}) FROM STDIN`));
  try {
    await pipeline(Readable.from(reader.readRows(), { objectMode: false }), target);
  } catch (err) {
    if (!isAboutRows(err)) throw err;
    throw makeError(
      'DB_BACKUP_INVALID',
      {
        file: reader.file,
        problem: `the rows of table "${table}" are not accepted: ${(err as Error).message}.`,
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
