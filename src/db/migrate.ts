import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { makeError } from '../errors.ts';
import type { Logger } from '../model/logger.ts';
import type { Db, Tx } from './client.ts';
import {
  type AppliedMigration,
  ensureMigrationsTable,
  findAppliedMigrations,
  insertMigration,
  lockMigrations,
} from './migrate.queries.ts';

export interface Migration {
  number: number;
  name: string;
  sql: string;
  /** sha256 of the file with Unix line ends, so that a Windows checkout is not a change. */
  checksum: string;
}

export interface MigrateResult {
  appliedCount: number;
  /** The schema version the database has now: the number of its last migration. */
  version: number;
}

export const migrationsDir = fileURLToPath(new URL('./migrations/', import.meta.url));

/** Reads `NNNN_name.sql` files in order. Throws DB_MIGRATION_FILES when a name is malformed or a number is taken twice. */
export async function loadMigrations(dir: string = migrationsDir): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    const found = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name);
    if (!found)
      throw makeError('DB_MIGRATION_FILES', { problem: `"${name}" is not named NNNN_lower_case.sql` });
    const number = Number(found[1]);
    if (migrations.at(-1)?.number === number) {
      throw makeError('DB_MIGRATION_FILES', { problem: `the number ${found[1]} is used by two files` });
    }
    const sql = (await readFile(`${dir}/${name}`, 'utf8')).replaceAll('\r\n', '\n');
    migrations.push({ number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') });
  }
  return migrations;
}

/**
 * Decides which migrations still have to run. Pure.
 * @throws DB_AHEAD when the database knows migrations this version of Muster does not,
 *   DB_MIGRATION_CHANGED when an applied file was edited, DB_MIGRATION_FILES when a file was put before applied ones.
 */
export function planMigrations(
  applied: readonly AppliedMigration[],
  known: readonly Migration[],
): Migration[] {
  const byNumber = new Map(known.map((migration) => [migration.number, migration]));
  for (const done of applied) {
    const file = byNumber.get(done.number);
    if (!file) throw makeError('DB_AHEAD', { name: done.name, version: known.at(-1)?.number ?? 0 });
    if (file.checksum !== done.checksum) throw makeError('DB_MIGRATION_CHANGED', { name: file.name });
  }
  const last = applied.reduce((max, done) => Math.max(max, done.number), 0);
  const done = new Set(applied.map((migration) => migration.number));
  const pending = known.filter((migration) => !done.has(migration.number));
  const late = pending.find((migration) => migration.number < last);
  if (late) {
    throw makeError('DB_MIGRATION_FILES', {
      problem: `"${late.name}" comes before ${last}, which is applied already`,
    });
  }
  return pending;
}

/**
 * Brings the database to the newest schema. Safe when several processes start at once: each migration runs in one
 * transaction under one advisory lock, and what is pending is decided again inside the lock.
 * @throws as {@link planMigrations}; DB_MIGRATION_FAILED when a file's SQL fails (nothing of that file stays).
 */
export async function migrate(db: Db, log: Logger, dir: string = migrationsDir): Promise<MigrateResult> {
  const known = await loadMigrations(dir);
  let appliedCount = 0;
  for (;;) {
    const ran = await db.withTransaction((tx) => migrateOnce(tx, known));
    if (!ran) return { appliedCount, version: known.at(-1)?.number ?? 0 };
    appliedCount += 1;
    log.info({ migration: ran.name }, 'migration applied');
  }
}

/** Applies `known` inside the caller's transaction: all of them or, with it, none. For a restore. */
export async function migrateInside(tx: Tx, known: readonly Migration[]): Promise<void> {
  while (await migrateOnce(tx, known));
}

async function migrateOnce(tx: Tx, known: readonly Migration[]): Promise<Migration | undefined> {
  await lockMigrations(tx);
  await ensureMigrationsTable(tx);
  const next = planMigrations(await findAppliedMigrations(tx), known)[0];
  if (!next) return undefined;
  try {
    await tx.query(next.sql);
  } catch (err) {
    const reason = err instanceof Error ? err.message : String(err);
    throw makeError('DB_MIGRATION_FAILED', { name: next.name, reason }, { cause: err });
  }
  await insertMigration(tx, next);
  return next;
}
