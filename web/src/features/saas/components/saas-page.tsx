import { IconApps } from '@tabler/icons-react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { GoToIntegrations } from '../../../components/go-to-integrations.tsx';
import { ExportButton } from '../../../components/list/export-button.tsx';
import type { FilterField } from '../../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../../components/list/instant-column.tsx';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { ListPage } from '../../../components/list/list-page.tsx';
import type { RecordRow } from '../../../data/record-types.ts';
import { fieldTypes } from '../../../field-types/field-types.tsx';
import { formatValue } from '../../../lib/format.ts';

const columns: ListColumn<RecordRow>[] = [
  { id: 'name', label: 'Name', width: 240, isSortable: true, render: (row) => formatValue(row.values.name) },
  {
    id: 'publisher',
    label: 'Publisher',
    width: 180,
    isSortable: true,
    card: 'line',
    render: (row) => formatValue(row.values.publisher),
  },
  {
    id: 'accountCount',
    label: 'Accounts',
    width: 120,
    isSortable: true,
    isNumeric: true,
    render: (row) => fieldTypes.number.format(row.values.accountCount),
  },
  {
    id: 'activeAccountCount',
    label: 'Active accounts',
    width: 150,
    isSortable: true,
    isNumeric: true,
    render: (row) => fieldTypes.number.format(row.values.activeAccountCount),
  },
  {
    id: 'url',
    label: 'URL',
    width: 220,
    isHiddenByDefault: true,
    render: (row) => formatValue(row.values.url),
  },
  makeInstantColumn({
    id: 'updatedAt',
    label: 'Changed',
    read: (row: RecordRow) => row.values.updatedAt,
  }),
];

const filterFields: FilterField[] = [
  { field: 'name', label: 'Name', type: 'text' },
  { field: 'publisher', label: 'Publisher', type: 'text' },
];

export function SaasPage() {
  return (
    <ListPage
      title="SaaS"
      crumbs={[{ label: 'Software' }]}
      actions={<ExportButton object="saas" />}
      listId="saas"
      path="/api/records/{object}"
      pathParams={{ object: 'saas' }}
      nouns={['application', 'applications']}
      columns={columns}
      filterFields={filterFields}
      getRowKey={(row) => row.id}
      getRowHref={(row) => `/saas/${row.id}`}
      empty={
        <EmptyState
          icon={IconApps}
          title="No SaaS applications yet"
          text="They appear when a user integration runs with User plus SaaS user: the application and everybody's account in it."
          action={<GoToIntegrations />}
        />
      }
    />
  );
}
