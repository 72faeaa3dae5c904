import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeSystemClock } from '../clock.ts';
import { createBackup } from '../db/backup/create-backup.ts';
import type { BackupKeys } from '../db/backup/open-backup.ts';
import { restoreBackup } from '../db/backup/restore-backup.ts';
import { type OpenDatabase, openDatabase } from '../db/open-database.ts';
import { erasedListName } from '../forgetting/erased-list.ts';
import { buildMuster } from '../main.ts';
import { makeCustomColumns } from '../objects/restore-custom-fields.ts';
import { makeAllListIndexes } from '../records/make-all-list-indexes.ts';
import { forgetPendingBindings } from '../vault/credentials/bindings.queries.ts';
import { assertNothingSealed } from '../vault/seal/assert-nothing-sealed.ts';
import { describeMasterKeySource, openMasterKeyring } from '../vault/seal/master-key.ts';
import type { Command, CommandContext } from './command.ts';

const clock = makeSystemClock();

async function withDatabase<T>(
  { config, log }: CommandContext,
  run: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    clock,
    log,
  });
  try {
    return await run(database);
  } finally {
    await database.close();
  }
}

export const backup: Command = {
  usage: 'backup FILE',
  help: 'Write everything in the database into one file, while running.',
  isQuiet: true,
  async run(context) {
    const [file] = context.args;
    if (!file) {
      console.error('Name the file to write: muster backup muster-2026-01-31.backup');
      return 2;
    }
    const { config, log } = context;
    const made = await withDatabase(context, async ({ db }) => {
      const keyring = await openMasterKeyring({
        setting: config.masterKey,
        clock,
        log,
        beforeCreate: (source) => assertNothingSealed(db, source),
      });
      return createBackup(db, file, { clock, log, masterKey: await keyring.getCurrent() });
    });
    console.log(
      `${made.rowCount} rows written to ${made.file} (${made.byteCount} bytes, sha256 ${made.sha256}).`,
    );
    console.log(
      `The file is sealed with the master key ${made.masterKeyId}, which is not in it: keep a copy of the key in another place. Without it the file cannot be proved and the stored credentials cannot be opened.`,
    );
    return 0;
  },
};

export const restore: Command = {
  usage: 'restore FILE [--unsealed] [--erased LIST]',
  help: 'Load a backup into an empty database. --unsealed: also one without a seal, or whose key is lost. --erased: the list of erased people, where it is not in the data folder.',
  isQuiet: true,
  async run(context) {
    const { values, positionals } = parseArgs({
      args: context.args,
      allowPositionals: true,
      options: { unsealed: { type: 'boolean' }, erased: { type: 'string' } },
    });
    const [file] = positionals;
    if (!file) {
      console.error('Name the file to read: muster restore muster-2026-01-31.backup');
      return 2;
    }
    const { log } = context;
    const done = await withDatabase(context, async ({ db }) => {
      const restored = await restoreBackup(db, file, {
        log,
        keys: makeBackupKeys(context),
        isUnsealedAccepted: values.unsealed === true,
        customColumns: makeCustomColumns(),
      });
      if (!restored.isProved) await forgetPendingBindings(db);
      await makeAllListIndexes(db, log, clock.now());
      return restored;
    });
    console.log(`${done.rowCount} rows restored; the database is at version ${done.version}.`);
    if (!done.isProved)
      console.log(
        'Nothing proves that this file is as Muster wrote it: look through users, API tokens and addresses. Secrets go only where they were entered for; those from before that was kept must be entered again.',
      );
    return eraseAgain(context, values.erased);
  },
};

/** People who were erased after the backup was made do not come back with it. */
async function eraseAgain({ config, log }: CommandContext, given: string | undefined): Promise<number> {
  const file = given ?? join(config.dataDir, erasedListName);
  if (!(await isThere(file))) {
    console.log(
      `There is no list of erased people at ${file}: who was erased after this backup was made is back. Give the list of the other data folder with --erased, or start Muster with it in its place.`,
    );
    return given === undefined ? 0 : 1;
  }
  const muster = await buildMuster({ config, log });
  try {
    await muster.applyErasedList(file);
    console.log(`The list of erased people in ${file} was applied.`);
  } finally {
    await muster.close();
  }
  return 0;
}

/** The master keys that are here. None is made: it could prove nothing and would only be in the way of the right one. */
function makeBackupKeys({ config, log }: CommandContext): BackupKeys {
  const setting = config.masterKey;
  return {
    source: describeMasterKeySource(setting),
    async find(id) {
      if (setting.from === 'file' && !(await isThere(setting.path))) return undefined;
      const keyring = await openMasterKeyring({ setting, clock, log, beforeCreate: async () => undefined });
      return (await keyring.find(id))?.key;
    },
  };
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    (err: NodeJS.ErrnoException) => {
      if (err.code === 'ENOENT') return false;
      throw err;
    },
  );
