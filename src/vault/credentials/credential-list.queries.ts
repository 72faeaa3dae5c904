import type { Queryable } from '../../db/client.ts';
import { queryListPage } from '../../db/list-page.queries.ts';
import type { ListPage, ListQuery } from '../../model/list-query.ts';
import { type ListColumns, makeListFields, planList } from '../../model/list-sql.ts';
import { type CredentialRow, credentialColumns } from './credentials.queries.ts';

// `status` is the shown one, so that sorting and filtering see what the user sees. $1 = when expiring begins;
// $2, $3 = ids and names of the connectors, which the database does not know.
const source = `(
  SELECT k.id, k.name, k.description, k.owner, k.connector_id, k.method_id, k.fields, k.sealed, k.wrapped_key,
         k.master_key_id, k.seal_version, k.status_reason, k.is_draft, k.scopes, k.other_servers,
         k.expires_at, k.access_token_expires_at, k.refreshed_at, k.last_used_at, k.created_at, k.updated_at,
         CASE WHEN k.status = 'authenticated' AND k.expires_at < $1::timestamptz THEN 'expiring' ELSE k.status END
           AS status,
         coalesce(n.name, k.connector_id) AS connector_name,
         (SELECT count(*)::integer FROM integrations i WHERE i.credential_id = k.id) AS used_by_count
    FROM credentials k LEFT JOIN unnest($2::text[], $3::text[]) AS n (id, name) ON n.id = k.connector_id) c`;

/** Columns of the list's source. */
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

/**
 * One page of credentials; drafts are never listed. Search looks at name, description, owner and connector.
 * An authenticated credential that ends before `expiringBefore` has the status `expiring`.
 */
export async function listCredentialRows(
  db: Queryable,
  query: ListQuery,
  options: { expiringBefore: Date; connectors: { id: string; name: string }[] },
): Promise<ListPage<CredentialRow>> {
  const planned = planList(query, {
    columns: credentialListColumns,
    tieBreaker: 'id',
    search: ['c.name', 'c.description', 'c.owner', 'c.connector_name'],
    base: {
      sql: 'NOT c.is_draft',
      values: [
        options.expiringBefore,
        options.connectors.map((connector) => connector.id),
        options.connectors.map((connector) => connector.name),
      ],
    },
  });
  return queryListPage(db, planned, { select: credentialColumns, from: source });
}
