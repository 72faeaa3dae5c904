import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserCog } from '@tabler/icons-react';
import type { FilterField } from '../../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../../components/list/instant-column.tsx';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { ManagedListPage } from '../../../components/list/managed-list-page.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { roleLabels, roleOptions } from '../../../lib/roles.ts';
import { useMe } from '../../../session/use-me.ts';
import { type User, useDeleteUser } from '../api/use-user-changes.ts';
import { SignInRulesDialog } from './sign-in-rules-dialog.tsx';
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
    id: 'hasSecondFactor',
    label: 'Two-factor',
    width: 110,
    render: (row) => (row.hasSecondFactor ? 'On' : 'Off'),
  },
  makeInstantColumn({
    id: 'lastSignInAt',
    label: 'Last sign-in',
    width: 150,
    read: (row: User) => row.lastSignInAt,
    fallback: 'Never',
  }),
  makeInstantColumn({
    id: 'createdAt',
    label: 'Created',
    width: 150,
    isHiddenByDefault: true,
    read: (row: User) => row.createdAt,
  }),
];

const filterFields: FilterField[] = [
  {
    field: 'role',
    label: 'Role',
    type: 'choice',
    choices: roleOptions,
  },
  { field: 'isDisabled', label: 'Disabled', type: 'boolean' },
  { field: 'lastSignInAt', label: 'Last sign-in', type: 'date_time' },
];

export function UsersPage() {
  const me = useMe();
  const remove = useDeleteUser();
  const [hasRules, rules] = useDisclosure(false);
  return (
    <>
      <ManagedListPage
        title="Users"
        crumbs={[{ label: 'Configuration' }, { label: 'General' }]}
        description="People who may sign in to Muster. The people your integrations load are under People."
        listId="users"
        path="/api/users"
        nouns={['user', 'users']}
        columns={columns}
        filterFields={filterFields}
        nameOf={(row) => row.name}
        mayAdd
        addLabel="Add user"
        otherActions={
          <Button variant="default" onClick={rules.open}>
            Sign-in rules
          </Button>
        }
        empty={{ icon: IconUserCog, title: 'No users', text: 'Add the people who work with Muster.' }}
        renderDialog={(user, close) => <UserDialog user={user} onClose={close} />}
        mayChange
        mayRemove={(row) => row.id !== me.id}
        removal={{
          verb: 'Delete',
          warning:
            'The user is signed out everywhere and their API tokens stop working. The audit log keeps the name. To keep the account without access, disable it instead.',
          done: (name) => `${name} was deleted.`,
          mutation: remove,
        }}
      />
      {hasRules ? <SignInRulesDialog onClose={rules.close} /> : null}
    </>
  );
}
