import { Group, Text } from '@mantine/core';
import { IconLock, IconVariable } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { FilterField } from '../../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../../components/list/instant-column.tsx';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { ManagedListPage } from '../../../components/list/managed-list-page.tsx';
import {
  type GlobalVariable,
  useDeleteGlobalVariable,
} from '../../../global-variables/use-global-variable-changes.ts';
import { VariableDialog } from '../../../global-variables/variable-dialog.tsx';
import { useMay } from '../../../session/use-may.ts';

const columns: ListColumn<GlobalVariable>[] = [
  { id: 'key', label: 'Key', width: 220, isSortable: true, render: (row) => <code>{row.key}</code> },
  { id: 'value', label: 'Value', width: 240, card: 'line', render: (row) => <Value variable={row} /> },
  { id: 'uses', label: 'Used by', width: 300, card: 'line', render: (row) => <Uses variable={row} /> },
  makeInstantColumn({
    id: 'updatedAt',
    label: 'Changed',
    width: 130,
    read: (row: GlobalVariable) => row.updatedAt,
  }),
];

const filterFields: FilterField[] = [
  { field: 'key', label: 'Key', type: 'text' },
  { field: 'isSecret', label: 'Secret', type: 'boolean' },
];

/** Values that several credentials, integrations and mappings share. */
export function GlobalSettingsPage() {
  const mayChange = useMay('administrator');
  const remove = useDeleteGlobalVariable();
  return (
    <ManagedListPage
      title="Global Settings"
      crumbs={[{ label: 'Configuration' }, { label: 'General' }]}
      description="Variables that fill forms left empty and that every template may name, such as {{ Acme.Hostname }}."
      listId="global-variables"
      path="/api/global-variables"
      nouns={['variable', 'variables']}
      columns={columns}
      filterFields={filterFields}
      nameOf={(row) => row.key}
      mayAdd={mayChange}
      addLabel="Add new variable"
      empty={{
        icon: IconVariable,
        title: 'No variables yet',
        text: 'Add a value once, such as the host name of a server, and leave it empty in every form that asks for it.',
      }}
      renderDialog={(variable, close) => <VariableDialog variable={variable} onClose={close} />}
      mayChange={mayChange}
      mayRemove={() => mayChange}
      removal={{
        verb: 'Delete',
        warning: 'The value cannot be brought back. A variable that is still used is not deleted.',
        done: (name) => `The variable ${name} was deleted.`,
        mutation: remove,
      }}
    />
  );
}

function Value({ variable }: { variable: GlobalVariable }) {
  if (variable.isSecret)
    return (
      <Group gap={6} wrap="nowrap">
        <IconLock size={14} aria-hidden />
        <Text size="sm" c="dimmed">
          Secret
        </Text>
      </Group>
    );
  return variable.value === null ? (
    <Text size="sm" c="dimmed">
      Hidden from viewers
    </Text>
  ) : (
    <span>{variable.value}</span>
  );
}

function Uses({ variable }: { variable: GlobalVariable }) {
  const { uses, wantedBy } = variable;
  if (uses.length === 0)
    return (
      <Text size="sm" c="dimmed" truncate>
        {wantedBy.length === 0 ? 'Nothing' : `Nothing yet; ${wantedBy.join(', ')} can use it`}
      </Text>
    );
  return (
    <>
      {uses.map((use, index) => (
        <span key={`${use.kind} ${use.id}`}>
          {index === 0 ? '' : ', '}
          <Link
            to={use.kind === 'credential' ? '/credentials/$id' : '/integrations/$id'}
            params={{ id: String(use.id) }}
            className="muster-link"
          >
            {use.kind === 'mapping' ? `mapping of ${use.name}` : use.name}
          </Link>
        </span>
      ))}
    </>
  );
}
