import { spawnSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { makeError } from '../../errors.ts';
import type { Logger } from '../../model/logger.ts';

/** The operating system user the PostgreSQL server runs as, when it is not simply ours. */
export interface ServerAccount {
  name: string;
  ids: { uid: number; gid: number };
}

/**
 * PostgreSQL refuses to run as root. As an ordinary user it runs as that user (returns undefined). As root it runs
 * as the owner of the existing data, else as the system user `muster` or `postgres`, creating `muster` when neither
 * exists, else as `nobody`.
 * @throws DB_EMBEDDED_UNAVAILABLE when no such user can be found or made.
 */
export function findServerAccount(clusterDir: string, log: Logger): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = lstatSync(clusterDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { name: `uid ${owner.uid}`, ids: { uid: owner.uid, gid: owner.gid } };
  for (const name of ['muster', 'postgres']) {
    const account = findAccount(name);
    if (account) return account;
  }
  const created = spawnSync(
    'useradd',
    [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      '/usr/sbin/nologin',
      'muster',
    ],
    { encoding: 'utf8' },
  );
  const account = findAccount('muster') ?? findAccount('nobody');
  if (account) {
    log.info({ user: account.name }, 'PostgreSQL does not run as root; it runs as this system user');
    return account;
  }
  const why = (created.error?.message ?? created.stderr).trim();
  throw makeError('DB_EMBEDDED_UNAVAILABLE', {
    reason: `PostgreSQL refuses to run as root and no user for it could be created (${why}). Start Muster as an ordinary user.`,
  });
}

function findAccount(name: string): ServerAccount | undefined {
  const uid = findId('-u', name);
  const gid = findId('-g', name);
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { name, ids: { uid, gid } };
}

function findId(flag: '-u' | '-g', name: string): number | undefined {
  const result = spawnSync('id', [flag, name], { encoding: 'utf8' });
  const id = Number((result.stdout ?? '').trim());
  return result.status === 0 && Number.isInteger(id) ? id : undefined;
}
