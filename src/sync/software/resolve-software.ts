/** Software entries as read → release ids. What Muster has not met before becomes a release, and maybe a product. */

import type { AssetSoftwareSet, SoftwareTitle } from '../../connector-kit/index.ts';
import type { Db } from '../../db/client.ts';
import { findSqlState, isRefusal } from '../../db/db-errors.ts';
import { lockObject } from '../../db/object-lock.queries.ts';
import { hashToUuid } from '../../model/hash-to-uuid.ts';
import type { SyncRun } from '../run.ts';
import {
  ensureProducts,
  findLoadedAssets,
  findReleases,
  insertReleases,
  listNormalizations,
} from './software.queries.ts';
import { normalizeNames } from './software-names.ts';
import { hashReleaseSet, packInstall, type ReleaseSet, unpackReleaseSet } from './software-set.ts';

/** What a session remembers of releases: a fleet has far fewer spellings than installs. */
export interface ReleaseMemory {
  /** Name → version → publisher → release id: gluing the texts together would cost more than looking up three. */
  ids: Map<string, Map<string, Map<string, number>>>;
  size: number;
  /** The same by the object: sets share their titles. */
  byTitle: Map<SoftwareTitle, number>;
  /** Titles the database did not take, of which nothing has been said yet. */
  refused: { title: SoftwareTitle; sqlState: string }[];
}

export const makeReleaseMemory = (): ReleaseMemory => ({
  ids: new Map(),
  size: 0,
  byTitle: new Map(),
  refused: [],
});

/** Stands for a title the database does not take: left out of every set, and not tried again by this session. */
const refusedId = 0;

export interface ResolvedSet {
  nativeId: string;
  set: ReleaseSet;
  setHash: string;
  entryCount: number;
}

/** About 100 bytes each. */
const memoryLimit = 150_000;

/** As read, or resolved already because every title in it was known. */
export type InstalledSet = AssetSoftwareSet | ResolvedSet;

const isResolved = (set: InstalledSet): set is ResolvedSet => 'setHash' in set;

/** The asset's native id. */
export const nativeIdOf = (set: InstalledSet): string => (isResolved(set) ? set.nativeId : set.assetId);

export const entryCountOf = (set: InstalledSet): number =>
  isResolved(set) ? set.entryCount : set.titles.length;

/**
 * Resolves sets whose titles the session has all met, and leaves the others as they are. A resolved set is a
 * fraction of the size of one as read, so that many can wait for their batch.
 */
export const resolveKnown = (memory: ReleaseMemory, sets: readonly AssetSoftwareSet[]): InstalledSet[] =>
  sets.map((set) => resolveSet(memory, set, false) ?? set);

/**
 * New releases are committed at once, before the batch that uses them: what a session remembers is then true whatever
 * becomes of the batch, and a release nobody uses harms nobody.
 */
export async function resolveSoftware(
  db: Db,
  run: SyncRun,
  sets: readonly InstalledSet[],
): Promise<ResolvedSet[]> {
  const memory = run.memory.releases;
  const known = sets.map((set) => (isResolved(set) ? set : (resolveSet(memory, set, false) ?? set)));
  const open = known.filter((set): set is AssetSoftwareSet => !isResolved(set));
  if (open.length > 0) await learnReleases(db, run, open);
  return known.map((set) => (isResolved(set) ? set : (resolveSet(memory, set, true) as ResolvedSet)));
}

/** Undefined when a title has no release yet; with `mayMiss` the set is made without it. */
function resolveSet(
  memory: ReleaseMemory,
  { assetId, titles, days }: AssetSoftwareSet,
  mayMiss: boolean,
): ResolvedSet | undefined {
  const packed = new Float64Array(titles.length);
  let count = 0;
  for (let index = 0; index < titles.length; index += 1) {
    const releaseId = recall(memory, titles[index] as SoftwareTitle);
    if (releaseId === undefined) {
      if (mayMiss) continue;
      return undefined;
    }
    if (releaseId === refusedId) continue;
    packed[count] = packInstall(releaseId, days[index] ?? -1);
    count += 1;
  }
  const set = unpackReleaseSet(packed.subarray(0, count));
  return { nativeId: assetId, set, setHash: hashReleaseSet(set), entryCount: titles.length };
}

function recall(memory: ReleaseMemory, title: SoftwareTitle): number | undefined {
  const found = memory.byTitle.get(title);
  if (found !== undefined) return found;
  const id = memory.ids.get(title.name)?.get(title.version)?.get(title.publisher);
  if (id !== undefined) {
    if (memory.byTitle.size >= memoryLimit) memory.byTitle.clear();
    memory.byTitle.set(title, id);
  }
  return id;
}

