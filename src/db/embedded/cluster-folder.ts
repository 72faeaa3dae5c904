import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { makeError } from '../../errors.ts';
import type { Logger } from '../../model/logger.ts';
import { type PostgresBinaries, serverEnvironment } from './binaries.ts';
import type { ServerAccount } from './server-account.ts';

/** The superuser of the cluster; it only sets up what Muster's own role then works with. */
export const clusterRole = 'muster';

/**
 * What the server is told as its data folder. It is started inside that folder; on Linux `/proc/self/cwd` then
 * reaches it even when it lies below a folder the server's account may not enter (a checkout in /root).
 */
export function getServerPath(clusterDir: string): string {
  return process.platform === 'linux' ? '/proc/self/cwd' : clusterDir;
}

/** Makes `folder` and returns its real path. Throws DB_FOLDER_UNREADABLE naming the folder that is in the way. */
export function ensureDataFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    // Really writing finds read-only file systems and full disks as well.
    const probe = join(folder, `.probe-${randomBytes(6).toString('hex')}`);
    writeFileSync(probe, 'x');
    rmSync(probe);
    return realpathSync(folder);
  } catch (err) {
    const reason = explainFolderProblem(folder, err as NodeJS.ErrnoException);
    throw makeError('DB_FOLDER_UNREADABLE', { folder, reason }, { cause: err });
  }
}

/** Says in plain words why a folder cannot be used by this process, and what to do. */
export function explainFolderProblem(folder: string, err: NodeJS.ErrnoException): string {
  const me = describeMe();
  if (err.code === 'EROFS')
    return 'it is on a file system that is mounted read-only. Set MUSTER_DATA_DIR to a folder that can be written.';
  if (err.code === 'ENOSPC') return 'the disk is full. Free some space and start again.';
  if (err.code === 'ENOTDIR' || err.code === 'EEXIST') {
    return `${findExisting(folder)} is a file, not a folder. Move it away, or set MUSTER_DATA_DIR to another folder.`;
  }
  if (err.code === 'EACCES' || err.code === 'EPERM') {
    const blocked = findBlocked(folder);
    return (
      `Muster runs as ${me}, which may not use ${blocked.path} (${blocked.facts}). ` +
      `Start Muster as the user it was started as before, give the folder to ${me} (chown -R), or set MUSTER_DATA_DIR to a folder of its own.`
    );
  }
  return `${err.message}. Set MUSTER_DATA_DIR to a folder that Muster may create and write.`;
}

function describeMe(): string {
  const uid = process.geteuid?.() ?? 0;
  if (uid === 0) return 'root';
  if (uid !== process.getuid?.()) return `uid ${uid}`;
  try {
    return `user "${userInfo().username}"`;
  } catch {
    // Containers may run under a number without a name.
    return `uid ${uid}`;
  }
}

function findExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : findExisting(dirname(path));
}

/** The outermost folder on the way that may not be entered, else the innermost existing one. */
function findBlocked(folder: string): { path: string; facts: string } {
  const chain: string[] = [];
  for (let path = folder; dirname(path) !== path; path = dirname(path)) chain.unshift(path);
  let last = '/';
  for (const path of chain) {
    if (!lstatSync(path, { throwIfNoEntry: false })) break;
    last = path;
    try {
      statSync(`${path}/.`);
    } catch {
      // Not being allowed in is the very thing looked for.
      break;
    }
  }
  const { uid, mode } = lstatSync(last);
  return { path: last, facts: `owner uid ${uid}, mode ${(mode & 0o7777).toString(8).padStart(4, '0')}` };
}

export interface PrepareOptions {
  dataDir: string;
  clusterDir: string;
  binaries: PostgresBinaries;
  account: ServerAccount | undefined;
  log: Logger;
  /** False skips the fsync of the new files; for tests. */
  isDurable: boolean;
}

/**
 * Creates the cluster when there is none; checks version and ownership of an existing one.
 * A crash half-way leaves a `.new` folder that the next start throws away.
 */
