import { makeSystemClock } from '../../src/clock.ts';
import type { Db } from '../../src/db/client.ts';
import type { AuditEntry } from '../../src/model/audit.ts';
import { type Field, peopleFields, saasAccountFields, saasFields } from '../../src/model/objects.ts';
import { makeRecordService } from '../../src/records/record-service.ts';

/** The records of a test database; `audited` gets what the audit log would. */
export const makeTestRecords = (db: Db, audited: AuditEntry[], fields: readonly Field[] = peopleFields) =>
  makeRecordService({
    db,
    clock: makeSystemClock(),
    listFields: async (object) =>
      object === 'people' ? fields : object === 'saas' ? saasFields : saasAccountFields,
    findDefinition: () => undefined,
    audit: { record: async (_tx, entry) => void audited.push(entry) },
  });
