/** What is installed where, from both sides. Sets are stored one row per asset and integration; here they are opened. */
import type { Queryable } from '../db/client.ts';
import { queryListPage } from '../db/list-page.queries.ts';
import { type ListPage, type ListQuery, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import { type ListColumns, makeListFields, planList } from '../model/list-sql.ts';

/** Counting stops here. */
const countLimit = 10_000;

export interface InstalledSoftware {
  /** Of the product. */
  softwareId: number;
  softwareName: string;
  /** As the vendor spells them. */
  installedName: string;
  version: string;
  publisher: string;
  /** ISO 8601 day. */
  installedOn: string | null;
  /** Who has reported it. */
  sources: { integrationId: number; integrationName: string }[];
}

const installedColumns: ListColumns = {
  id: { sql: 'f.position', type: 'bigint', isFilterable: false },
  softwareName: { sql: 'f.software_name', type: 'text' },
  installedName: { sql: 'f.installed_name', type: 'text' },
  version: { sql: 'f.version', type: 'text' },
  publisher: { sql: 'f.publisher', type: 'text' },
  installedOn: { sql: `coalesce(f.installed_on, '0001-01-01'::timestamptz)`, type: 'timestamptz' },
  integrationName: { sql: 'f.integration_names', type: 'text' },
};

/** A device's software: what several integrations have reported stands there once, with all of them. Throws API_BAD_REQUEST for unknown fields. */
export async function listInstalledSoftware(
  db: Queryable,
  assetId: number,
  raw: RawListQuery,
): Promise<ListPage<InstalledSoftware>> {
  const query = parseListQuery(
    raw,
    makeListFields(installedColumns, [{ field: 'softwareName', direction: 'asc' }]),
  );
  return pageOf(db, query, installedColumns, {
    from: `(SELECT r.id::bigint AS position, r.software_id, s.name AS software_name,
                   r.name AS installed_name, r.version, r.publisher, max(u.installed_on)::timestamptz AS installed_on,
                   to_char(max(u.installed_on), 'YYYY-MM-DD') AS installed_day,
                   string_agg(coalesce(n.name, ''), ', ' ORDER BY n.name, i.integration_id) AS integration_names,
                   json_agg(json_build_object('integrationId', i.integration_id, 'integrationName', coalesce(n.name, ''))
                            ORDER BY n.name, i.integration_id) AS sources
              FROM software_installs i
             CROSS JOIN LATERAL unnest(i.release_ids, i.installed_on) AS u (release_id, installed_on)
              JOIN software_releases r ON r.id = u.release_id
              JOIN software s ON s.id = r.software_id
              LEFT JOIN integrations n ON n.id = i.integration_id
             WHERE i.asset_id = $1
             GROUP BY r.id, s.id) f`,
    values: [assetId],
    search: ['f.software_name', 'f.installed_name', 'f.publisher', 'f.version'],
    select: `f.software_id AS "softwareId", f.software_name AS "softwareName", f.installed_name AS "installedName", f.version,
             f.publisher, f.installed_day AS "installedOn", f.sources`,
  });
}

export interface SoftwareAsset {
  assetId: number;
  deviceName: string | null;
  serialNumber: string | null;
  assignedToId: number | null;
  assignedToName: string | null;
  /** All versions of the product on this asset. */
  versions: string[];
  /** ISO 8601 day of the latest of them. */
  installedOn: string | null;
}

/** Ids of a product's releases; with filters on `version` only those. Throws API_BAD_REQUEST. */
export async function listReleaseIds(
  db: Queryable,
  softwareId: number,
  filters: readonly string[],
): Promise<number[]> {
  const columns: ListColumns = {
    id: { sql: 'f.id', type: 'bigint', isFilterable: false },
    version: { sql: 'f.version', type: 'text' },
  };
  const planned = planList(parseListQuery({ filter: [...filters] }, makeListFields(columns, [])), {
    columns,
    tieBreaker: 'id',
    base: { sql: 'f.software_id = $1', values: [softwareId] },
  });
  const { rows } = await db.query<{ id: number }>(
    `SELECT f.id FROM software_releases f WHERE ${planned.countWhere}`,
    planned.countValues,
  );
  return rows.map(({ id }) => id);
}

/**
 * Condition on assets `t`: one of these releases is installed. The ids stand in the text, since the planner then knows
 * how common they are; they are numbers of the database.
 */
export function hasReleaseSql(releaseIds: readonly number[]): string {
  const ids = releaseIds.map(Number).join(',');
  return `EXISTS (SELECT FROM software_installs i WHERE i.asset_id = t.id AND i.release_ids && '{${ids}}'::integer[])`;
}

/** Number of assets that have a product, as counted after the last change of installs. */
export async function findAssetCount(db: Queryable, softwareId: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT asset_count AS count FROM software WHERE id = $1',
    [softwareId],
  );
  return Number(rows[0]?.count ?? 0);
}

/** The versions of a product on each of these assets, and the day of the latest. */
export async function findVersionsOn(
  db: Queryable,
  softwareId: number,
  assetIds: readonly number[],
): Promise<Map<number, Pick<SoftwareAsset, 'versions' | 'installedOn'>>> {
  const { rows } = await db.query<{ assetId: number; versions: string[]; installedOn: string | null }>(
    `SELECT i.asset_id AS "assetId",
            coalesce(array_agg(DISTINCT r.version ORDER BY r.version) FILTER (WHERE r.version <> ''), '{}') AS versions,
            to_char(max(u.installed_on), 'YYYY-MM-DD') AS "installedOn"
       FROM software_installs i
      CROSS JOIN LATERAL unnest(i.release_ids, i.installed_on) AS u (release_id, installed_on)
       JOIN software_releases r ON r.id = u.release_id AND r.software_id = $1
      WHERE i.asset_id = ANY($2::bigint[]) GROUP BY i.asset_id`,
    [softwareId, assetIds],
  );
  return new Map(rows.map(({ assetId, ...found }) => [assetId, found]));
}

export interface SoftwareRelease {
  id: number;
  installedName: string;
  version: string;
  publisher: string;
  assetCount: number;
}

const releaseColumns: ListColumns = {
  id: { sql: 'f.id', type: 'bigint', isFilterable: false },
  installedName: { sql: 'f.name', type: 'text' },
  version: { sql: 'f.version', type: 'text' },
  publisher: { sql: 'f.publisher', type: 'text' },
  assetCount: { sql: 'f.asset_count', type: 'bigint' },
};

/** A product's versions as the vendors spell them, those on most assets first. */
export async function listReleases(
  db: Queryable,
  softwareId: number,
  raw: RawListQuery,
): Promise<ListPage<SoftwareRelease>> {
  const query = parseListQuery(
    raw,
    makeListFields(releaseColumns, [{ field: 'assetCount', direction: 'desc' }]),
  );
  return pageOf(db, query, releaseColumns, {
    from: '(SELECT * FROM software_releases WHERE software_id = $1) f',
    values: [softwareId],
    search: ['f.name', 'f.version', 'f.publisher'],
    select: 'f.id, f.name AS "installedName", f.version, f.publisher, f.asset_count AS "assetCount"',
  });
}

function pageOf<T extends object>(
  db: Queryable,
  query: ListQuery,
  columns: ListColumns,
  { select, from, values, search }: { select: string; from: string; values: unknown[]; search: string[] },
): Promise<ListPage<T>> {
  const base = { sql: 'true', values };
  const planned = planList(query, { columns, tieBreaker: 'id', search, base });
  return queryListPage(db, planned, { select, from, countLimit });
}
