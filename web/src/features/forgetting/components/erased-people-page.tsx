import { Button } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { makeInstantColumn } from '../../../components/list/instant-column.tsx';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { ListPage } from '../../../components/list/list-page.tsx';
import { formatDay } from '../../../lib/format.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { type Erasure, useReleaseErasure } from '../api/use-release-erasure.ts';

/** Proofs of erasure: when, by whom and how much, never who. */
export function ErasedPeoplePage() {
  const [asked, setAsked] = useState<Erasure>();
  const release = useReleaseErasure();
  const columns: ListColumn<Erasure>[] = [
    {
      id: 'pseudonym',
      label: 'Called in the audit log',
      width: 200,
      isSortable: true,
      render: (row) => <code>{row.pseudonym}</code>,
    },
    makeInstantColumn({ id: 'erasedAt', label: 'Erased', read: (row: Erasure) => row.erasedAt }),
    {
      id: 'erasedBy',
      label: 'By',
      width: 160,
      isSortable: true,
      card: 'line',
      render: (row) => row.erasedBy,
    },
    {
      id: 'counts',
      label: 'What went',
      width: 420,
      card: 'line',
      render: (row) => describeCounts(row.counts),
    },
    {
      id: 'release',
      label: 'Come back',
      width: 180,
      card: 'line',
      render: (row) =>
        row.releasedAt ? (
          `may since ${formatDay(row.releasedAt)}`
        ) : (
          <Button variant="default" size="compact-sm" onClick={() => setAsked(row)}>
            Let come back
          </Button>
        ),
    },
  ];
  return (
    <ListPage<'/api/erasures'>
      title="Erased people"
      crumbs={[{ label: 'Configuration' }, { label: 'General' }]}
      description="Proofs of erasure. Hashes keep these people from coming back with a session or an older backup; names are not kept."
      listId="erased-people"
      path="/api/erasures"
      nouns={['erasure', 'erasures']}
      columns={columns}
      filterFields={[{ field: 'pseudonym', label: 'Pseudonym', type: 'text' }]}
      getRowKey={(row) => row.id}
      empty={
        <EmptyState
          icon={IconEraser}
          title="Nobody was erased"
          text="A person is erased on their page, under More actions."
        />
      }
    >
      <ConfirmDialog
        isOpen={asked !== undefined}
        onClose={() => {
          setAsked(undefined);
          release.reset();
        }}
        title={`Let ${asked?.pseudonym ?? ''} come back?`}
        confirmLabel="Let come back"
        isDangerous={false}
        isPending={release.isPending}
        error={release.error}
        onConfirm={() =>
          asked &&
          release.mutate(
            { params: { path: { id: asked.id } } },
            {
              onSuccess: () => {
                notifyDone(`${asked.pseudonym} may come back.`);
                setAsked(undefined);
              },
            },
          )
        }
      >
        The hashes are forgotten: a source that still has the person brings them back with its next session,
        as a new record. What was erased does not come back, and the proof stays.
      </ConfirmDialog>
    </ListPage>
  );
}

const countWords: Record<string, string> = {
  records: 'record',
  sources: 'source records',
  history: 'changes',
  accounts: 'accounts',
  assigned: 'assignments',
  deviceTexts: 'devices that named them',
  deviceHistory: 'changes of devices',
  devicePayloads: 'payloads of devices',
  outcomes: 'outcomes',
  plans: 'plan entries',
  deferred: 'deferred records',
  logLines: 'log lines',
  testRuns: 'test payloads',
  parked: 'parked records',
  notifications: 'notifications',
  samples: 'samples',
  auditEntries: 'audit entries renamed',
};

const describeCounts = (counts: Erasure['counts']): string =>
  Object.entries(countWords)
    .filter(([name]) => (counts[name] ?? 0) > 0)
    .map(([name, words]) => `${counts[name]} ${words}`)
    .join(', ');
