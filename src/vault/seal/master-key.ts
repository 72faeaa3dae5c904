import { execFile } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { flushFolder } from '../../db/flush-folder.ts';
import { makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';

const keyByteCount = 32;
const commandTimeoutMs = 30_000;
const reloadPauseMs = 5_000;

/** Where the master key comes from; the shape of `Config['masterKey']`. */
export type MasterKeySetting =
  | { from: 'value'; base64: string }
  | { from: 'file'; path: string }
  | { from: 'command'; command: string };

export interface MasterKey {
  /** Derived from the key, so the same key has the same id everywhere. */
  id: string;
  key: Buffer;
}

/**
 * The master keys of this process. The first one seals; the others, left from a rotation, only open. A key another
 * process has added is found without a restart.
 */
export interface MasterKeyring {
  /** For messages, e.g. `the file /var/lib/muster/master.key`. */
  readonly source: string;
  /** Throws VAULT_MASTER_KEY_INVALID when the source cannot be read. */
  getCurrent(): Promise<MasterKey>;
  find(id: string): Promise<MasterKey | undefined>;
  listIds(): Promise<string[]>;
  /**
   * Puts a new key in front, keeping the old ones for opening. Only a file can do that: undefined means that the
   * operator has to change the variable or the command.
   */
  addKey(): Promise<MasterKey | undefined>;
  /** Forgets keys that nothing is sealed with any more. Never the current one. */
  deleteKeys(ids: string[]): Promise<void>;
}

export interface MasterKeyOptions {
  setting: MasterKeySetting;
  clock: Clock;
  log: Logger;
  /** Called before a missing key file is made; throws when there must be no new key. */
  beforeCreate: (source: string) => Promise<void>;
}

/** The name of a key: a keyed digest, which says nothing about the key. */
export function makeMasterKeyId(key: Buffer): string {
  return `mk_${createHmac('sha256', key).update('muster master key id').digest('hex').slice(0, 16)}`;
}

/**
 * Opens the master key. A file is created (32 random bytes, mode 0600) when it does not exist and `beforeCreate` has
 * nothing against it; of several processes that start at once, one creates it and all use that one.
 * @throws VAULT_MASTER_KEY_INVALID, and what `beforeCreate` throws.
 */
export async function openMasterKeyring(options: MasterKeyOptions): Promise<MasterKeyring> {
  const { setting, clock } = options;
  const source = describeMasterKeySource(setting);
  let keys: MasterKey[] = [];
  let loadedVersion = '';
  let loadedAtMs = 0;

  async function load(): Promise<void> {
    const version = setting.from === 'file' ? await readVersion(setting.path) : '';
    keys = parseKeys(await readSource(setting, source), source);
    loadedVersion = version;
    loadedAtMs = clock.monotonicMs();
  }

  async function refresh(): Promise<void> {
    if (setting.from === 'file' && (await readVersion(setting.path)) !== loadedVersion) await load();
  }

  if (setting.from === 'file') await createKeyFile(setting.path, source, options);
  await load();

  return {
    source,
    async getCurrent() {
      await refresh();
      return keys[0] as MasterKey;
    },
    async find(id) {
      const known = keys.find((key) => key.id === id);
      if (known) return known;
      await refresh();
      const isOld = clock.monotonicMs() - loadedAtMs > reloadPauseMs;
      if (setting.from === 'command' && isOld) await load();
      return keys.find((key) => key.id === id);
    },
    async listIds() {
      await refresh();
      return keys.map((key) => key.id);
    },
    async addKey() {
      if (setting.from !== 'file') return undefined;
      await load();
      const key = randomBytes(keyByteCount);
      await replaceFile(setting.path, formatKeys([{ id: makeMasterKeyId(key), key }, ...keys]));
      await load();
      return keys[0] as MasterKey;
    },
    async deleteKeys(ids) {
      if (setting.from !== 'file') return;
      await load();
      const kept = keys.filter((key, at) => at === 0 || !ids.includes(key.id));
      if (kept.length === keys.length) return;
      await replaceFile(setting.path, formatKeys(kept));
      await load();
    },
  };
}

export function describeMasterKeySource(setting: MasterKeySetting): string {
  if (setting.from === 'file') return `the file ${setting.path}`;
  return setting.from === 'value' ? 'MUSTER_MASTER_KEY' : 'MUSTER_MASTER_KEY_COMMAND';
}

async function readSource(setting: MasterKeySetting, source: string): Promise<string> {
  if (setting.from === 'value') return setting.base64;
  try {
    if (setting.from === 'file') return await readFile(setting.path, 'utf8');
    return await runCommand(setting.command);
  } catch (err) {
    const problem = err instanceof Error ? err.message : String(err);
    throw makeError('VAULT_MASTER_KEY_INVALID', { source, problem: `${problem}.` }, { cause: err });
  }
}

/** The command's own words go to the message, its output never does: that is the key. */
function runCommand(command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      '/bin/sh',
      ['-c', command],
      { timeout: commandTimeoutMs, maxBuffer: 64 * 1024 },
      (err, stdout) => {
        if (!err) return resolve(stdout);
        const how = err.killed
          ? `it did not end within ${commandTimeoutMs / 1000} seconds`
          : `it ended with code ${err.code}`;
        reject(new Error(`the command failed: ${how}`));
      },
    );
  });
}

