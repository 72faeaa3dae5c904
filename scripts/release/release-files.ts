import type { LockEntry, LockFile } from './lock-file.ts';
import { listReachable } from './lock-file.ts';

/** What of the repository goes into a packed release: what runs, and what a person reads. No tests, no tools. */
export function isReleaseFile(path: string): boolean {
  if (/\.(test|e2e)\.tsx?$/.test(path) || path.includes('/fixtures/')) return false;
  if (/^(src|connectors|docs)\//.test(path)) return true;
  return [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'scripts/bootstrap.mjs',
    'scripts/muster.mjs',
    'scripts/node-flags.mjs',
  ].includes(path);
}

interface PackageJson {
  workspaces?: unknown;
  overrides?: unknown;
  devDependencies?: unknown;
  scripts: Record<string, string>;
}

/** Commands that need nothing a release lacks. */
const releaseScripts = ['start', 'demo', 'muster'];

export function makeReleasePackage(source: PackageJson): object {
  const { workspaces: _w, devDependencies: _d, overrides: _o, ...kept } = source;
  return {
    ...kept,
    scripts: Object.fromEntries(
      Object.entries(source.scripts).filter(([name]) => releaseScripts.includes(name)),
    ),
  };
}

/** The lock file without what only development and the sources of the pages need. */
export function makeReleaseLock(lock: LockFile): LockFile {
  const {
    devDependencies: _d,
    workspaces: _w,
    ...own
  } = lock.packages[''] as LockEntry & {
    devDependencies?: unknown;
    workspaces?: unknown;
  };
  const paths = listReachable(lock, ['']);
  return {
    ...lock,
    packages: Object.fromEntries([
      ['', own],
      ...paths.map((path) => [path, lock.packages[path] as LockEntry] as const),
    ]),
  };
}
