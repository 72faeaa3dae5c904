/**
 * Starts any part of Muster on a machine that has nothing but Node 20 (or newer) and npm:
 *
 *   node scripts/bootstrap.mjs <serve|demo|test|bench|gen|new-connector|sbom|release|muster> [arguments]
 *
 * Installs the packages of package-lock.json when they are missing or out of date, continues under the Node 24 that
 * npm brought when this Node is older, builds the web pages when they are out of date, and then runs the command.
 * Everything it says goes to standard error, so that the command's own output stays clean. No dependencies.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants as osConstants, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { nodeEnvironment, nodeFlags } from './node-flags.mjs';

const neededNode = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const commands = {
  serve: { script: 'src/cli.ts', before: ['serve'], needsWeb: () => true },
  demo: { script: 'src/cli.ts', before: ['demo'], needsWeb: () => true },
  muster: { script: 'src/cli.ts', before: [], needsWeb: (args) => args[0] === 'serve' || args[0] === 'demo' },
  test: { script: 'scripts/test.ts', before: [], needsWeb: () => false },
  gen: { script: 'scripts/gen.ts', before: [], needsWeb: () => false },
  'new-connector': { script: 'scripts/new-connector.ts', before: [], needsWeb: () => false },
  bench: { script: 'bench/run.ts', before: [], needsWeb: () => false },
  sbom: { script: 'scripts/make-sbom.ts', before: [], needsWeb: () => false },
  release: { script: 'scripts/make-release.ts', before: [], needsWeb: () => true },
};

const say = (line) => process.stderr.write(`${line}\n`);

class PlainError extends Error {}

async function main() {
  const [name = '', ...args] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command)
    throw new PlainError(
      `usage: node scripts/bootstrap.mjs <${Object.keys(commands).join('|')}> [arguments]`,
    );
  if (!existsSync(join(root, command.script)))
    throw new PlainError(`"${name}" is not part of a packed release; it needs the sources of Muster.`);
  await ensurePackages();
  const { node, env } = findNode();
  if (command.needsWeb(args)) await ensureWeb(node, env);
  const isServer = command.script === 'src/cli.ts';
  const flags = isServer ? nodeFlags : [];
  return await run(node, [...flags, join(root, command.script), ...command.before, ...args], {
    env: isServer ? { ...nodeEnvironment, ...env } : env,
    stdio: 'inherit',
  });
}

// Packages ----------------------------------------------------------------------------------------------------

const stampFile = join(root, 'node_modules', '.muster-installed');

/** What an installation belongs to: another lock file or another platform makes it out of date. */
function makeStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}`;
}

function isInstalled(stamp) {
  // npm writes this file last, so an interrupted installation does not have it.
  const npmFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(npmFile)) return false;
  if (existsSync(stampFile)) return readFileSync(stampFile, 'utf8') === stamp;
  // Installed by hand ("npm ci"): good when that was after the lock file last changed.
  return statSync(npmFile).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

async function ensurePackages() {
  const stamp = makeStamp();
  if (isInstalled(stamp)) return;
  await withLock('install', async () => {
    if (isInstalled(stamp)) return;
    const why = existsSync(join(root, 'node_modules'))
      ? 'The installed packages are not those of package-lock.json'
      : 'The packages are not installed yet';
    say(`${why}: running "npm ci" in ${root} (about a minute, once).`);
    const startedAt = Date.now();
    const [program, before] = findNpm();
    const code = await run(
      program,
      [...before, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
      { cwd: root, env: process.env, stdio: ['ignore', 2, 2] },
    );
    if (code !== 0) {
      throw new PlainError(
        `"npm ci" failed (exit code ${code}); its messages are above. Check the network and the npm registry, then start again.`,
      );
    }
    writeStamp(stamp);
    say(`Packages installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
  });
}

function writeStamp(stamp) {
  try {
    writeFileSync(stampFile, stamp);
  } catch (err) {
    if (err.code !== 'EACCES' && err.code !== 'EROFS') throw err;
  }
}

/** Under "npm run" npm says where it is, which may be another one than the first in PATH. */
function findNpm() {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script) && existsSync(script)) return [process.execPath, [script]];
  return ['npm', []];
}

// Node --------------------------------------------------------------------------------------------------------

