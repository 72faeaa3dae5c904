import { ActionIcon, Button, Group } from '@mantine/core';
import { IconPencil, IconPlus, IconRefresh, IconReplace, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import type { FilterField, ListColumn } from '../../../components/list/list-columns.ts';
import { ListPage } from '../../../components/list/list-page.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { formatCount } from '../../../lib/format.ts';
import { notifyDone, notifyFailed } from '../../../lib/notify.tsx';
import { useMay } from '../../../session/use-may.ts';
import {
  type SoftwareName,
  useApplySoftwareNames,
  useDeleteSoftwareName,
} from '../api/use-software-names.ts';
import { SoftwareNameDialog } from './software-name-dialog.tsx';

const columns: ListColumn<SoftwareName>[] = [
  {
    id: 'incomingName',
    label: 'Incoming name',
    width: 320,
    isSortable: true,
    render: (row) => row.incomingName,
  },
  {
    id: 'standardName',
    label: 'Standard name',
    width: 280,
    isSortable: true,
    card: 'line',
    render: (row) => row.standardName,
  },
  {
    id: 'updatedAt',
    label: 'Changed',
    width: 140,
    isSortable: true,
    render: (row) => <RelativeTime value={row.updatedAt} />,
  },
];

const filterFields: FilterField[] = [
  { field: 'incomingName', label: 'Incoming name', type: 'text' },
  { field: 'standardName', label: 'Standard name', type: 'text' },
];

/** Which vendors' spellings mean one product. */
export function SoftwareNamesPage() {
  const [editing, setEditing] = useState<SoftwareName | 'new'>();
  const [deleting, setDeleting] = useState<SoftwareName>();
  const mayChange = useMay('operator');
  const remove = useDeleteSoftwareName();
  const apply = useApplySoftwareNames();
  const applyNow = () =>
    apply.mutate(undefined, {
      onSuccess: ({ movedCount, removedCount }) =>
        notifyDone(
          movedCount === 0
            ? 'Everything installed follows the list already.'
            : `${formatCount(movedCount, 'version belongs', 'versions belong')} to another product now; ${formatCount(removedCount, 'empty product was', 'empty products were')} removed.`,
        ),
      onError: (err) => notifyFailed('Not applied', err),
    });
  const addButton = mayChange ? (
    <Button leftSection={<IconPlus size={17} />} onClick={() => setEditing('new')}>
      Add entry
    </Button>
  ) : null;
  return (
    <>
      <ListPage<SoftwareName>
        title="Normalization list"
        crumbs={[{ label: 'Software', to: '/software' }]}
        description="Spellings that mean the same product. Sessions follow the list from now on; Apply also moves what is installed already. The vendors’ own spelling is kept with every version."
        actions={
          mayChange ? (
            <>
              <Button
                variant="default"
                leftSection={<IconRefresh size={17} />}
                onClick={applyNow}
                loading={apply.isPending}
              >
                Apply
              </Button>
              {addButton}
            </>
          ) : null
        }
        listId="software-names"
        area="software-names"
        path="/api/software-normalizations"
        nouns={['entry', 'entries']}
        columns={columns}
        filterFields={filterFields}
        getRowKey={(row) => row.id}
        renderActions={(row) =>
          mayChange ? (
            <Group gap={4} wrap="nowrap">
              <ActionIcon aria-label={`Change ${row.incomingName}`} onClick={() => setEditing(row)}>
                <IconPencil size={16} />
              </ActionIcon>
              <ActionIcon aria-label={`Remove ${row.incomingName}`} onClick={() => setDeleting(row)}>
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          ) : null
        }
        empty={
          <EmptyState
            icon={IconReplace}
            title="No entries yet"
            text="Every spelling is a product of its own. Add an entry to count several of them as one, e.g. Acrobat Reader* as Acrobat Reader."
            action={addButton}
          />
        }
      />
      {editing ? (
        <SoftwareNameDialog
          entry={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
      <ConfirmDialog
        isOpen={deleting !== undefined}
        onClose={() => setDeleting(undefined)}
        title={`Remove ${deleting?.incomingName ?? ''}?`}
        confirmLabel="Remove"
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => {
          if (deleting) remove.mutate(deleting.id, { onSuccess: () => setDeleting(undefined) });
        }}
      >
        The spelling is a product of its own again, for new installs at once and for the others when the list
        is applied.
      </ConfirmDialog>
    </>
  );
}
