import type { Queryable } from '../db/client.ts';
import type { ListPage, RawListQuery } from '../model/list-query.ts';
import {
  findAssetCount,
  findVersionsOn,
  hasReleaseSql,
  type InstalledSoftware,
  listInstalledSoftware,
  listReleaseIds,
  listReleases,
  type SoftwareAsset,
  type SoftwareRelease,
} from './installs.queries.ts';

export interface SoftwareService {
  /** What is installed on an asset. All three throw API_BAD_REQUEST for unknown fields of the query. */
  listInstalled(assetId: number, query: RawListQuery): Promise<ListPage<InstalledSoftware>>;
  /**
   * The assets that have a product: searched, sorted and filtered like the list of all assets, and by `version`.
   * Throws RECORDS_LIST_TOO_SLOW as that does.
   */
  listAssets(softwareId: number, query: RawListQuery): Promise<ListPage<SoftwareAsset>>;
  /** The versions of a product, as the vendors spell them. */
  listVersions(softwareId: number, query: RawListQuery): Promise<ListPage<SoftwareRelease>>;
}

interface AssetRow {
  id: number;
  values: Record<string, unknown>;
}

export interface SoftwareServiceDeps {
  db: Queryable;
  /** The list of assets, narrowed by a condition on the table `t`. */
  listAssets(query: RawListQuery, within: string): Promise<ListPage<AssetRow>>;
}

/** Who has what installed. The records themselves, products and assets, are those of the records service. */
export function makeSoftwareService(deps: SoftwareServiceDeps): SoftwareService {
  const { db } = deps;
  return {
    listInstalled: (assetId, query) => listInstalledSoftware(db, assetId, query),
    async listAssets(softwareId, { filter, ...query }) {
      const filters = [filter ?? []].flat();
      const isOnVersion = (text: string) => text.startsWith('version:');
      const releaseIds = await listReleaseIds(db, softwareId, filters.filter(isOnVersion));
      if (releaseIds.length === 0) return { items: [], nextCursor: null, total: { count: 0, isExact: true } };
      const own = filters.filter((text) => !isOnVersion(text));
      const page = await deps.listAssets(
        { sort: 'deviceName', ...query, filter: own },
        hasReleaseSql(releaseIds),
      );
      const isWhole = filters.length === 0 && (query.q ?? '') === '';
      const total =
        isWhole && !page.total.isExact
          ? { count: await findAssetCount(db, softwareId), isExact: false }
          : page.total;
      const versions = await findVersionsOn(
        db,
        softwareId,
        page.items.map(({ id }) => id),
      );
      return { ...page, items: page.items.map((row) => toSoftwareAsset(row, versions.get(row.id))), total };
    },
    listVersions: (softwareId, query) => listReleases(db, softwareId, query),
  };
}

function toSoftwareAsset(
  { id, values }: AssetRow,
  installed: Pick<SoftwareAsset, 'versions' | 'installedOn'> | undefined,
): SoftwareAsset {
  const text = (name: string) => (values[name] ?? null) as string | null;
  return {
    assetId: id,
    deviceName: text('deviceName'),
    serialNumber: text('serialNumber'),
    assignedToId: (values['assignedTo'] ?? null) as number | null,
    assignedToName: text('assignedToName'),
    versions: installed?.versions ?? [],
    installedOn: installed?.installedOn ?? null,
  };
}
