import { join } from 'node:path';
import type { Db, Queryable } from '../db/client.ts';
import type { AuditPort } from '../model/audit.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import type { Envelope } from '../vault/seal/envelope.ts';
import { erasedListName, makeErasedList } from './erased-list.ts';
import { makeErasureKeys } from './erasure-keys.ts';
import { makeErasureService } from './erasure-service.ts';
import { makeFindErased } from './find-erased.ts';
import { makeRetentionService } from './retention-service.ts';

export interface ForgettingOptions {
  db: Db;
  clock: Clock;
  log: Logger;
  audit: AuditPort<Queryable>;
  envelope: Envelope;
  fields: { listFields(object: ObjectName): Promise<readonly Field[]> };
  /** Where the list of erased people lies, beside the master key. */
  dataDir: string;
}

/** Everything about forgetting. `applyList` is to be called before anything else looks at people. */
export function openForgetting({ dataDir, envelope, fields, ...given }: ForgettingOptions) {
  const deps = { ...given, listFields: fields.listFields };
  const keys = makeErasureKeys({ envelope, clock: deps.clock });
  const list = makeErasedList({ ...deps, keys, file: join(dataDir, erasedListName) });
  const erasures = makeErasureService({ ...deps, keys, storeList: list.store });
  const by = { source: 'system', name: 'List of erased people' } as const;
  return {
    erasures,
    findErased: makeFindErased(keys),
    retention: makeRetentionService(deps),
    applyList: (from?: string) => list.apply((id, pseudonym) => erasures.eraseAgain(by, id, pseudonym), from),
  };
}
