/**
 * The role Muster's own SQL runs under. It owns the database and everything in it, and is no superuser: SQL that
 * should never have run can read no file, start no program and make no other role.
 *
 * Run by the bootstrap superuser, which does nothing else. A database that was made when that one still did all the
 * work is handed over.
 */
import type { Queryable } from '../client.ts';

export type Superuser = Pick<Queryable, 'query'>;

const attributes = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';

/** Names are ours and need no quoting; DDL takes no parameters. */
export async function ensureRole(db: Superuser, role: string): Promise<void> {
  const { rows } = await db.query<{ isPlain: boolean }>(
    `SELECT rolcanlogin AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls) AS "isPlain"
       FROM pg_roles WHERE rolname = $1`,
    [role],
  );
  if (!rows[0]) await db.query(`CREATE ROLE ${role} ${attributes}`);
  else if (!rows[0].isPlain) await db.query(`ALTER ROLE ${role} ${attributes}`);
}

export async function ensureOwnedDatabase(db: Superuser, name: string, owner: string): Promise<void> {
  const { rows } = await db.query<{ owner: string }>(
    'SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = $1',
    [name],
  );
  if (!rows[0]) await db.query(`CREATE DATABASE ${name} OWNER ${owner}`);
  else if (rows[0].owner !== owner) await db.query(`ALTER DATABASE ${name} OWNER TO ${owner}`);
}

/**
 * Schemas, tables, views, sequences, routines and types of the database that `owner` does not own, as
 * `KIND name`. What belongs to an extension stays with who made it; a column's sequence follows its table.
 */
export async function listForeignObjects(db: Superuser, owner: string): Promise<string[]> {
  const { rows } = await db.query<{ object: string }>(
    `WITH wanted AS (SELECT oid FROM pg_roles WHERE rolname = $1),
          spaces AS (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
          fixed AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
                    UNION ALL
                    SELECT classid, objid FROM pg_depend
                     WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')
                       AND objid IN (SELECT oid FROM pg_class WHERE relkind = 'S'))
     SELECT 'SCHEMA ' || quote_ident(nspname) AS object
       FROM pg_namespace n
      WHERE oid IN (SELECT oid FROM spaces) AND nspname <> 'public' AND nspowner NOT IN (SELECT oid FROM wanted)
        AND NOT EXISTS (SELECT FROM fixed WHERE classid = 'pg_namespace'::regclass AND objid = n.oid)
     UNION ALL
     SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE ' WHEN 'v' THEN 'VIEW ' WHEN 'm' THEN 'MATERIALIZED VIEW '
                         WHEN 'f' THEN 'FOREIGN TABLE ' ELSE 'TABLE ' END || oid::regclass
       FROM pg_class c
      WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relnamespace IN (SELECT oid FROM spaces)
        AND relowner NOT IN (SELECT oid FROM wanted)
        AND NOT EXISTS (SELECT FROM fixed WHERE classid = 'pg_class'::regclass AND objid = c.oid)
     UNION ALL
     SELECT 'ROUTINE ' || oid::regprocedure
       FROM pg_proc p
      WHERE pronamespace IN (SELECT oid FROM spaces) AND proowner NOT IN (SELECT oid FROM wanted)
        AND NOT EXISTS (SELECT FROM fixed WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
     UNION ALL
     SELECT 'TYPE ' || oid::regtype
       FROM pg_type t
      WHERE typtype IN ('e', 'd', 'r') AND typnamespace IN (SELECT oid FROM spaces)
        AND typowner NOT IN (SELECT oid FROM wanted)
        AND NOT EXISTS (SELECT FROM fixed WHERE classid = 'pg_type'::regclass AND objid = t.oid)`,
    [owner],
  );
  return rows.map((row) => row.object);
}

/** `objects` as {@link listForeignObjects} gives them; PostgreSQL has quoted the names. */
export async function handOver(db: Superuser, objects: readonly string[], owner: string): Promise<void> {
  for (const object of objects) await db.query(`ALTER ${object} OWNER TO ${owner}`);
}
