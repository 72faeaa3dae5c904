import { Group } from '@mantine/core';
import type { FilterField } from '../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../components/list/instant-column.tsx';
import type { ListColumn } from '../../components/list/list-columns.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { Integration } from '../../data/use-integration.ts';

export const integrationColumns: ListColumn<Integration>[] = [
  { id: 'name', label: 'Name', width: 240, isSortable: true, render: (row) => row.name },
  {
    id: 'status',
    label: 'Status',
    width: 240,
    isSortable: true,
    card: 'badge',
    render: (row) => (
      <Group gap={6} wrap="nowrap">
        <StatusBadge status={row.status} />
        {row.status !== 'draft' && row.health !== 'ok' ? <StatusBadge status={row.health} /> : null}
      </Group>
    ),
  },
  {
    id: 'connectorId',
    label: 'Connector',
    width: 150,
    isSortable: true,
    card: 'line',
    render: (row) => row.connectorName,
  },
  {
    id: 'object',
    label: 'Object',
    width: 110,
    isSortable: true,
    isHiddenByDefault: true,
    render: (row) => row.object.replaceAll('_', ' '),
  },
  makeInstantColumn({
    id: 'lastEndedAt',
    label: 'Last session',
    width: 160,
    card: 'line',
    read: (row: Integration) => row.lastSession?.endedAt,
    fallback: 'never',
  }),
  {
    id: 'lastStatus',
    label: 'Last outcome',
    width: 190,
    isSortable: true,
    render: (row) => (row.lastSession ? <StatusBadge status={row.lastSession.status} /> : '–'),
  },
  makeInstantColumn({
    id: 'nextRunAt',
    label: 'Next run',
    width: 130,
    read: (row: Integration) => row.nextRunAt,
  }),
  {
    id: 'schedule',
    label: 'Schedule',
    width: 240,
    isHiddenByDefault: true,
    render: (row) => row.scheduleText,
  },
  {
    id: 'credential',
    label: 'Credential',
    width: 190,
    isHiddenByDefault: true,
    render: (row) => row.credentialName ?? '–',
  },
];

const toWords = (value: string) => `${value.slice(0, 1).toUpperCase()}${value.slice(1).replaceAll('_', ' ')}`;

export const integrationFilters: FilterField[] = [
  {
    field: 'status',
    label: 'Status',
    type: 'choice',
    choices: ['draft', 'active', 'paused'].map((value) => ({ value, label: toWords(value) })),
  },
  {
    field: 'lastStatus',
    label: 'Last outcome',
    type: 'choice',
    choices: ['succeeded', 'succeeded_with_errors', 'failed', 'canceled'].map((value) => ({
      value,
      label: toWords(value),
    })),
  },
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
  { field: 'nextRunAt', label: 'Next run', type: 'date_time' },
];
