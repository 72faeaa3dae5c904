import { Text } from '@mantine/core';
import { nameSessionKind, sessionKinds } from '../data/session-kinds.ts';
import { type Session, writesNothing } from '../data/session-types.ts';
import { emptyText, formatDuration, formatNumber } from '../lib/format.ts';
import type { FilterField } from './list/filter-kinds.ts';
import { makeInstantColumn } from './list/instant-column.tsx';
import type { ListColumn } from './list/list-columns.ts';
import { StatusBadge } from './status-badge.tsx';

/** What did not happen is quiet, what failed is loud. */
function Count({ value, isTrouble }: { value: number; isTrouble: boolean }) {
  if (value === 0)
    return (
      <Text span inherit c="dimmed">
        0
      </Text>
    );
  if (isTrouble)
    return (
      <Text span inherit fw={600} c="var(--muster-bad)">
        {formatNumber(value)}
      </Text>
    );
  return formatNumber(value);
}

const count = (
  id: string,
  label: string,
  read: (session: Session) => number,
  isSortable = false,
  width = 82,
  isHidden = false,
): ListColumn<Session> => ({
  id,
  label,
  width,
  isNumeric: true,
  isSortable,
  isHiddenByDefault: isHidden,
  render: (session) => <Count value={read(session)} isTrouble={id === 'failedCount'} />,
});

/** A test run and a preview have written nothing. */
const written = (kind: 'created' | 'updated') => (session: Session) =>
  writesNothing(session) ? 0 : session.counts[kind];

export const sessionColumns: ListColumn<Session>[] = [
  {
    id: 'integrationName',
    label: 'Integration',
    width: 212,
    isSortable: true,
    render: (session) => session.integrationName,
  },
  {
    id: 'status',
    label: 'Status',
    width: 150,
    isSortable: true,
    card: 'badge',
    render: (session) => <StatusBadge status={session.status} />,
  },
  {
    id: 'kind',
    label: 'Kind',
    width: 92,
    isSortable: true,
    card: 'line',
    render: (session) => nameSessionKind(session.kind),
  },
  makeInstantColumn({
    id: 'startedAt',
    label: 'Started',
    width: 130,
    card: 'line',
    read: (session: Session) => session.startedAt ?? session.queuedAt,
  }),
  {
    id: 'duration',
    label: 'Duration',
    width: 84,
    isNumeric: true,
    render: (session) => (session.startedAt ? formatDuration(session.elapsedMs) : emptyText),
  },
  count('readCount', 'Read', (session) => session.counts.read, true, 74),
  count('createdCount', 'Created', written('created'), true),
  count('updatedCount', 'Updated', written('updated'), true),
  count('unchanged', 'Unchanged', (session) => session.counts.unchanged, false, 100, true),
  count('skipped', 'Skipped', (session) => session.counts.skipped),
  count('warnings', 'Warnings', (session) => session.counts.warnings, false, 90),
  count('failedCount', 'Failed', (session) => session.counts.failed, true, 74),
  count('ambiguous', 'Ambiguous', (session) => session.counts.ambiguous, false, 100, true),
  {
    id: 'requestedByName',
    label: 'Started by',
    width: 150,
    isHiddenByDefault: true,
    render: (session) => session.requestedByName,
  },
];

const choices = (values: readonly string[], labels: Record<string, string> = {}) =>
  values.map((value) => ({
    value,
    label: labels[value] ?? `${value.slice(0, 1).toUpperCase()}${value.slice(1).replaceAll('_', ' ')}`,
  }));

export const sessionFilters: FilterField[] = [
  { field: 'integrationName', label: 'Integration', type: 'text' },
  {
    field: 'status',
    label: 'Status',
    type: 'choice',
    choices: choices(['queued', 'running', 'succeeded', 'succeeded_with_errors', 'failed', 'canceled']),
  },
  {
    field: 'kind',
    label: 'Kind',
    type: 'choice',
    choices: choices(['manual', 'scheduled', 'test', 'preview', 'apply'], sessionKinds),
  },
  { field: 'startedAt', label: 'Started', type: 'date_time' },
  { field: 'failedCount', label: 'Failed', type: 'number' },
  { field: 'readCount', label: 'Read', type: 'number' },
];