/** One key in base64 per line: the current one first, then those left from rotations. */
function parseKeys(text: string, source: string): MasterKey[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const keys = lines.map((line) => {
    const key = Buffer.from(line, 'base64');
    if (key.length !== keyByteCount || !/^[A-Za-z0-9+/_-]+=*$/.test(line)) {
      const problem =
        'every line must be 32 random bytes in base64 (make one with: openssl rand -base64 32).';
      throw makeError('VAULT_MASTER_KEY_INVALID', { source, problem });
    }
    return { id: makeMasterKeyId(key), key };
  });
  if (keys.length === 0)
    throw makeError('VAULT_MASTER_KEY_INVALID', { source, problem: 'there is no key in it.' });
  return keys;
}

const formatKeys = (keys: MasterKey[]) => keys.map((key) => `${key.key.toString('base64')}\n`).join('');

async function readVersion(path: string): Promise<string> {
  try {
    const found = await stat(path, { bigint: true });
    return `${found.ino}:${found.mtimeNs}:${found.size}`;
  } catch {
    // Gone or unreadable: the load that follows says so.
    return 'unreadable';
  }
}

/** Written aside, flushed and linked into place: nobody ever sees half a file, and only one of several wins. */
async function createKeyFile(
  path: string,
  source: string,
  { log, beforeCreate }: Pick<MasterKeyOptions, 'log' | 'beforeCreate'>,
): Promise<void> {
  const existing = await stat(path).catch((err: NodeJS.ErrnoException) => {
    if (err.code === 'ENOENT') return undefined;
    throw makeError('VAULT_MASTER_KEY_INVALID', { source, problem: `${err.message}.` }, { cause: err });
  });
  if (existing) {
    if ((existing.mode & 0o077) !== 0) {
      log.warn(
        { path },
        'the master key file can be read by other accounts of this machine; give it mode 0600',
      );
    }
    return;
  }
  await beforeCreate(source);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const key = randomBytes(keyByteCount);
    const temporary = await writeAside(path, formatKeys([{ id: makeMasterKeyId(key), key }]));
    try {
      await link(temporary, path);
      await flushFolder(dirname(path));
      log.info({ path }, 'a new master key was created; keep a copy of it apart from the database backups');
    } catch (err) {
      if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err;
    } finally {
      await unlink(temporary);
    }
  } catch (err) {
    const problem = `it could not be created: ${err instanceof Error ? err.message : String(err)}.`;
    throw makeError('VAULT_MASTER_KEY_INVALID', { source, problem }, { cause: err });
  }
}

async function replaceFile(path: string, content: string): Promise<void> {
  await rename(await writeAside(path, content), path);
  await flushFolder(dirname(path));
}

async function writeAside(path: string, content: string): Promise<string> {
  const temporary = `${path}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(temporary, 0o600);
  return temporary;
}
