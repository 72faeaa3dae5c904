import { Button, Group } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import type { FilterField } from '../../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../../components/list/instant-column.tsx';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { ListPage } from '../../../components/list/list-page.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { emptyText, formatDay } from '../../../lib/format.ts';
import { useMay } from '../../../session/use-may.ts';
import type { Credential } from '../api/credential-types.ts';

const columns: ListColumn<Credential>[] = [
  { id: 'name', label: 'Name', width: 220, isSortable: true, render: (row) => row.name },
  {
    id: 'connectorName',
    label: 'Connector',
    width: 130,
    isSortable: true,
    card: 'line',
    render: (row) => row.connectorName,
  },
  { id: 'methodTitle', label: 'Type', width: 130, card: 'line', render: (row) => row.methodTitle },
  {
    id: 'status',
    label: 'Status',
    width: 226,
    isSortable: true,
    card: 'badge',
    render: (row) => <StatusBadge status={row.status} />,
  },
  {
    id: 'expiresAt',
    label: 'Expires',
    width: 120,
    isSortable: true,
    render: (row) => (row.expiresAt ? formatDay(row.expiresAt) : emptyText),
  },
  {
    id: 'usedByCount',
    label: 'Used by',
    width: 180,
    isSortable: true,
    card: 'line',
    render: (row) => describeUse(row),
  },
  {
    id: 'owner',
    label: 'Owner',
    width: 140,
    isSortable: true,
    isHiddenByDefault: true,
    render: (row) => row.owner || emptyText,
  },
  makeInstantColumn({
    id: 'lastUsedAt',
    label: 'Last used',
    read: (row: Credential) => row.lastUsedAt,
    fallback: 'Never',
  }),
  makeInstantColumn({
    id: 'updatedAt',
    label: 'Changed',
    isHiddenByDefault: true,
    read: (row: Credential) => row.updatedAt,
  }),
];

const filterFields: FilterField[] = [
  { field: 'name', label: 'Name', type: 'text' },
  {
    field: 'status',
    label: 'Status',
    type: 'choice',
    choices: [
      { value: 'authenticated', label: 'Authenticated' },
      { value: 'expiring', label: 'Expiring' },
      { value: 'needs_reauthentication', label: 'Needs re-authentication' },
      { value: 'needs_secret', label: 'Needs its secret' },
      { value: 'not_authenticated', label: 'Not authenticated' },
    ],
  },
  { field: 'connectorName', label: 'Connector', type: 'text' },
  { field: 'owner', label: 'Owner', type: 'text' },
  { field: 'expiresAt', label: 'Expires', type: 'date_time' },
];

function describeUse(row: Credential): string {
  const [first, ...others] = row.usedBy;
  if (!first) return 'Nothing yet';
  return others.length === 0 ? first.name : `${first.name} and ${others.length} more`;
}

export function CredentialsPage() {
  const mayChange = useMay('administrator');
  const addButton = (
    <Button component={Link} to="/credentials/new" leftSection={<IconPlus size={17} />}>
      Add new credential
    </Button>
  );
  return (
    <ListPage
      title="Credentials"
      crumbs={[{ label: 'Configuration' }, { label: 'Security' }]}
      actions={mayChange ? addButton : null}
      listId="credentials"
      path="/api/credentials"
      nouns={['credential', 'credentials']}
      columns={columns}
      filterFields={filterFields}
      getRowKey={(row) => row.id}
      getRowHref={(row) => `/credentials/${row.id}`}
      empty={
        <EmptyState
          icon={IconKey}
          title="No credentials yet"
          text="A credential lets Muster read from a vendor. Add it before you create the integration; its secrets never leave the server."
          action={mayChange ? <Group justify="center">{addButton}</Group> : null}
        />
      }
    />
  );
}
