import { type ListColumns, makeListFields } from '../../model/list-sql.ts';

/** What the list of sync sessions can be sorted and filtered by. */
export const sessionListColumns: ListColumns = {
  id: { sql: 's.id', type: 'bigint' },
  integrationId: { sql: 's.integration_id', type: 'bigint' },
  integrationName: { sql: 'i.name', type: 'text' },
  kind: { sql: 's.kind', type: 'text' },
  status: { sql: 's.status', type: 'text' },
  queuedAt: { sql: 's.queued_at', type: 'timestamptz' },
  startedAt: { sql: 's.started_at', type: 'timestamptz', isNullable: true },
  endedAt: { sql: 's.ended_at', type: 'timestamptz', isNullable: true },
  readCount: { sql: 's.read_count', type: 'bigint' },
  createdCount: { sql: 's.created_count', type: 'bigint' },
  updatedCount: { sql: 's.updated_count', type: 'bigint' },
  failedCount: { sql: 's.failed_count', type: 'bigint' },
};

export const sessionListFields = makeListFields(sessionListColumns, [{ field: 'id', direction: 'desc' }]);
