import { createHash } from 'node:crypto';
import { type LockEntry, type LockFile, listNeeded, listReachable, nameOf } from './lock-file.ts';

/** CycloneDX 1.6, as far as it is used here: https://cyclonedx.org/docs/1.6/json/ */
export interface Bill {
  bomFormat: 'CycloneDX';
  specVersion: '1.6';
  serialNumber: string;
  version: 1;
  metadata: { component: BillComponent };
  components: BillComponent[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

interface BillComponent {
  type: 'application' | 'library';
  'bom-ref': string;
  name: string;
  group?: string;
  version: string;
  purl: string;
  scope?: 'required' | 'optional';
  hashes?: { alg: 'SHA-512'; content: string }[];
  licenses: { license: { id: string } }[] | { expression: string }[];
}

/**
 * The software bill of materials: every package that runs in the server or stands in the built pages, with the hash
 * npm checks it by, its licence and what it needs. The same lock file gives the same bill, byte by byte.
 */
export function makeBill(lock: LockFile): Bill {
  const roots = ['', 'web'];
  const paths = listReachable(lock, roots);
  const own = lock.packages[''] as LockEntry;
  const self = makeComponent('application', 'muster', own);
  const refOf = (path: string) => makePurl(nameOf(path, entryOf(lock, path)), entryOf(lock, path).version);
  const components = new Map<string, BillComponent>();
  const needs = new Map<string, Set<string>>();
  for (const path of paths) {
    const entry = entryOf(lock, path);
    const component = makeComponent('library', nameOf(path, entry), entry);
    components.set(component['bom-ref'], component);
    addAll(needs, component['bom-ref'], listNeeded(lock, path).map(refOf));
  }
  addAll(needs, self['bom-ref'], roots.flatMap((path) => listNeeded(lock, path)).map(refOf));
  const digest = createHash('sha256')
    .update(JSON.stringify([...components.values()]))
    .digest('hex');
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${makeUuid(digest)}`,
    version: 1,
    metadata: { component: self },
    components: sortBy([...components.values()], (component) => component['bom-ref']),
    dependencies: sortBy(
      [...needs].map(([ref, dependsOn]) => ({ ref, dependsOn: [...dependsOn].sort() })),
      ({ ref }) => ref,
    ),
  };
}

function entryOf(lock: LockFile, path: string): LockEntry {
  const entry = lock.packages[path];
  if (!entry) throw new Error(`${path} is not in package-lock.json`);
  return entry;
}

function addAll(map: Map<string, Set<string>>, key: string, values: readonly string[]): void {
  const set = map.get(key) ?? new Set<string>();
  for (const value of values) set.add(value);
  map.set(key, set);
}

const sortBy = <T>(items: T[], key: (item: T) => string) => items.sort((a, b) => (key(a) < key(b) ? -1 : 1));

/** https://github.com/package-url/purl-spec/blob/main/types-doc/npm-definition.md */
const makePurl = (name: string, version = ''): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version.replaceAll('+', '%2B')}`;

function makeComponent(type: BillComponent['type'], fullName: string, entry: LockEntry): BillComponent {
  const [group, name] = fullName.startsWith('@') ? fullName.split('/') : [undefined, fullName];
  const purl = makePurl(fullName, entry.version);
  if (!entry.license) throw new Error(`${fullName} has no licence in package-lock.json`);
  return {
    type,
    'bom-ref': purl,
    ...(group ? { group } : {}),
    name: name as string,
    version: entry.version ?? '',
    purl,
    ...(type === 'library' ? { scope: entry.optional ? ('optional' as const) : ('required' as const) } : {}),
    ...(entry.integrity ? { hashes: [readIntegrity(fullName, entry.integrity)] } : {}),
    licenses: /[ ()]/.test(entry.license)
      ? [{ expression: entry.license }]
      : [{ license: { id: entry.license } }],
  };
}

function readIntegrity(name: string, integrity: string): { alg: 'SHA-512'; content: string } {
  const base64 = /^sha512-([A-Za-z0-9+/]{86}==)$/.exec(integrity)?.[1];
  if (!base64) throw new Error(`${name} has no sha512 in package-lock.json`);
  return { alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') };
}

/** Version 8: made from a digest of our own. */
function makeUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
