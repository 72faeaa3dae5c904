/**
 * `npm run release`: packs `dist/muster-<version>.tgz`, to be unpacked anywhere and started with `npm start`. It brings
 * the built pages and installs only what runs: no build tools, no development packages.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './checks/source-files.ts';
import { packRelease } from './release/pack-release.ts';

const target = mkdtempSync(join(tmpdir(), 'muster-release-'));
try {
  const packed = await packRelease(target, join(root, 'web/dist'));
  const file = join(root, 'dist', basename(packed.file));
  mkdirSync(join(root, 'dist'), { recursive: true });
  copyFileSync(packed.file, file);
  console.log(`Packed ${file}. Unpack it where it is to run, then: npm start`);
} finally {
  rmSync(target, { recursive: true, force: true });
}
