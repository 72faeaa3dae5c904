import type { FilterField } from '../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../components/list/instant-column.tsx';
import type { ListColumn } from '../../components/list/list-columns.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { RecordRow } from '../../data/record-types.ts';
import { emptyText, formatValue } from '../../lib/format.ts';

const readText = (row: RecordRow, name: string) => {
  const value = row.values[name];
  return typeof value === 'string' ? value : null;
};

/** Columns of the accounts of one application. */
export const accountColumns: ListColumn<RecordRow>[] = [
  {
    id: 'fullName',
    label: 'Full Name',
    width: 200,
    isSortable: true,
    render: (row) =>
      readText(row, 'fullName') ?? readText(row, 'email') ?? readText(row, 'username') ?? emptyText,
  },
  {
    id: 'email',
    label: 'Email',
    width: 240,
    isSortable: true,
    card: 'line',
    render: (row) => formatValue(row.values.email),
  },
  {
    id: 'username',
    label: 'Username',
    width: 180,
    isSortable: true,
    render: (row) => formatValue(row.values.username),
  },
  { id: 'roles', label: 'Roles', width: 200, card: 'line', render: (row) => formatValue(row.values.roles) },
  {
    id: 'isActive',
    label: 'Status',
    width: 110,
    isSortable: true,
    card: 'badge',
    render: (row) =>
      typeof row.values.isActive === 'boolean' ? (
        <StatusBadge status={row.values.isActive ? 'active' : 'inactive'} />
      ) : (
        emptyText
      ),
  },
  makeInstantColumn({
    id: 'lastActivityAt',
    label: 'Last activity',
    read: (row: RecordRow) => readText(row, 'lastActivityAt'),
  }),
  {
    id: 'sourceIntegrations',
    label: 'Integrations',
    width: 200,
    asksFor: 'sources',
    render: (row) => formatValue(row.values.sourceIntegrations ?? null),
  },
  {
    id: 'externalId',
    label: 'User identifier in SaaS',
    width: 180,
    isSortable: true,
    isHiddenByDefault: true,
    render: (row) => formatValue(row.values.externalId),
  },
];

export const accountFilters: FilterField[] = [
  { field: 'fullName', label: 'Full Name', type: 'text' },
  { field: 'email', label: 'Email', type: 'text' },
  { field: 'username', label: 'Username', type: 'text' },
  { field: 'isActive', label: 'Active', type: 'boolean' },
  { field: 'lastActivityAt', label: 'Last activity', type: 'date_time' },
];

/** The person the account belongs to, where one was found. */
export function getAccountHref(row: RecordRow): string | undefined {
  const { personId } = row.values;
  return typeof personId === 'number' ? `/people/${personId}` : undefined;
}
