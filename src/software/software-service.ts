import type { Queryable } from '../db/client.ts';
import type { ListPage, RawListQuery } from '../model/list-query.ts';
import {
  type InstalledSoftware,
  listInstalledSoftware,
  listReleases,
  listSoftwareAssets,
  type SoftwareAsset,
  type SoftwareRelease,
} from './installs.queries.ts';

export interface SoftwareService {
  /** What is installed on an asset. All three throw API_BAD_REQUEST for unknown fields of the query. */
  listInstalled(assetId: number, query: RawListQuery): Promise<ListPage<InstalledSoftware>>;
  /** The assets that have a product. */
  listAssets(softwareId: number, query: RawListQuery): Promise<ListPage<SoftwareAsset>>;
  /** The versions of a product, as the vendors spell them. */
  listVersions(softwareId: number, query: RawListQuery): Promise<ListPage<SoftwareRelease>>;
}

/** Who has what installed. The records themselves, products and assets, are those of the records service. */
export function makeSoftwareService({ db }: { db: Queryable }): SoftwareService {
  return {
    listInstalled: (assetId, query) => listInstalledSoftware(db, assetId, query),
    listAssets: (softwareId, query) => listSoftwareAssets(db, softwareId, query),
    listVersions: (softwareId, query) => listReleases(db, softwareId, query),
  };
}
