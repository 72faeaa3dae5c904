import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { root } from './checks/source-files.ts';

/** A checkout with a command that only says what it was given, and an npm that only notes that it ran. */
const folders: string[] = [];
let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'muster-checkout-'));
  folders.push(checkout);
  mkdirSync(join(checkout, 'scripts'));
  mkdirSync(join(checkout, 'src'));
  copyFileSync(join(root, 'scripts/bootstrap.mjs'), join(checkout, 'scripts/bootstrap.mjs'));
  copyFileSync(join(root, 'scripts/node-flags.mjs'), join(checkout, 'scripts/node-flags.mjs'));
  writeFileSync(join(checkout, 'package-lock.json'), '{}');
  writeFileSync(
    join(checkout, 'src/cli.ts'),
    `const args: string[] = process.argv.slice(2);
     process.once('SIGTERM', () => { console.log('asked to stop'); process.exit(7); });
     console.log(JSON.stringify(args));
     if (args.includes('wait')) setInterval(() => {}, 1000); else process.exitCode = 3;`,
  );
  writeFileSync(
    join(checkout, 'npm-cli.js'),
    `const fs = require('node:fs');
     fs.appendFileSync('npm-runs', 'run\\n');
     if (fs.existsSync('npm-must-fail')) process.exit(9);
     setTimeout(() => { fs.mkdirSync('node_modules', { recursive: true }); fs.writeFileSync('node_modules/.package-lock.json', '{}'); }, 300);`,
  );
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function start(...args: string[]): ChildProcess {
  const env = { ...process.env, npm_execpath: join(checkout, 'npm-cli.js') };
  return spawn(process.execPath, [join(checkout, 'scripts/bootstrap.mjs'), ...args], { cwd: checkout, env });
}

async function finish(child: ChildProcess): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

const countInstallations = () =>
  existsSync(join(checkout, 'npm-runs')) ? readFileSync(join(checkout, 'npm-runs'), 'utf8').length / 4 : 0;

test('an unknown command is answered with the known ones', async () => {
  const { code, err } = await finish(start('fly'));
  expect(code).toBe(1);
  expect(err).toContain('serve|demo|muster|test|gen|new-connector|bench');
});

test('packages are installed once, also by two starts at the same time; arguments and exit code pass through', async () => {
  const both = await Promise.all([finish(start('muster', 'a b', '--json')), finish(start('serve'))]);
  expect(both.map(({ code, out }) => [code, out])).toEqual([
    [3, '["a b","--json"]\n'],
    [3, '["serve"]\n'],
  ]);
  expect(both.map(({ err }) => err).join('')).toContain('running "npm ci"');
  expect(countInstallations()).toBe(1);
  expect(await finish(start('muster'))).toMatchObject({ code: 3, err: '' });
  expect(countInstallations()).toBe(1);
});

test('a changed lock file is installed again, an installation by hand is trusted', async () => {
  mkdirSync(join(checkout, 'node_modules'));
  writeFileSync(join(checkout, 'node_modules/.package-lock.json'), '{}');
  expect(await finish(start('muster'))).toMatchObject({ code: 3 });
  expect(countInstallations()).toBe(0);
  writeFileSync(join(checkout, 'package-lock.json'), '{"changed": true}');
  utimesSync(join(checkout, 'package-lock.json'), new Date(), new Date(Date.now() + 10_000));
  await finish(start('muster'));
  expect(countInstallations()).toBe(1);
});

test('an installation that fails is said plainly', async () => {
  writeFileSync(join(checkout, 'npm-must-fail'), '');
  const { code, err } = await finish(start('muster'));
  expect(code).toBe(1);
  expect(err).toMatch(/"npm ci" failed \(exit code 9\).*network/);
});

test('a request to stop reaches the command, whose exit code is passed on', async () => {
  mkdirSync(join(checkout, 'node_modules'));
  writeFileSync(join(checkout, 'node_modules/.package-lock.json'), '{}');
  const child = start('muster', 'wait');
  const ended = finish(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 7, out: expect.stringContaining('asked to stop') });
});
