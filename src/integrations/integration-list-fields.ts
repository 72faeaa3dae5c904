import { type ListColumns, makeListFields } from '../model/list-sql.ts';

/** What the list of integrations can be sorted and filtered by. */
export const integrationListColumns: ListColumns = {
  id: { sql: 'i.id', type: 'bigint' },
  name: { sql: 'i.name', type: 'text' },
  status: { sql: 'i.status', type: 'text' },
  object: { sql: 'i.object', type: 'text' },
  connectorId: { sql: 'i.connector_id', type: 'text' },
  credentialId: { sql: 'i.credential_id', type: 'bigint', isNullable: true },
  nextRunAt: { sql: 'i.next_run_at', type: 'timestamptz', isNullable: true },
  lastStatus: { sql: 'last.status', type: 'text', isNullable: true },
  lastEndedAt: { sql: 'last.ended_at', type: 'timestamptz', isNullable: true },
  createdAt: { sql: 'i.created_at', type: 'timestamptz' },
};

export const integrationListFields = makeListFields(integrationListColumns, [
  { field: 'name', direction: 'asc' },
]);