function findNode() {
  const major = Number(process.versions.node.split('.')[0]);
  const packageName = `node-${process.platform}-${process.arch}`;
  const bundled = join(root, 'node_modules', packageName, 'bin', 'node');
  if (major >= neededNode) return { node: process.execPath, env: withPath(dirname(process.execPath)) };
  const needed = `Muster needs Node ${neededNode} or newer; this is ${process.versions.node}`;
  if (!existsSync(bundled)) {
    throw new PlainError(
      `${needed}, and npm carries none for ${process.platform}-${process.arch}. Install Node ${neededNode} from https://nodejs.org and start again.`,
    );
  }
  const probe = spawnSync(bundled, ['--version'], { encoding: 'utf8' });
  if (probe.status !== 0) {
    const why = (probe.error?.message ?? probe.stderr).trim();
    throw new PlainError(
      `${needed}, and the one npm brought does not run here (${why}). Install Node ${neededNode} from https://nodejs.org and start again.`,
    );
  }
  say(
    `This Node is ${process.versions.node}; continuing under Node ${probe.stdout.trim().slice(1)} from the npm package ${packageName}.`,
  );
  return { node: bundled, env: withPath(dirname(bundled)) };
}

function withPath(folder) {
  return { ...process.env, PATH: [folder, process.env.PATH ?? ''].join(delimiter) };
}

// Web ---------------------------------------------------------------------------------------------------------

async function ensureWeb(node, env) {
  const web = join(root, 'web');
  const isStale = () => {
    const built = join(web, 'dist', 'index.html');
    return !existsSync(built) || findNewest(web) > statSync(built).mtimeMs;
  };
  if (!existsSync(join(web, 'index.html')) || !isStale()) return;
  await withLock('web', async () => {
    if (!isStale()) return;
    say('Building the web pages.');
    const vite = join(
      dirname(createRequire(join(web, 'package.json')).resolve('vite/package.json')),
      'bin',
      'vite.js',
    );
    const code = await run(node, [vite, 'build', '--logLevel', 'warn'], {
      cwd: web,
      env,
      stdio: ['ignore', 2, 2],
    });
    if (code !== 0)
      throw new PlainError(`Building the web pages failed (exit code ${code}); the messages are above.`);
  });
}

/** Latest change below a folder in milliseconds; folders count, so that deleted files are noticed. */
function findNewest(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'dist' || entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    newest = Math.max(newest, statSync(path).mtimeMs, entry.isDirectory() ? findNewest(path) : 0);
  }
  return newest;
}

// Processes ---------------------------------------------------------------------------------------------------

/** Runs `work` while no other process of this user does the same for this checkout. A dead holder's lock is taken over. */
async function withLock(purpose, work) {
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `muster-${purpose}-${process.getuid?.() ?? 0}-${hash}`);
  const holderFile = join(folder, 'pid');
  let hasSaid = false;
  while (!tryMakeFolder(folder)) {
    const holder = existsSync(holderFile) ? Number(readFileSync(holderFile, 'utf8')) : undefined;
    const isOld = existsSync(folder) && Date.now() - statSync(folder).mtimeMs > 10_000;
    if (holder ? !isAlive(holder) : isOld) {
      rmSync(folder, { recursive: true, force: true });
      continue;
    }
    if (!hasSaid)
      say(`Waiting for another process${holder ? ` (${holder})` : ''} that does the same in this checkout.`);
    hasSaid = true;
    await sleep(250);
  }
  try {
    writeFileSync(holderFile, String(process.pid));
    await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tryMakeFolder(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch (err) {
    if (err.code === 'EEXIST') return false;
    throw err;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (err) {
    return err.code === 'EPERM';
  }
}

/** Runs a program to its end, passing signals on. Resolves to its exit code (128 + number for a signal). */
function run(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    const forward = (signal) => {
      // Ctrl-C in a terminal reaches the child by itself; a second one would mean "at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const settle = (finish) => {
      for (const signal of signals) process.off(signal, forward);
      finish();
    };
    child.once('error', (err) =>
      settle(() => reject(new PlainError(`${program} could not be started: ${err.message}`))),
    );
    child.once('exit', (code, signal) =>
      settle(() => resolve(code ?? 128 + (osConstants.signals[signal] ?? 1))),
    );
  });
}

try {
  process.exitCode = await main();
} catch (err) {
  say(err instanceof PlainError ? err.message : err.stack);
  process.exitCode = 1;
}
