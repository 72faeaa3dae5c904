import type { Queryable, Tx } from './client.ts';

export interface AppliedMigration {
  number: number;
  name: string;
  checksum: string;
}

/** Any fixed number; it only has to differ from the other advisory locks of Muster. */
const migrationLock = 7_305_001;

/** Held until the transaction ends, so it also works through a transaction pooler. */
export async function lockMigrations(db: Tx): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
}

export async function ensureMigrationsTable(db: Queryable): Promise<void> {
  const { rows } = await db.query<{ exists: boolean }>(
    `SELECT to_regclass('public.schema_migrations') IS NOT NULL AS exists`,
  );
  if (rows[0]?.exists) return;
  await db.query(`
    CREATE TABLE public.schema_migrations (
      number     integer PRIMARY KEY,
      name       text NOT NULL,
      checksum   text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`);
}

export async function findAppliedMigrations(db: Queryable): Promise<AppliedMigration[]> {
  const { rows } = await db.query<AppliedMigration>(
    'SELECT number, name, checksum FROM public.schema_migrations ORDER BY number',
  );
  return rows;
}

export async function insertMigration(db: Queryable, migration: AppliedMigration): Promise<void> {
  await db.query('INSERT INTO public.schema_migrations (number, name, checksum) VALUES ($1, $2, $3)', [
    migration.number,
    migration.name,
    migration.checksum,
  ]);
}
