import { Button } from '@mantine/core';
import { IconPlus, IconTerminal2 } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import type { FilterField, ListColumn } from '../../../components/list/list-columns.ts';
import { ListPage } from '../../../components/list/list-page.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { formatDay } from '../../../lib/format.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { roleLabels } from '../../../lib/roles.ts';
import type { ApiToken } from '../api/api-token-types.ts';
import { useRevokeApiToken } from '../api/use-revoke-api-token.ts';
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
  {
    id: 'lastUsedAt',
    label: 'Last used',
    width: 140,
    isSortable: true,
    card: 'line',
    render: (row) => <RelativeTime value={row.lastUsedAt} fallback="Never used" />,
  },
  {
    id: 'createdAt',
    label: 'Created',
    width: 140,
    isSortable: true,
    isHiddenByDefault: true,
    render: (row) => <RelativeTime value={row.createdAt} />,
  },
];

const filterFields: FilterField[] = [
  { field: 'name', label: 'Name', type: 'text' },
  {
    field: 'role',
    label: 'Role',
    type: 'choice',
    choices: Object.entries(roleLabels).map(([value, label]) => ({ value, label })),
  },
  { field: 'lastUsedAt', label: 'Last used', type: 'date_time' },
  { field: 'expiresAt', label: 'Expires', type: 'date_time' },
];

export function ApiTokensPage() {
  const [isAdding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<ApiToken>();
  const revoke = useRevokeApiToken();
  const addButton = (
    <Button leftSection={<IconPlus size={17} />} onClick={() => setAdding(true)}>
      Create token
    </Button>
  );
  return (
    <ListPage<ApiToken>
      title="API tokens"
      crumbs={[{ label: 'Configuration' }, { label: 'General' }]}
      description={
        <>
          For scripts and other systems. The API is described at <a href="/api-docs">/api-docs</a>.
        </>
      }
      actions={addButton}
      listId="api-tokens"
      area="api-tokens"
      path="/api/api-tokens"
      nouns={['token', 'tokens']}
      columns={columns}
      filterFields={filterFields}
      getRowKey={(row) => row.id}
      renderActions={(row) =>
        row.revokedAt ? null : (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => setRevoking(row)}
            aria-label={`Revoke ${row.name}`}
          >
            Revoke
          </Button>
        )
      }
      empty={
        <EmptyState
          icon={IconTerminal2}
          title="No API tokens yet"
          text="Create one to call Muster from a script. You see the token once; keep it in a safe place."
          action={addButton}
        />
      }
    >
      <NewTokenDialog isOpen={isAdding} onClose={() => setAdding(false)} />
      <ConfirmDialog
        isOpen={revoking !== undefined}
        onClose={() => {
          setRevoking(undefined);
          revoke.reset();
        }}
        title={`Revoke ${revoking?.name ?? 'token'}?`}
        confirmLabel="Revoke token"
        isPending={revoke.isPending}
        error={revoke.error}
        onConfirm={() =>
          revoking &&
          revoke.mutate(revoking.id, {
            onSuccess: () => {
              notifyDone(`The token ${revoking.name} no longer works.`);
              setRevoking(undefined);
            },
          })
        }
      >
        Everything that uses it is refused from now on. A revoked token cannot be brought back.
      </ConfirmDialog>
    </ListPage>
  );
}
