import { makeSystemClock } from '../clock.ts';
import { createBackup } from '../db/backup/create-backup.ts';
import { restoreBackup } from '../db/backup/restore-backup.ts';
import { openDatabase } from '../db/open-database.ts';
import type { Command, CommandContext } from './command.ts';

async function withDatabase<T>(
  { config, log }: CommandContext,
  run: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    clock: makeSystemClock(),
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
      console.error('Name the file to write: muster backup muster-2026-01-31.backup.gz');
      return 2;
    }
    const made = await withDatabase(context, ({ db }) =>
      createBackup(db, file, { clock: makeSystemClock(), log: context.log }),
    );
    console.log(
      `${made.rowCount} rows written to ${made.file} (${made.byteCount} bytes, sha256 ${made.sha256}).`,
    );
    console.log(
      'The master key is not in the file: keep a copy of it in another place. Without it the stored credentials cannot be opened.',
    );
    return 0;
  },
};

export const restore: Command = {
  usage: 'restore FILE',
  help: 'Load a backup into an empty database.',
  isQuiet: true,
  async run(context) {
    const [file] = context.args;
    if (!file) {
      console.error('Name the file to read: muster restore muster-2026-01-31.backup.gz');
      return 2;
    }
    const done = await withDatabase(context, ({ db }) => restoreBackup(db, file, context.log));
    console.log(`${done.rowCount} rows restored; the database is at version ${done.version}.`);
    return 0;
  },
};
