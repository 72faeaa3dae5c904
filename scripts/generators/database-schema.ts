import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSystemClock } from '../../src/clock.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { dumpSchema } from '../../src/db/schema-sql.ts';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import type { Generator } from '../gen.ts';

export const generator: Generator = {
  path: 'src/db/schema.sql',
  async make() {
    const dataDir = mkdtempSync(join(tmpdir(), 'muster-schema-'));
    const log = makeMemoryLog();
    try {
      const database = await openDatabase({ databaseUrl: undefined, dataDir, clock: makeSystemClock(), log });
      try {
        await migrate(database.db, log);
        return await dumpSchema(database.db);
      } finally {
        await database.close();
      }
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};