function remember(memory: ReleaseMemory, { name, version, publisher }: SoftwareTitle, id: number): void {
  const versions = memory.ids.get(name) ?? new Map<string, Map<string, number>>();
  const publishers = versions.get(version) ?? new Map<string, number>();
  if (!publishers.has(publisher)) memory.size += 1;
  memory.ids.set(name, versions.set(version, publishers.set(publisher, id)));
}

async function learnReleases(
  db: Db,
  { setup, session, memory: { releases: memory } }: SyncRun,
  sets: readonly AssetSoftwareSet[],
): Promise<void> {
  let unknown = findUnknown(memory, sets);
  if (unknown.size === 0) return;
  if (memory.size + unknown.size > memoryLimit) {
    memory.ids.clear();
    memory.byTitle.clear();
    memory.size = 0;
    unknown = findUnknown(memory, sets);
  }
  const byKey = new Map([...unknown].map(([text, title]) => [hashToUuid(text), { text, title }]));
  const rememberAll = (found: ReadonlyMap<string, number>) => {
    for (const [key, id] of found) remember(memory, byKey.get(key)?.title as SoftwareTitle, id);
  };
  const known = await findReleases(db, [...byKey.keys()]);
  rememberAll(known);
  const absent = [...byKey].filter(([key]) => !known.has(key));
  if (absent.length === 0) return;
  // What is installed only on assets this integration has not loaded makes no product; their sets stay without it.
  const wanted = await findWanted(db, sets, { integrationId: setup.integration.id, sessionId: session.id });
  const missing = absent.filter(([, { text }]) => wanted.has(text));
  if (missing.length === 0) return;
  const standards = await normalizeNames(
    await listNormalizations(db),
    missing.map(([, { title }]) => title.name),
  );
  const products = new Map<string, { name: string; publisher: string }>();
  for (const [index, [, { title }]] of missing.entries()) {
    const name = standards[index] as string;
    if (!products.has(name.toLowerCase()))
      products.set(name.toLowerCase(), { name, publisher: title.publisher });
  }
  const stamp = { at: session.at, by: setup.integration.integrationUser, sessionId: session.id };
  const releases = missing.map(([key, { title }], index) => ({
    ...title,
    key,
    product: products.get((standards[index] as string).toLowerCase()) ?? title,
  }));
  const refused = await makeReleases(db, releases, stamp);
  for (const { key, sqlState } of refused) {
    const title = byKey.get(key)?.title as SoftwareTitle;
    remember(memory, title, refusedId);
    memory.refused.push({ title, sqlState });
  }
  rememberAll(
    await findReleases(
      db,
      missing.map(([key]) => key),
    ),
  );
}

interface WantedRelease extends SoftwareTitle {
  key: string;
  product: { name: string; publisher: string };
}

/** All together, else in halves down to the ones the database does not take, which are returned. */
async function makeReleases(
  db: Db,
  releases: readonly WantedRelease[],
  stamp: { at: Date; by: string; sessionId: number },
): Promise<{ key: string; sqlState: string }[]> {
  try {
    await db.withTransaction(async (tx) => {
      await lockObject(tx, 'software');
      const products = new Map(releases.map(({ product }) => [product.name, product]));
      const ids = await ensureProducts(tx, [...products.values()], stamp);
      await insertReleases(
        tx,
        releases.map((release) => ({ ...release, softwareId: ids.get(release.product.name) as number })),
      );
    });
    return [];
  } catch (err) {
    if (!isRefusal(err)) throw err;
    const [only] = releases;
    if (only && releases.length === 1) return [{ key: only.key, sqlState: findSqlState(err) ?? 'unknown' }];
    const middle = releases.length >> 1;
    return [
      ...(await makeReleases(db, releases.slice(0, middle), stamp)),
      ...(await makeReleases(db, releases.slice(middle), stamp)),
    ];
  }
}

/** Entries on assets that are loaded, or may be yet. */
async function findWanted(
  db: Db,
  sets: readonly AssetSoftwareSet[],
  of: { integrationId: number; sessionId: number },
): Promise<ReadonlySet<string>> {
  const loaded = await findLoadedAssets(
    db,
    of,
    sets.map(({ assetId }) => assetId),
  );
  return new Set(sets.flatMap(({ assetId, titles }) => (loaded.has(assetId) ? titles.map(textOf) : [])));
}

function findUnknown(memory: ReleaseMemory, sets: readonly AssetSoftwareSet[]): Map<string, SoftwareTitle> {
  const unknown = new Map<string, SoftwareTitle>();
  for (const { titles } of sets)
    for (const title of titles) if (recall(memory, title) === undefined) unknown.set(textOf(title), title);
  return unknown;
}

const textOf = ({ name, version, publisher }: SoftwareTitle) => `${name}\0${version}\0${publisher}`;
