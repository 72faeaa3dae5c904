/**
 * `npm run sbom`: the software bill of materials (CycloneDX) and the licences of everything a release contains or
 * installs, into `dist/`. Asks nobody: all of it stands in package-lock.json and in the installed packages.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './checks/source-files.ts';
import { readLockFile } from './release/lock-file.ts';
import { makeBill } from './release/make-bill.ts';
import { makeLicences } from './release/make-licences.ts';

const folder = join(root, 'dist');
mkdirSync(folder, { recursive: true });
const lock = readLockFile();
const bill = makeBill(lock);
writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), makeLicences(lock, root));
console.log(`${bill.components.length} packages: dist/sbom.cdx.json, dist/THIRD-PARTY-LICENCES.txt`);
