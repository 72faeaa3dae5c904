/**
 * Completes package-lock.json after a change of dependencies: `node scripts/complete-lock.ts`. Every entry has a hash
 * afterwards: npm accepts whatever it is sent for one that has none.
 *
 * Tools with native parts list one optional package per platform. A registry mirror that carries only some of them
 * makes npm leave the others out of the lock file, and "npm ci" then refuses it. Their versions are pinned by the
 * tool, so the missing entries can be written, with the hash npm knows of; npm skips them by `os`, `cpu` and `libc`.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './checks/source-files.ts';
import { type LockEntry, type LockFile, nameOf, readLockFile } from './release/lock-file.ts';

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Reads the platform out of a package name like `@tool/binding-linux-arm64-musl`; undefined when it names none. */
export function parsePlatform(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> | undefined {
  const words = name.replace(/^@[^/]+\//, '').split('-');
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (!os || !cpu) return undefined;
  const isMusl = words.some((word) => word.startsWith('musl'));
  const isGnu = words.some((word) => word.startsWith('gnu'));
  return {
    os: [os],
    cpu: [cpu],
    ...(os === 'linux' && (isMusl || isGnu) ? { libc: [isMusl ? 'musl' : 'glibc'] } : {}),
  };
}

/** The entries that are missing. Only exact versions of packages for a platform are added; anything else throws. */
export function findMissingEntries(packages: Record<string, LockEntry>): Record<string, LockEntry> {
  const missing: Record<string, LockEntry> = {};
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const place = `node_modules/${name}`;
      if (place in packages || `${path}/node_modules/${name}` in packages) continue;
      const platform = parsePlatform(name);
      if (!platform || !/^\d+\.\d+\.\d+[\w.-]*$/.test(version)) {
        throw new Error(
          `${name}@${version}, optional for ${path}, is not in the lock file and not a pinned platform package`,
        );
      }
      missing[place] = { version, ...(entry.dev ? { dev: true } : {}), optional: true, ...platform };
    }
  }
  return missing;
}

/** Paths of packages that npm could not check when it fetches them. */
export function listWithoutIntegrity({ packages }: LockFile): string[] {
  return Object.entries(packages)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.link && !entry.integrity)
    .map(([path]) => path);
}

function askNpm(lock: LockFile, path: string): Pick<LockEntry, 'integrity' | 'license'> {
  const entry = lock.packages[path] as LockEntry;
  const asked = `${nameOf(path, entry)}@${entry.version}`;
  const args = ['view', asked, 'dist.integrity', 'license', '--json'];
  const answer = JSON.parse(execFileSync('npm', args, { encoding: 'utf8' })) as Record<string, string>;
  const integrity = answer['dist.integrity'];
  if (!integrity?.startsWith('sha512-')) throw new Error(`npm knows no sha512 of ${asked}`);
  return { integrity, ...(answer.license ? { license: answer.license } : {}) };
}

if (import.meta.main) {
  const file = join(root, 'package-lock.json');
  const lock = readLockFile();
  const missing = findMissingEntries(lock.packages);
  const sorted = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
  lock.packages = Object.fromEntries(sorted);
  const bare = listWithoutIntegrity(lock);
  for (const path of bare) Object.assign(lock.packages[path] as LockEntry, askNpm(lock, path));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`added ${Object.keys(missing).length} entries and ${bare.length} hashes`);
}
