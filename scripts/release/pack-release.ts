import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { create } from 'tar';
import { listFiles, root } from '../checks/source-files.ts';
import { readLockFile } from './lock-file.ts';
import { makeBill } from './make-bill.ts';
import { makeLicences } from './make-licences.ts';
import { isReleaseFile, makeReleaseLock, makeReleasePackage } from './release-files.ts';

export interface PackedRelease {
  /** The folder that was packed; stays beside the file. */
  folder: string;
  file: string;
}

/** The same content gives the same file: no times, no owners. */
const fixedTime = new Date('2020-01-01T00:00:00Z');

/**
 * Lays a release out in `target` and packs it: sources, the built pages of `webDist`, the lock file without development
 * packages, bill of materials and licences. Throws when the pages are not built.
 */
export async function packRelease(target: string, webDist: string): Promise<PackedRelease> {
  if (!existsSync(join(webDist, 'index.html'))) throw new Error(`${webDist} holds no built pages`);
  const source = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Parameters<
    typeof makeReleasePackage
  >[0] & { version: string };
  const name = `muster-${source.version}`;
  const folder = join(target, name);
  rmSync(folder, { recursive: true, force: true });
  for (const path of listFiles().filter(isReleaseFile)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(root, path), join(folder, path));
  }
  cpSync(webDist, join(folder, 'web/dist'), { recursive: true });
  const lock = readLockFile();
  const write = (path: string, content: unknown) =>
    writeFileSync(
      join(folder, path),
      typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`,
    );
  write('package.json', makeReleasePackage(source));
  write('package-lock.json', makeReleaseLock(lock));
  write('sbom.cdx.json', makeBill(lock));
  write('THIRD-PARTY-LICENCES.txt', makeLicences(lock, root));
  const file = join(target, `${name}.tgz`);
  await create({ cwd: target, file, gzip: true, portable: true, mtime: fixedTime }, [name]);
  return { folder, file };
}
