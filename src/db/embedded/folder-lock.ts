import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import { findProcessIdentity } from './processes.ts';

const waitMs = 60_000;

/**
 * Runs `run` while no other process runs anything under the same lock file. A lock whose holder died is taken over.
 * @throws DB_EMBEDDED_FAILED when a living holder keeps it for a minute.
 */
export async function withFolderLock<T>(path: string, clock: Clock, run: () => Promise<T>): Promise<T> {
  const mine = getOwnIdentity();
  const deadline = clock.monotonicMs() + waitMs;
  while (!tryLock(path, mine)) {
    if (clock.monotonicMs() > deadline) {
      throw makeError('DB_EMBEDDED_FAILED', {
        dataDir: path,
        action: 'started',
        reason: `process ${readLock(path)?.split(' ')[0] ?? '?'} has been starting or stopping it for a minute. Wait for it or end it`,
      });
    }
    await clock.sleep(50);
  }
  try {
    return await run();
  } finally {
    if (readLock(path) === mine) rmSync(path, { force: true });
  }
}

function tryLock(path: string, mine: string): boolean {
  // A hard link to a finished file: the lock appears with its content or not at all.
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, mine, { mode: 0o644 });
  try {
    linkSync(draft, path);
    return true;
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err;
  } finally {
    rmSync(draft, { force: true });
  }
  const holder = readLock(path);
  if (holder !== undefined && !isIdentityAlive(holder)) breakLock(path, holder);
  return false;
}

/** Moves a dead holder's lock away; puts it back when another process was quicker and it is a living one by now. */
function breakLock(path: string, deadHolder: string): void {
  const aside = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== deadHolder) linkSync(aside, path);
  } catch (err) {
    const code = (err as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw err;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw err;
  }
}

function getOwnIdentity(): string {
  return findProcessIdentity(process.pid) ?? String(process.pid);
}

function isIdentityAlive(identity: string): boolean {
  return findProcessIdentity(Number(identity.split(' ')[0])) === identity;
}

/**
 * The processes that use one embedded server: one file each in `dir`, so that the last one to leave stops it.
 * Call only under {@link withFolderLock}.
 */
export function makeUserRegister(dir: string) {
  const ownFile = join(dir, `${process.pid}.${randomBytes(4).toString('hex')}`);
  return {
    join(): void {
      mkdirSync(dir, { recursive: true, mode: 0o755 });
      writeFileSync(ownFile, getOwnIdentity());
    },
    leave(): void {
      rmSync(ownFile, { force: true });
    },
    /** Ids of the other living users; forgets those that died. */
    findOthers(): number[] {
      mkdirSync(dir, { recursive: true, mode: 0o755 });
      const others: number[] = [];
      for (const name of readdirSync(dir)) {
        const file = join(dir, name);
        if (file === ownFile) continue;
        const identity = readLock(file);
        if (identity === undefined) continue;
        if (isIdentityAlive(identity)) others.push(Number.parseInt(name, 10));
        else rmSync(file, { force: true });
      }
      return others;
    },
  };
}
