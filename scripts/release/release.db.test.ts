import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { list } from 'tar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { root } from '../checks/source-files.ts';
import { type LockFile, readLockFile } from './lock-file.ts';
import { type PackedRelease, packRelease } from './pack-release.ts';

/** A script of the pages as it is built: with its compressed versions beside it (web/compress-files.ts). */
const pageFiles = ['assets/index-a1.js', 'assets/index-a1.js.br', 'assets/index-a1.js.gz'];

let target: string;
let packed: PackedRelease;
let db: TestDb;

beforeAll(async () => {
  target = mkdtempSync(join(tmpdir(), 'muster-release-'));
  const webDist = join(target, 'built');
  mkdirSync(join(webDist, 'assets'), { recursive: true });
  writeFileSync(join(webDist, 'index.html'), '<!doctype html><title>Built before</title>');
  for (const name of pageFiles) writeFileSync(join(webDist, name), `content of ${name}`);
  packed = await packRelease(target, webDist);
  db = await makeTestDb();
});
afterAll(async () => {
  await db.drop();
  rmSync(target, { recursive: true, force: true });
});

const lockOf = (): LockFile => JSON.parse(readFileSync(join(packed.folder, 'package-lock.json'), 'utf8'));

/** Exactly what "npm ci" would install there, from what is installed here. */
function installFromHere(): void {
  for (const path of Object.keys(lockOf().packages)) {
    if (path === '' || !existsSync(join(root, path))) continue;
    const to = join(packed.folder, path);
    if (existsSync(to)) continue;
    mkdirSync(dirname(to), { recursive: true });
    copyPackage(join(root, path), to);
    // What lies inside a package belongs to it or stands in the lock file by itself.
    rmSync(join(to, 'node_modules'), { recursive: true, force: true });
  }
}

/** As links where both lie on one disk: some packages are large. */
function copyPackage(from: string, to: string): void {
  if (spawnSync('cp', ['-al', from, to]).status === 0) return;
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
}

/** As the bytes come: fetch would unpack them. */
async function askAsItIs(url: string, accepted: string): Promise<{ body: string }> {
  const request = get(url, { headers: { 'accept-encoding': accepted } });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return { body: await text(answer) };
}

describe('a packed release', () => {
  test('carries the built pages, bill and licences, and neither tests nor tools', async () => {
    const names: string[] = [];
    await list({ file: packed.file, onReadEntry: ({ path }) => void names.push(path) });
    const inside = names.map((name) => name.slice(name.indexOf('/') + 1));
    for (const name of [
      'web/dist/index.html',
      ...pageFiles.map((name) => `web/dist/${name}`),
      'src/cli.ts',
      'sbom.cdx.json',
      'THIRD-PARTY-LICENCES.txt',
      'LICENSE',
    ])
      expect(inside).toContain(name);
    expect(inside.filter((name) => /\.test\.ts$|^test\/|^bench\/|^web\/src|biome|vitest/.test(name))).toEqual(
      [],
    );
    expect(readdirSync(join(packed.folder, 'scripts')).sort()).toEqual([
      'bootstrap.mjs',
      'muster.mjs',
      'node-flags.mjs',
    ]);
  });

  test('asks npm for nothing that only development needs', () => {
    const { packages } = lockOf();
    expect(Object.values(packages).filter((entry) => entry.dev)).toEqual([]);
    const whole = readLockFile().packages;
    for (const [path, entry] of Object.entries(packages))
      if (path !== '') expect(entry, path).toEqual(whole[path]);
    const manifest = JSON.parse(readFileSync(join(packed.folder, 'package.json'), 'utf8'));
    expect(Object.keys(manifest.scripts).sort()).toEqual(['demo', 'muster', 'start']);
    expect(manifest).not.toHaveProperty('devDependencies');
    expect(manifest).not.toHaveProperty('workspaces');
    expect(manifest.dependencies).toEqual(packages['']?.dependencies);
    expect(Object.keys(packages)).not.toContain('node_modules/react');
  });

  test('starts from nothing else, and serves its pages', async () => {
    installFromHere();
    const child = spawn(process.execPath, [join(packed.folder, 'src/cli.ts'), 'serve'], {
      cwd: target,
      env: {
        PATH: process.env.PATH ?? '',
        DATABASE_URL: db.url,
        MUSTER_PORT: '0',
        MUSTER_DATA_DIR: join(target, 'data'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += String(chunk);
      });
    const ended = once(child, 'close');
    try {
      await Promise.race([
        expect.poll(() => said, { timeout: 60_000 }).toMatch(/Muster is ready: http/),
        ended.then(() => expect.fail(said)),
      ]);
      const url = /Muster is ready: (\S+)/.exec(said)?.[1];
      expect(await (await fetch(`${url}/`)).text()).toContain('Built before');
      for (const [accepted, version] of [
        ['br', '.br'],
        ['gzip', '.gz'],
        ['identity', ''],
      ] as const)
        expect((await askAsItIs(`${url}/assets/index-a1.js`, accepted)).body).toBe(
          `content of assets/index-a1.js${version}`,
        );
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  });

  test('says of a command it does not have that it has not', () => {
    const run = () =>
      execFileSync(process.execPath, [join(packed.folder, 'scripts/bootstrap.mjs'), 'test'], {
        stdio: 'pipe',
        encoding: 'utf8',
      });
    expect(run).toThrow(/"test" is not part of a packed release/);
  });
});
