import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconTrash, IconUserCog } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import type { FilterField, ListColumn } from '../../../components/list/list-columns.ts';
import { ListPage } from '../../../components/list/list-page.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { notifyDone } from '../../../lib/notify.tsx';
import { roleLabels } from '../../../lib/roles.ts';
import { useMe } from '../../../session/use-me.ts';
import { useDeleteUser } from '../api/use-delete-user.ts';
import type { User } from '../api/user-types.ts';
import { UserDialog } from './user-dialog.tsx';

const columns: ListColumn<User>[] = [
  { id: 'name', label: 'Name', width: 200, isSortable: true, render: (row) => row.name },
  { id: 'email', label: 'E-mail', width: 260, isSortable: true, card: 'line', render: (row) => row.email },
  {
    id: 'role',
    label: 'Role',
    width: 140,
    isSortable: true,
    card: 'line',
    render: (row) => roleLabels[row.role],
  },
  {
    id: 'isDisabled',
    label: 'Status',
    width: 120,
    isSortable: true,
    card: 'badge',
    render: (row) => <StatusBadge status={row.isDisabled ? 'disabled' : 'active'} />,
  },
  {
    id: 'lastSignInAt',
    label: 'Last sign-in',
    width: 150,
    isSortable: true,
    render: (row) => <RelativeTime value={row.lastSignInAt} fallback="Never" />,
  },
  {
    id: 'createdAt',
    label: 'Created',
    width: 150,
    isSortable: true,
    isHiddenByDefault: true,
    render: (row) => <RelativeTime value={row.createdAt} />,
  },
];

const filterFields: FilterField[] = [
  {
    field: 'role',
    label: 'Role',
    type: 'choice',
    choices: Object.entries(roleLabels).map(([value, label]) => ({ value, label })),
  },
  { field: 'isDisabled', label: 'Disabled', type: 'boolean' },
  { field: 'lastSignInAt', label: 'Last sign-in', type: 'date_time' },
];

export function UsersPage() {
  const me = useMe();
  const remove = useDeleteUser();
  const [opened, setOpened] = useState<User | 'new'>();
  const [deleting, setDeleting] = useState<User>();
  return (
    <ListPage<User>
      title="Users"
      crumbs={[{ label: 'Configuration' }, { label: 'General' }]}
      description="People who may sign in to Muster. The people your integrations load are under People."
      actions={
        <Button leftSection={<IconPlus size={17} />} onClick={() => setOpened('new')}>
          Add user
        </Button>
      }
      listId="users"
      area="users"
      path="/api/users"
      nouns={['user', 'users']}
      columns={columns}
      filterFields={filterFields}
      getRowKey={(row) => row.id}
      onOpenRow={setOpened}
      renderActions={(row) =>
        row.id === me.id ? null : (
          <ActionIcon aria-label={`Delete ${row.name}`} onClick={() => setDeleting(row)}>
            <IconTrash size={17} />
          </ActionIcon>
        )
      }
      empty={<EmptyState icon={IconUserCog} title="No users" text="Add the people who work with Muster." />}
    >
      <UserDialog
        key={opened === 'new' ? 'new' : (opened?.id ?? 'closed')}
        opened={opened}
        onClose={() => setOpened(undefined)}
      />
      <ConfirmDialog
        isOpen={deleting !== undefined}
        onClose={() => {
          setDeleting(undefined);
          remove.reset();
        }}
        title={`Delete ${deleting?.name ?? 'user'}?`}
        confirmLabel="Delete user"
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          deleting &&
          remove.mutate(deleting.id, {
            onSuccess: () => {
              notifyDone(`${deleting.name} was deleted.`);
              setDeleting(undefined);
            },
          })
        }
      >
        {deleting?.name} is signed out everywhere and their API tokens stop working. The audit log keeps the
        name. To keep the account without access, disable it instead.
      </ConfirmDialog>
    </ListPage>
  );
}
