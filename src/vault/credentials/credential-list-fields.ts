import { type ListColumns, makeListFields } from '../../model/list-sql.ts';

/** Columns of the list's source, `c` in credential-list.queries.ts. */
export const credentialListColumns: ListColumns = {
  id: { sql: 'c.id', type: 'bigint' },
  name: { sql: 'lower(c.name)', type: 'text' },
  description: { sql: 'c.description', type: 'text', isSortable: false },
  owner: { sql: 'lower(c.owner)', type: 'text' },
  connectorId: { sql: 'c.connector_id', type: 'text', isSortable: false },
  connectorName: { sql: 'lower(c.connector_name)', type: 'text' },
  methodId: { sql: 'c.method_id', type: 'text' },
  status: { sql: 'c.status', type: 'text' },
  expiresAt: { sql: 'c.expires_at', type: 'timestamptz', isNullable: true },
  lastUsedAt: { sql: 'c.last_used_at', type: 'timestamptz', isNullable: true },
  createdAt: { sql: 'c.created_at', type: 'timestamptz' },
  updatedAt: { sql: 'c.updated_at', type: 'timestamptz' },
  usedByCount: { sql: 'c.used_by_count', type: 'integer' },
};

/** What the list of credentials can be sorted and filtered by. */
export const credentialListFields = makeListFields(credentialListColumns, [
  { field: 'name', direction: 'asc' },
]);
