import type { Db } from '../db/client.ts';
import type { Logger } from '../model/logger.ts';
import { listCustomFields } from '../objects/custom-fields.queries.ts';
import { objectDefinitions } from '../objects/object-catalog.ts';
import { ensureListIndexes } from './list-indexes.queries.ts';

/** Makes what the lists of all objects need, at once: after a restore their tables are long, and no session has ended. */
export async function makeAllListIndexes(db: Db, log: Logger, now: Date): Promise<void> {
  for (const { name, fields } of objectDefinitions) {
    const all = [...fields, ...(await listCustomFields(db, name))];
    await ensureListIndexes(db, name, all, log, { now });
  }
}
