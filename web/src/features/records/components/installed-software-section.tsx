import { IconPackage } from '@tabler/icons-react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { DataList } from '../../../components/list/data-list.tsx';
import type { FilterField } from '../../../components/list/filter-kinds.ts';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { Section } from '../../../components/section.tsx';
import type { Schema } from '../../../lib/api-client.ts';
import { emptyText, formatDay, formatValue } from '../../../lib/format.ts';
import classes from './record-page.module.css';

type Installed = Schema<'InstalledSoftware'>;

const columns: ListColumn<Installed>[] = [
  { id: 'softwareName', label: 'Name', width: 260, isSortable: true, render: (row) => row.softwareName },
  {
    id: 'version',
    label: 'Version',
    width: 140,
    isSortable: true,
    card: 'line',
    render: (row) => formatValue(row.version),
  },
  {
    id: 'publisher',
    label: 'Publisher',
    width: 200,
    isSortable: true,
    card: 'line',
    render: (row) => formatValue(row.publisher),
  },
  {
    id: 'installedOn',
    label: 'Installed',
    width: 130,
    isSortable: true,
    render: (row) => (row.installedOn === null ? emptyText : formatDay(row.installedOn)),
  },
  {
    id: 'integrationName',
    label: 'Sources',
    width: 180,
    isSortable: true,
    render: (row) => row.sources.map(({ integrationName }) => integrationName).join(', '),
  },
  {
    id: 'installedName',
    label: 'Name at the vendor',
    width: 260,
    isSortable: true,
    isHiddenByDefault: true,
    render: (row) => row.installedName,
  },
];

const filterFields: FilterField[] = [
  { field: 'softwareName', label: 'Name', type: 'text' },
  { field: 'version', label: 'Version', type: 'text' },
  { field: 'publisher', label: 'Publisher', type: 'text' },
  { field: 'installedOn', label: 'Installed', type: 'date_time' },
];

export function InstalledSoftwareSection({ assetId }: { assetId: number }) {
  return (
    <Section title="Software">
      <div className={classes.relation}>
        <DataList
          listId="asset-software"
          path="/api/records/assets/{id}/software"
          pathParams={{ id: assetId }}
          nouns={['entry', 'entries']}
          columns={columns}
          filterFields={filterFields}
          getRowKey={(row) => `${row.installedName} ${row.version} ${row.publisher}`}
          getRowHref={(row) => `/software/${row.softwareId}`}
          empty={
            <EmptyState
              icon={IconPackage}
              title="No software known"
              text="No integration that reads installed software has reported any for this asset."
            />
          }
        />
      </div>
    </Section>
  );
}
