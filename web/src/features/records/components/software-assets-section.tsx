import { IconDevicesPc } from '@tabler/icons-react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { DataList } from '../../../components/list/data-list.tsx';
import type { FilterField } from '../../../components/list/filter-kinds.ts';
import type { ListColumn } from '../../../components/list/list-columns.ts';
import { Section } from '../../../components/section.tsx';
import type { Schema } from '../../../lib/api-client.ts';
import { emptyText, formatDay, formatValue } from '../../../lib/format.ts';
import classes from './record-page.module.css';

type SoftwareAsset = Schema<'SoftwareAsset'>;

const columns: ListColumn<SoftwareAsset>[] = [
  {
    id: 'deviceName',
    label: 'Device Name',
    width: 220,
    isSortable: true,
    render: (row) => formatValue(row.deviceName ?? row.serialNumber ?? `Asset ${row.assetId}`),
  },
  {
    id: 'serialNumber',
    label: 'Serial Number',
    width: 170,
    isSortable: true,
    card: 'line',
    render: (row) => formatValue(row.serialNumber),
  },
  {
    id: 'assignedToName',
    label: 'Assigned To',
    width: 180,
    card: 'line',
    render: (row) => formatValue(row.assignedToName),
  },
  {
    id: 'version',
    label: 'Versions',
    width: 180,
    card: 'line',
    render: (row) => formatValue(row.versions),
  },
  {
    id: 'installedOn',
    label: 'Installed',
    width: 130,
    render: (row) => (row.installedOn === null ? emptyText : formatDay(row.installedOn)),
  },
];

const filterFields: FilterField[] = [
  { field: 'deviceName', label: 'Device Name', type: 'text' },
  { field: 'serialNumber', label: 'Serial Number', type: 'text' },
  { field: 'assignedToName', label: 'Assigned To', type: 'text' },
  { field: 'assetType', label: 'Asset Type', type: 'text' },
  { field: 'status', label: 'Status', type: 'text' },
  { field: 'version', label: 'Versions', type: 'text' },
];

export function SoftwareAssetsSection({ softwareId }: { softwareId: number }) {
  return (
    <Section title="Assets">
      <div className={classes.relation}>
        <DataList
          listId="software-assets"
          path="/api/records/software/{id}/assets"
          pathParams={{ id: softwareId }}
          nouns={['asset', 'assets']}
          columns={columns}
          filterFields={filterFields}
          getRowKey={(row) => row.assetId}
          getRowHref={(row) => `/assets/${row.assetId}`}
          empty={
            <EmptyState
              icon={IconDevicesPc}
              title="Installed nowhere"
              text="No asset has this product at present."
            />
          }
        />
      </div>
    </Section>
  );
}
