import { Button } from '@mantine/core';
import { IconRefresh, IconReplace } from '@tabler/icons-react';
import type { FilterField } from '../../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../../components/list/instant-column.tsx';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { ManagedListPage } from '../../../components/list/managed-list-page.tsx';
import { formatCount } from '../../../lib/format.ts';
import { notifyDone, notifyFailed } from '../../../lib/notify.tsx';
import { useMay } from '../../../session/use-may.ts';
import {
  type SoftwareName,
  useApplySoftwareNames,
  useDeleteSoftwareName,
} from '../api/use-software-name-changes.ts';
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
  makeInstantColumn({
    id: 'updatedAt',
    label: 'Changed',
    read: (row: SoftwareName) => row.updatedAt,
  }),
];

const filterFields: FilterField[] = [
  { field: 'incomingName', label: 'Incoming name', type: 'text' },
  { field: 'standardName', label: 'Standard name', type: 'text' },
];

/** Which vendors' spellings mean one product. */
export function SoftwareNamesPage() {
  const mayChange = useMay('operator');
  const remove = useDeleteSoftwareName();
  return (
    <ManagedListPage
      title="Normalization list"
      crumbs={[{ label: 'Software', to: '/software' }]}
      description="Spellings that mean the same product. Sessions follow the list from now on; Apply also moves what is installed already. The vendors’ own spelling is kept with every version."
      listId="software-names"
      path="/api/software-normalizations"
      nouns={['entry', 'entries']}
      columns={columns}
      filterFields={filterFields}
      nameOf={(row) => row.incomingName}
      mayAdd={mayChange}
      addLabel="Add entry"
      otherActions={mayChange ? <ApplyButton /> : null}
      empty={{
        icon: IconReplace,
        title: 'No entries yet',
        text: 'Every spelling is a product of its own. Add an entry to count several of them as one, e.g. Acrobat Reader* as Acrobat Reader.',
      }}
      renderDialog={(entry, close) => <SoftwareNameDialog entry={entry} onClose={close} />}
      mayChange={mayChange}
      mayRemove={() => mayChange}
      removal={{
        verb: 'Remove',
        warning:
          'The spelling is a product of its own again, for new installs at once and for the others when the list is applied.',
        done: (name) => `${name} was removed from the list.`,
        mutation: remove,
      }}
    />
  );
}

/** Applies the list to everything installed so far. */
function ApplyButton() {
  const apply = useApplySoftwareNames();
  const applyNow = () =>
    apply.mutate(
      {},
      {
        onSuccess: ({ movedCount, removedCount }) =>
          notifyDone(
            movedCount === 0
              ? 'Everything installed follows the list already.'
              : `${formatCount(movedCount, 'version belongs', 'versions belong')} to another product now; ${formatCount(removedCount, 'empty product was', 'empty products were')} removed.`,
          ),
        onError: (err) => notifyFailed('Not applied', err),
      },
    );
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={17} />}
      onClick={applyNow}
      loading={apply.isPending}
    >
      Apply
    </Button>
  );
}
