import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../checks/source-files.ts';

export interface LockEntry {
  /** Only where the folder is called otherwise (an alias). */
  name?: string;
  version?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  link?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

export interface LockFile {
  lockfileVersion: number;
  packages: Record<string, LockEntry>;
}

export const readLockFile = (): LockFile =>
  JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as LockFile;

/** `node_modules/@scope/name/node_modules/other` → `other`, or what an alias stands for. */
export function nameOf(path: string, entry: LockEntry): string {
  return entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** Where a package asked for from `from` lies, as Node looks for it; undefined for one that is not in the lock file. */
export function findPackage(lock: LockFile, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (lock.packages[path]) return path;
    // A workspace looks into the folder above.
    if (!folder.includes('/node_modules/')) {
      return folder === '' ? undefined : findPackage(lock, '', name);
    }
  }
}

/** Paths of what an entry needs when it runs. */
export function listNeeded(lock: LockFile, path: string): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = lock.packages[path] ?? {};
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })
    .map((name) => findPackage(lock, path, name))
    .filter((found) => found !== undefined);
}

/** Everything that `from` (`''` is the server, `web` the pages) needs when it runs, sorted. */
export function listReachable(lock: LockFile, from: readonly string[]): string[] {
  const seen = new Set<string>(from);
  const waiting = [...from];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const needed of listNeeded(lock, path)) {
      if (seen.has(needed)) continue;
      seen.add(needed);
      waiting.push(needed);
    }
  }
  return [...seen].filter((path) => !from.includes(path)).sort((a, b) => (a < b ? -1 : 1));
}
