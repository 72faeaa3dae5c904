import { Button, Checkbox } from '@mantine/core';
import { IconArrowsSplit } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { GoToIntegrations } from '../../../components/go-to-integrations.tsx';
import type { FilterField } from '../../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../../components/list/instant-column.tsx';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { ListPage } from '../../../components/list/list-page.tsx';
import { formatCount } from '../../../lib/format.ts';
import { notifyDone, notifyFailed } from '../../../lib/notify.tsx';
import { useMay } from '../../../session/use-may.ts';
import { type ParkedRecord, useDecideParked } from '../api/use-parked-records.ts';
import { reasonWords } from '../reason-words.ts';
import { ParkedRecordDialog } from './parked-record-dialog.tsx';

const columns: ListColumn<ParkedRecord>[] = [
  {
    id: 'label',
    label: 'Source record',
    width: 240,
    isSortable: true,
    render: (row) => row.label ?? row.nativeId,
  },
  {
    id: 'integrationName',
    label: 'Integration',
    width: 220,
    isSortable: true,
    card: 'line',
    render: (row) => row.integrationName,
  },
  {
    id: 'reasonCode',
    label: 'Why',
    width: 260,
    isSortable: true,
    card: 'line',
    render: (row) => reasonWords(row.reasonCode),
  },
  {
    id: 'candidates',
    label: 'May be',
    width: 240,
    render: (row) => row.candidates.map(({ label, recordId }) => label ?? `record ${recordId}`).join(', '),
  },
  makeInstantColumn({ id: 'firstSeenAt', label: 'Since', read: (row: ParkedRecord) => row.firstSeenAt }),
  makeInstantColumn({ id: 'lastSeenAt', label: 'Last seen', read: (row: ParkedRecord) => row.lastSeenAt }),
];

const filterFields: FilterField[] = [
  {
    field: 'object',
    label: 'Object',
    type: 'choice',
    choices: [
      { value: 'people', label: 'People' },
      { value: 'assets', label: 'Assets' },
      { value: 'software', label: 'Software' },
    ],
  },
  { field: 'integrationName', label: 'Integration', type: 'text' },
  {
    field: 'decision',
    label: 'Decision',
    type: 'choice',
    choices: [
      { value: 'link', label: 'Linked' },
      { value: 'create', label: 'Record of its own' },
      { value: 'ignore', label: 'Ignored' },
    ],
  },
];

/** What no session could assign: each source record beside the records it may belong to. */
export function ParkedRecordsPage() {
  const mayDecide = useMay('operator');
  const [opened, setOpened] = useState<ParkedRecord>();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  return (
    <ListPage
      title="Parked records"
      description="Source records that no session could assign. What you decide holds for the sessions to come; what becomes clear at the source leaves the list by itself."
      listId="parked-records"
      path="/api/parked-records"
      nouns={['parked record', 'parked records']}
      columns={columns}
      filterFields={filterFields}
      getRowKey={(row) => row.id}
      onOpenRow={setOpened}
      renderActions={
        mayDecide ? (row) => <Choice row={row} chosen={chosen} onChange={setChosen} /> : undefined
      }
      actions={mayDecide ? <BulkActions chosen={chosen} onDone={() => setChosen(new Set())} /> : null}
      empty={
        <EmptyState
          icon={IconArrowsSplit}
          title="Nothing is parked"
          text="Every record that was read has found its place. Records whose keys disagree or name more than one record wait here for you."
          action={<GoToIntegrations />}
        />
      }
    >
      {opened ? (
        <ParkedRecordDialog record={opened} mayDecide={mayDecide} onClose={() => setOpened(undefined)} />
      ) : null}
    </ListPage>
  );
}

/** Beside the row, not inside what opens it. */
function Choice({
  row,
  chosen,
  onChange,
}: {
  row: ParkedRecord;
  chosen: ReadonlySet<number>;
  onChange: (chosen: ReadonlySet<number>) => void;
}) {
  return (
    <Checkbox
      aria-label={`Choose ${row.label ?? row.nativeId}`}
      checked={chosen.has(row.id)}
      onClick={(event) => event.stopPropagation()}
      onChange={(event) => {
        const next = new Set(chosen);
        if (event.currentTarget.checked) next.add(row.id);
        else next.delete(row.id);
        onChange(next);
      }}
    />
  );
}

function BulkActions({ chosen, onDone }: { chosen: ReadonlySet<number>; onDone: () => void }) {
  const decide = useDecideParked();
  const act = (action: 'create' | 'ignore') =>
    decide.mutate(
      { body: { ids: [...chosen], action } },
      {
        onSuccess: ({ count }) => {
          notifyDone(
            `${formatCount(count, 'source record', 'source records')} will be ${action === 'create' ? 'created' : 'ignored'} by the next session.`,
          );
          onDone();
        },
        onError: (err) => notifyFailed('Not decided', err),
      },
    );
  const isNone = chosen.size === 0;
  return (
    <>
      <Button variant="default" disabled={isNone} loading={decide.isPending} onClick={() => act('ignore')}>
        Ignore chosen
      </Button>
      <Button variant="default" disabled={isNone} loading={decide.isPending} onClick={() => act('create')}>
        Create records for chosen
      </Button>
    </>
  );
}
