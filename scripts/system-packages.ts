import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runProgram } from './steps.ts';

export type Found<T> = { found: T } | { problem: string };

/** Installs a package of the system with apt-get. Returns why it could not, or undefined. */
export async function installSystemPackage(name: string): Promise<string | undefined> {
  if (findProgram('apt-get') === undefined)
    return `"${name}" is not installed and there is no apt-get here to install it with; install it by hand`;
  if (process.getuid?.() !== 0)
    return `"${name}" is not installed and only root may install it; run "sudo apt-get install ${name}" once`;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { cwd: '/', env, timeoutMs: 300_000 };
  const updated = await runProgram('apt-get', ['update', '-qq'], options);
  if (updated.code !== 0) return `"apt-get update" failed: ${lastLine(updated.output)}`;
  const installed = await runProgram(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', name],
    options,
  );
  return installed.code === 0 ? undefined : `"apt-get install ${name}" failed: ${lastLine(installed.output)}`;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Folder with `initdb` and `postgres` of a PostgreSQL from 15 on that is not the embedded one's major version. */
export function findOtherPostgres(embeddedMajor: number): string | undefined {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).map(Number) : [];
  const usable = versions
    .filter((version) => version >= 15 && version !== embeddedMajor)
    .sort((a, b) => a - b);
  return usable
    .map((version) => join(base, String(version), 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

/** Finds PostgreSQL of another major version, installing the system's package when missing. */
export async function ensureOtherPostgres(embeddedMajor: number): Promise<Found<string>> {
  const before = findOtherPostgres(embeddedMajor);
  if (before) return { found: before };
  const problem = await installSystemPackage('postgresql');
  const bin = findOtherPostgres(embeddedMajor);
  if (bin) return { found: bin };
  return { problem: problem ?? `the system's package brings no PostgreSQL other than ${embeddedMajor}` };
}
