import { IconTerminal2 } from '@tabler/icons-react';
import type { FilterField } from '../../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../../components/list/instant-column.tsx';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { ManagedListPage } from '../../../components/list/managed-list-page.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { formatDay } from '../../../lib/format.ts';
import { roleLabels, roleOptions } from '../../../lib/roles.ts';
import { type ApiToken, useRevokeApiToken } from '../api/use-api-token-changes.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';

function readStatus(token: ApiToken): string {
  if (token.revokedAt) return 'revoked';
  return token.expiresAt && new Date(token.expiresAt) <= new Date() ? 'expired' : 'active';
}

const columns: ListColumn<ApiToken>[] = [
  { id: 'name', label: 'Name', width: 200, isSortable: true, render: (row) => row.name },
  { id: 'prefix', label: 'Token', width: 130, card: 'line', render: (row) => <code>{row.prefix}…</code> },
  {
    id: 'role',
    label: 'Role',
    width: 120,
    isSortable: true,
    card: 'line',
    render: (row) => roleLabels[row.role],
  },
  { id: 'userName', label: 'Acts for', width: 160, isSortable: true, render: (row) => row.userName },
  {
    id: 'revokedAt',
    label: 'Status',
    width: 110,
    isSortable: true,
    card: 'badge',
    render: (row) => <StatusBadge status={readStatus(row)} />,
  },
  {
    id: 'expiresAt',
    label: 'Expires',
    width: 130,
    isSortable: true,
    render: (row) => (row.expiresAt ? formatDay(row.expiresAt) : 'Never'),
  },
  makeInstantColumn({
    id: 'lastUsedAt',
    label: 'Last used',
    card: 'line',
    read: (row: ApiToken) => row.lastUsedAt,
    fallback: 'Never used',
  }),
  makeInstantColumn({
    id: 'createdAt',
    label: 'Created',
    isHiddenByDefault: true,
    read: (row: ApiToken) => row.createdAt,
  }),
];

const filterFields: FilterField[] = [
  { field: 'name', label: 'Name', type: 'text' },
  {
    field: 'role',
    label: 'Role',
    type: 'choice',
    choices: roleOptions,
  },
  { field: 'lastUsedAt', label: 'Last used', type: 'date_time' },
  { field: 'expiresAt', label: 'Expires', type: 'date_time' },
];

export function ApiTokensPage() {
  const revoke = useRevokeApiToken();
  return (
    <ManagedListPage
      title="API tokens"
      crumbs={[{ label: 'Configuration' }, { label: 'General' }]}
      description={
        <>
          For scripts and other systems. The API is described at <a href="/api-docs">/api-docs</a>.
        </>
      }
      listId="api-tokens"
      path="/api/api-tokens"
      nouns={['token', 'tokens']}
      columns={columns}
      filterFields={filterFields}
      nameOf={(row) => row.name}
      mayAdd
      addLabel="Create token"
      empty={{
        icon: IconTerminal2,
        title: 'No API tokens yet',
        text: 'Create one to call Muster from a script. You see the token once; keep it in a safe place.',
      }}
      renderDialog={(_row, close) => <NewTokenDialog onClose={close} />}
      mayChange={false}
      mayRemove={(row) => row.revokedAt === null}
      removal={{
        verb: 'Revoke',
        isSpelledOut: true,
        warning: 'Everything that uses it is refused from now on. A revoked token cannot be brought back.',
        done: (name) => `The token ${name} no longer works.`,
        mutation: revoke,
      }}
    />
  );
}
