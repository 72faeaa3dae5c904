import { Drawer, Stack } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import type { FilterField } from '../../../components/list/filter-kinds.ts';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { ListPage } from '../../../components/list/list-page.tsx';
import { nameAct } from '../../../data/name-act.ts';
import type { Schema } from '../../../lib/api-client.ts';
import { emptyText, formatDateTime, formatExactDateTime } from '../../../lib/format.ts';
import { AuditStreams } from './audit-streams.tsx';

type AuditRecord = Schema<'AuditRecord'>;

const sourceLabels: Record<AuditRecord['source'], string> = {
  ui: 'Web interface',
  api: 'API',
  cli: 'Command line',
  integration: 'Integration',
  system: 'System',
};

/** A detail as a person reads it; what has parts, part by part. */
function showDetail(value: unknown): string {
  if (value === null || value === undefined || value === '') return emptyText;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value))
    return value.length === 0
      ? 'none'
      : value.map((part) => (typeof part === 'string' ? nameAct(part) : showDetail(part))).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, part]) => `${nameAct(name)}: ${showDetail(part)}`)
      .join('; ');
  return String(value);
}

const columns: ListColumn<AuditRecord>[] = [
  {
    id: 'action',
    label: 'Action',
    width: 220,
    isSortable: true,
    render: (row) => nameAct(row.action),
  },
  {
    id: 'targetName',
    label: 'On',
    width: 220,
    isSortable: true,
    card: 'line',
    render: (row) => row.targetName ?? emptyText,
  },
  { id: 'actor', label: 'By', width: 170, isSortable: true, card: 'line', render: (row) => row.actor },
  { id: 'source', label: 'Through', width: 130, isSortable: true, render: (row) => sourceLabels[row.source] },
  {
    id: 'at',
    label: 'When',
    width: 180,
    isSortable: true,
    card: 'line',
    render: (row) => formatDateTime(row.at),
  },
  {
    id: 'targetType',
    label: 'Kind',
    width: 130,
    isSortable: true,
    isHiddenByDefault: true,
    render: (row) => nameAct(row.targetType),
  },
];

const filterFields: FilterField[] = [
  { field: 'at', label: 'When', type: 'date_time' },
  { field: 'actor', label: 'By', type: 'text' },
  { field: 'action', label: 'Action', type: 'text' },
  { field: 'targetName', label: 'On', type: 'text' },
  { field: 'targetType', label: 'Kind', type: 'text' },
  {
    field: 'source',
    label: 'Through',
    type: 'choice',
    choices: Object.entries(sourceLabels).map(([value, label]) => ({ value, label })),
  },
];

export function AuditPage() {
  const [opened, setOpened] = useState<AuditRecord>();
  return (
    <ListPage
      title="Audit"
      crumbs={[{ label: 'Configuration' }, { label: 'General' }]}
      description={
        <>
          Who did what, and when. Entries cannot be changed.
          <AuditStreams />
        </>
      }
      listId="audit"
      path="/api/audit"
      nouns={['entry', 'entries']}
      columns={columns}
      filterFields={filterFields}
      getRowKey={(row) => row.id}
      onOpenRow={setOpened}
      empty={
        <EmptyState
          icon={IconHistory}
          title="No entries yet"
          text="Everything people and programs change is written here."
        />
      }
    >
      <Drawer
        opened={opened !== undefined}
        onClose={() => setOpened(undefined)}
        position="right"
        size="lg"
        title={opened ? nameAct(opened.action) : ''}
      >
        {opened ? (
          <Stack gap="md">
            <KeyValue
              items={[
                { label: 'When', value: formatExactDateTime(opened.at) },
                { label: 'By', value: opened.actor },
                { label: 'Through', value: sourceLabels[opened.source] },
                {
                  label: 'On',
                  value: opened.targetName,
                  note: `${nameAct(opened.targetType)} ${opened.targetId ?? ''}`,
                },
                ...Object.entries(opened.details).map(([name, value]) => ({
                  label: nameAct(name),
                  value: showDetail(value),
                })),
              ]}
            />
          </Stack>
        ) : null}
      </Drawer>
    </ListPage>
  );
}