export function prepareCluster(options: PrepareOptions): void {
  const { clusterDir, log } = options;
  if (existsSync(clusterDir)) {
    checkCluster(options);
    return;
  }
  const draftDir = `${clusterDir}.new`;
  log.info({ folder: clusterDir }, 'creating the database folder');
  // Trigram search asks the character type which bytes are letters; with C, only ASCII ones can be looked up.
  // Machines without C.UTF-8 (older macOS) fall back to it.
  let reason: string | undefined;
  for (const characterType of ['C.UTF-8', 'C']) {
    reason = makeCluster(options, draftDir, characterType);
    if (reason === undefined) break;
    rmSync(draftDir, { recursive: true, force: true });
  }
  if (reason !== undefined)
    throw makeError('DB_EMBEDDED_FAILED', { dataDir: options.dataDir, action: 'created', reason });
  renameSync(draftDir, clusterDir);
}

/** Gives the reason when it did not work. */
function makeCluster(
  { binaries, account, isDurable }: PrepareOptions,
  draftDir: string,
  characterType: string,
): string | undefined {
  rmSync(draftDir, { recursive: true, force: true });
  mkdirSync(draftDir, { mode: 0o700 });
  if (account) chownSync(draftDir, account.ids.uid, account.ids.gid);
  const made = spawnSync(
    binaries.initdb,
    [
      ...['-D', getServerPath(draftDir), '-U', clusterRole, '--encoding=UTF8', '--locale=C'],
      `--lc-ctype=${characterType}`,
      // Unicode upper/lower case without depending on the locales (and their changes) of the machine.
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      // Who may connect is decided by the file system: the only door is a socket inside this 0700 folder.
      ...['--auth-local=trust', '--auth-host=reject'],
      ...(isDurable ? [] : ['--no-sync']),
    ],
    { cwd: draftDir, env: serverEnvironment, encoding: 'utf8', ...account?.ids },
  );
  if (made.status === 0) return undefined;
  return made.error?.message ?? (made.stderr.trim() || made.stdout.trim().slice(-500));
}

function checkCluster({ clusterDir, dataDir, binaries, account, log }: PrepareOptions): void {
  let version: number;
  try {
    version = Number(readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8').trim());
  } catch (err) {
    const { code } = err as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT'
        ? 'it exists but holds no database (PG_VERSION is missing). Move it away, or set MUSTER_DATA_DIR to another folder.'
        : explainFolderProblem(clusterDir, err as NodeJS.ErrnoException);
    throw makeError('DB_FOLDER_UNREADABLE', { folder: clusterDir, reason }, { cause: err });
  }
  if (version !== binaries.majorVersion) {
    throw makeError('DB_EMBEDDED_FAILED', {
      dataDir,
      action: 'started',
      reason:
        `the data was written by PostgreSQL ${version}, and this Muster brings PostgreSQL ${binaries.majorVersion}. ` +
        'Start the Muster that wrote it, run "muster backup FILE", and restore the file with this one into a new MUSTER_DATA_DIR',
    });
  }
  const { uid, mode } = statSync(clusterDir);
  if (account && uid !== account.ids.uid) {
    log.info(
      { folder: clusterDir, user: account.name },
      'giving the database folder to the user PostgreSQL runs as',
    );
    chownTree(clusterDir, account.ids.uid, account.ids.gid);
  } else if (!account && uid !== process.getuid?.()) {
    const err: NodeJS.ErrnoException = Object.assign(new Error('owned by another user'), { code: 'EPERM' });
    throw makeError('DB_FOLDER_UNREADABLE', {
      folder: clusterDir,
      reason: explainFolderProblem(clusterDir, err),
    });
  }
  if ((mode & 0o077) !== 0) chmodSync(clusterDir, 0o700);
}

function chownTree(path: string, uid: number, gid: number): void {
  lchownSync(path, uid, gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) chownTree(join(path, name), uid, gid);
}
