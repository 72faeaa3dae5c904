import type { FilterField } from '../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../components/list/instant-column.tsx';
import type { ListColumn } from '../../components/list/list-columns.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import { nameSessionKind, sessionKinds } from '../../data/session-kinds.ts';
import { emptyText, formatDuration, formatNumber } from '../../lib/format.ts';
import { type Session, writesNothing } from './api/session-types.ts';

const count = (
  id: string,
  label: string,
  read: (session: Session) => number,
  isSortable = false,
  isHidden = false,
): ListColumn<Session> => ({
  id,
  label,
  width: 116,
  isNumeric: true,
  isSortable,
  isHiddenByDefault: isHidden,
  render: (session) => formatNumber(read(session)),
});

/** A test run and a preview have written nothing. */
const written = (kind: 'created' | 'updated') => (session: Session) =>
  writesNothing(session) ? 0 : session.counts[kind];

export const sessionColumns: ListColumn<Session>[] = [
  {
    id: 'integrationName',
    label: 'Integration',
    width: 190,
    isSortable: true,
    render: (session) => session.integrationName,
  },
  {
    id: 'status',
    label: 'Status',
    width: 190,
    isSortable: true,
    card: 'badge',
    render: (session) => <StatusBadge status={session.status} />,
  },
  {
    id: 'kind',
    label: 'Kind',
    width: 110,
    isSortable: true,
    card: 'line',
    render: (session) => nameSessionKind(session.kind),
  },
  makeInstantColumn({
    id: 'startedAt',
    label: 'Started',
    width: 150,
    card: 'line',
    read: (session: Session) => session.startedAt ?? session.queuedAt,
  }),
  {
    id: 'duration',
    label: 'Duration',
    width: 100,
    isNumeric: true,
    render: (session) => (session.startedAt ? formatDuration(session.elapsedMs) : emptyText),
  },
  count('readCount', 'Read', (session) => session.counts.read, true),
  count('createdCount', 'Created', written('created'), true),
  count('updatedCount', 'Updated', written('updated'), true),
  count('unchanged', 'Unchanged', (session) => session.counts.unchanged, false, true),
  count('skipped', 'Skipped', (session) => session.counts.skipped),
  count('warnings', 'Warnings', (session) => session.counts.warnings),
  count('failedCount', 'Failed', (session) => session.counts.failed, true),
  count('ambiguous', 'Ambiguous', (session) => session.counts.ambiguous, false, true),
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
