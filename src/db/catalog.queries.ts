import type { Queryable } from './client.ts';

export interface CatalogColumn {
  name: string;
  /** As SQL, e.g. `character varying(40)`. */
  type: string;
  isRequired: boolean;
  /** Expression of DEFAULT or GENERATED, as SQL. */
  expression: string | null;
  /** `a` always, `d` by default, or empty. */
  identity: '' | 'a' | 'd';
  isGenerated: boolean;
  /** Only where it is not that of the type. */
  collation: string | null;
}

export interface CatalogConstraint {
  name: string;
  /** `p` primary key, `u` unique, `f` foreign key, `c` check, `x` exclusion. */
  kind: string;
  /** As SQL, without the name. */
  definition: string;
}

export interface CatalogTable {
  name: string;
  isUnlogged: boolean;
  columns: CatalogColumn[];
  constraints: CatalogConstraint[];
  /** Complete CREATE INDEX statements by name, without those that belong to constraints. */
  indexes: { name: string; definition: string }[];
  /** Complete CREATE TRIGGER statements by name. */
  triggers: { name: string; definition: string }[];
}

export interface CatalogSequence {
  name: string;
  /** `table.column` when it belongs to one. */
  ownedBy: string | null;
  lastValue: string | null;
}

/** Every ordinary table of the schema `public` with all that belongs to it, in a fixed order. */
export async function listTables(db: Queryable): Promise<CatalogTable[]> {
  const { rows } = await db.query<CatalogTable>(`
    SELECT t.relname AS name,
           t.relpersistence = 'u' AS "isUnlogged",
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                     'name', a.attname,
                     'type', format_type(a.atttypid, a.atttypmod),
                     'isRequired', a.attnotnull,
                     'expression', pg_get_expr(d.adbin, d.adrelid),
                     'identity', a.attidentity,
                     'isGenerated', a.attgenerated <> '',
                     'collation', CASE WHEN a.attcollation <> y.typcollation THEN a.attcollation::regcollation::text END
                   ) ORDER BY a.attnum), '[]')
              FROM pg_attribute a
              JOIN pg_type y ON y.oid = a.atttypid
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                     'name', c.conname, 'kind', c.contype, 'definition', pg_get_constraintdef(c.oid)
                   ) ORDER BY array_position('{p,u,x,c,f}'::"char"[], c.contype), c.conname COLLATE "C"), '[]')
              FROM pg_constraint c
             WHERE c.conrelid = t.oid AND c.contype IN ('p', 'u', 'x', 'c', 'f')) AS constraints,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                     'name', i.relname, 'definition', pg_get_indexdef(i.oid)
                   ) ORDER BY i.relname COLLATE "C"), '[]')
              FROM pg_index x
              JOIN pg_class i ON i.oid = x.indexrelid
             WHERE x.indrelid = t.oid
               AND NOT EXISTS (SELECT 1 FROM pg_constraint c
                                WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u', 'x'))) AS indexes,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                     'name', g.tgname, 'definition', pg_get_triggerdef(g.oid)
                   ) ORDER BY g.tgname COLLATE "C"), '[]')
              FROM pg_trigger g
             WHERE g.tgrelid = t.oid AND NOT g.tgisinternal) AS triggers
      FROM pg_class t
     WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND t.relpersistence <> 't'
     ORDER BY t.relname COLLATE "C"`);
  return rows;
}

/** Every sequence of the schema `public`, with its position. */
export async function listSequences(db: Queryable): Promise<CatalogSequence[]> {
  const { rows } = await db.query<CatalogSequence>(`
    SELECT s.relname AS name,
           o.relname || '.' || a.attname AS "ownedBy",
           (SELECT p.last_value::text FROM pg_sequences p
             WHERE p.schemaname = 'public' AND p.sequencename = s.relname) AS "lastValue"
      FROM pg_class s
      LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid
                           AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
      LEFT JOIN pg_class o ON o.oid = d.refobjid
      LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
     WHERE s.relnamespace = 'public'::regnamespace AND s.relkind = 'S'
     ORDER BY s.relname COLLATE "C"`);
  return rows;
}

/** Functions of the schema `public` that do not come with an extension, as complete statements. */
export async function listFunctions(db: Queryable): Promise<{ name: string; definition: string }[]> {
  const { rows } = await db.query<{ name: string; definition: string }>(`
    SELECT p.oid::regprocedure::text AS name, pg_get_functiondef(p.oid) AS definition
      FROM pg_proc p
     WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p')
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
     ORDER BY p.oid::regprocedure::text COLLATE "C"`);
  return rows;
}

/** Views of the schema `public`, as the query of each. */
export async function listViews(db: Queryable): Promise<{ name: string; definition: string }[]> {
  const { rows } = await db.query<{ name: string; definition: string }>(`
    SELECT relname AS name, pg_get_viewdef(oid) AS definition
      FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
     ORDER BY relname COLLATE "C"`);
  return rows;
}

export async function listExtensions(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT extname AS name FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname COLLATE "C"`,
  );
  return rows.map((row) => row.name);
}
