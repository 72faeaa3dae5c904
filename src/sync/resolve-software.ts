/** Software entries as read → release ids. What Muster has not met before becomes a release, and maybe a product. */
import { hash } from 'node:crypto';
import type { AssetSoftwareSet, SoftwareEntry } from '../connector-kit/stream-types.ts';
import type { Db } from '../db/client.ts';
import { lockObject } from './apply.queries.ts';
import {
  ensureProducts,
  findLoadedAssets,
  findReleases,
  insertReleases,
  listNormalizations,
} from './software.queries.ts';
import { makeNameNormalizer } from './software-names.ts';
import { hashReleaseSet, packInstall, type ReleaseSet, unpackReleaseSet } from './software-set.ts';

/** What a session remembers of releases: a fleet has far fewer spellings than installs. */
export interface ReleaseMemory {
  /** Name → version → publisher → release id: gluing the texts together would cost more than looking up three. */
  ids: Map<string, Map<string, Map<string, number>>>;
  size: number;
}

export const makeReleaseMemory = (): ReleaseMemory => ({ ids: new Map(), size: 0 });

export interface ResolvedSet {
  nativeId: string;
  set: ReleaseSet;
  setHash: string;
  entryCount: number;
}

/** About 100 bytes each. */
const memoryLimit = 150_000;

export interface ResolveStamp {
  at: Date;
  by: string;
  sessionId: number;
  /**
   * Set when the assets were loaded before their software: what is installed only on assets this integration has not
   * loaded makes no product, and their sets stay without it.
   */
  loadedBy?: number;
}

/**
 * New releases are committed at once, before the batch that uses them: what a session remembers is then true whatever
 * becomes of the batch, and a release nobody uses harms nobody.
 */
export async function resolveSoftware(
  db: Db,
  memory: ReleaseMemory,
  sets: readonly AssetSoftwareSet[],
  stamp: ResolveStamp,
): Promise<ResolvedSet[]> {
  await learnReleases(db, memory, sets, stamp);
  return sets.map(({ assetId, entries }) => {
    const packed = new Float64Array(entries.length);
    let count = 0;
    for (const entry of entries) {
      const releaseId = recall(memory, entry);
      if (releaseId === undefined) continue;
      packed[count] = packInstall(releaseId, entry.installedOnDay);
      count += 1;
    }
    const set = unpackReleaseSet(packed.subarray(0, count));
    return { nativeId: assetId, set, setHash: hashReleaseSet(set), entryCount: entries.length };
  });
}

function recall(memory: ReleaseMemory, { name, version, publisher }: SoftwareEntry): number | undefined {
  return memory.ids.get(name)?.get(version)?.get(publisher);
}

function remember(memory: ReleaseMemory, { name, version, publisher }: SoftwareEntry, id: number): void {
  const versions = memory.ids.get(name) ?? new Map<string, Map<string, number>>();
  const publishers = versions.get(version) ?? new Map<string, number>();
  if (!publishers.has(publisher)) memory.size += 1;
  memory.ids.set(name, versions.set(version, publishers.set(publisher, id)));
}

async function learnReleases(
  db: Db,
  memory: ReleaseMemory,
  sets: readonly AssetSoftwareSet[],
  stamp: ResolveStamp,
): Promise<void> {
  let unknown = findUnknown(memory, sets);
  if (unknown.size === 0) return;
  if (memory.size + unknown.size > memoryLimit) {
    memory.ids.clear();
    memory.size = 0;
    unknown = findUnknown(memory, sets);
  }
  const byKey = new Map([...unknown].map(([text, entry]) => [keyOf(text), { text, entry }]));
  const rememberAll = (found: ReadonlyMap<string, number>) => {
    for (const [key, id] of found) remember(memory, byKey.get(key)?.entry as SoftwareEntry, id);
  };
  const known = await findReleases(db, [...byKey.keys()]);
  rememberAll(known);
  const absent = [...byKey].filter(([key]) => !known.has(key));
  if (absent.length === 0) return;
  const wanted = await findWanted(db, sets, stamp.loadedBy);
  const missing = wanted ? absent.filter(([, { text }]) => wanted.has(text)) : absent;
  if (missing.length === 0) return;
  const normalize = makeNameNormalizer(await listNormalizations(db));
  const products = new Map<string, { name: string; publisher: string }>();
  for (const [, { entry }] of missing) {
    const name = normalize(entry.name);
    if (!products.has(name.toLowerCase()))
      products.set(name.toLowerCase(), { name, publisher: entry.publisher });
  }
  await db.withTransaction(async (tx) => {
    await lockObject(tx, 'software');
    const ids = await ensureProducts(tx, [...products.values()], stamp);
    await insertReleases(
      tx,
      missing.map(([key, { entry }]) => {
        const { name } = products.get(normalize(entry.name).toLowerCase()) ?? entry;
        return { ...entry, key, softwareId: ids.get(name) as number };
      }),
    );
  });
  rememberAll(
    await findReleases(
      db,
      missing.map(([key]) => key),
    ),
  );
}

/** Entries on assets that are loaded; undefined: all of them. */
async function findWanted(
  db: Db,
  sets: readonly AssetSoftwareSet[],
  loadedBy: number | undefined,
): Promise<ReadonlySet<string> | undefined> {
  if (loadedBy === undefined) return undefined;
  const loaded = await findLoadedAssets(
    db,
    loadedBy,
    sets.map(({ assetId }) => assetId),
  );
  return new Set(sets.flatMap(({ assetId, entries }) => (loaded.has(assetId) ? entries.map(textOf) : [])));
}

function findUnknown(memory: ReleaseMemory, sets: readonly AssetSoftwareSet[]): Map<string, SoftwareEntry> {
  const unknown = new Map<string, SoftwareEntry>();
  for (const { entries } of sets)
    for (const entry of entries) if (recall(memory, entry) === undefined) unknown.set(textOf(entry), entry);
  return unknown;
}

const textOf = ({ name, version, publisher }: SoftwareEntry) => `${name}\0${version}\0${publisher}`;

function keyOf(text: string): string {
  const hex = hash('sha256', text, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
