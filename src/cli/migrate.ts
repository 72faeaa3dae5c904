import { makeSystemClock } from '../clock.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/open-database.ts';
import type { Command } from './command.ts';

export const migrateCommand: Command = {
  help: 'Bring the database to this version. "serve" and "work" do it by themselves.',
  isQuiet: true,
  async run({ config, log }) {
    const database = await openDatabase({
      databaseUrl: config.databaseUrl,
      dataDir: config.dataDir,
      clock: makeSystemClock(),
      log,
    });
    try {
      const { appliedCount, version } = await migrate(database.db, log);
      console.log(
        appliedCount === 0
          ? `The database is up to date (version ${version}).`
          : `${appliedCount} migrations applied; the database is at version ${version}.`,
      );
      return 0;
    } finally {
      await database.close();
    }
  },
};
