import { IconForbid2 } from '@tabler/icons-react';
import type { FilterField } from '../../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../../components/list/instant-column.tsx';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { ManagedListPage } from '../../../components/list/managed-list-page.tsx';
import { useMay } from '../../../session/use-may.ts';
import {
  type Placeholder,
  useDeletePlaceholder,
  usePlaceholderFields,
} from '../api/use-placeholder-changes.ts';
import { PlaceholderDialog } from './placeholder-dialog.tsx';

const filterFields: FilterField[] = [
  { field: 'value', label: 'Value', type: 'text' },
  { field: 'isPattern', label: 'Pattern', type: 'boolean' },
  { field: 'note', label: 'Note', type: 'text' },
];

/** Values that identify nothing: no record is found by them, and none takes them over. */
export function PlaceholdersPage() {
  const mayChange = useMay('operator');
  const remove = useDeletePlaceholder();
  const { data: fields } = usePlaceholderFields();
  const labelOf = (name: string | null) =>
    name === null ? 'Every field' : (fields?.items.find((field) => field.name === name)?.label ?? name);
  const columns: ListColumn<Placeholder>[] = [
    { id: 'value', label: 'Value', width: 300, isSortable: true, render: (row) => row.value },
    {
      id: 'field',
      label: 'Field',
      width: 160,
      isSortable: true,
      card: 'line',
      render: (row) => labelOf(row.field),
    },
    {
      id: 'isPattern',
      label: 'Pattern',
      width: 100,
      isSortable: true,
      render: (row) => (row.isPattern ? 'Yes' : 'No'),
    },
    { id: 'note', label: 'Note', width: 300, isSortable: true, card: 'line', render: (row) => row.note },
    makeInstantColumn({ id: 'createdAt', label: 'Added', read: (row: Placeholder) => row.createdAt }),
  ];
  return (
    <ManagedListPage
      title="Placeholders"
      description="Values that identify nothing, such as a serial number nobody programmed. Sessions find no record by them and write them to none. Letter case, blanks and marks at the ends do not matter. Zeros, repeated characters and texts without any letter or digit are placeholders without being listed."
      listId="placeholders"
      path="/api/placeholders"
      nouns={['placeholder', 'placeholders']}
      columns={columns}
      filterFields={filterFields}
      nameOf={(row) => row.value}
      mayAdd={mayChange}
      addLabel="Add placeholder"
      empty={{
        icon: IconForbid2,
        title: 'No placeholders',
        text: 'Every value identifies a record. Add those that many devices or people share.',
      }}
      renderDialog={(entry, close) => <PlaceholderDialog entry={entry} onClose={close} />}
      mayChange={mayChange}
      mayRemove={() => mayChange}
      removal={{
        verb: 'Remove',
        warning: 'From the next session on records are found by this value again, and take it over.',
        done: (name) => `${name} was removed from the list.`,
        mutation: remove,
      }}
    />
  );
}
