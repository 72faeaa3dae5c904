import { Button, SegmentedControl } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ListPage } from '../../../components/list/list-page.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { useTitle } from '../../../lib/use-title.ts';
import { useMay } from '../../../session/use-may.ts';
import { integrationColumns, integrationFilters } from '../integration-columns.tsx';
import { useIntegrationsView, type View } from '../use-integrations-view.ts';
import { CatalogDrawer } from './catalog-drawer.tsx';
import { IntegrationTiles } from './integration-tiles.tsx';

export function IntegrationsPage() {
  useTitle('Integrations');
  const [view, setView] = useIntegrationsView();
  const [isAdding, setAdding] = useState(false);
  const mayOperate = useMay('operator');
  const addButton = mayOperate ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      New integration
    </Button>
  ) : null;
  const actions = (
    <>
      <SegmentedControl
        size="sm"
        value={view}
        onChange={(value) => setView(value as View)}
        data={[
          { value: 'block', label: 'Block view' },
          { value: 'list', label: 'List view' },
        ]}
        aria-label="View"
      />
      {addButton}
    </>
  );
  const empty = (
    <EmptyState
      icon={IconPlugConnected}
      title="No integrations yet"
      text="An integration loads one list of a vendor, such as its users, into Muster. Add a credential first, then choose the integration from the catalog."
      action={addButton}
    />
  );
  const drawer = <CatalogDrawer isOpen={isAdding} onClose={() => setAdding(false)} />;
  if (view === 'list') {
    return (
      <ListPage
        title="Integrations"
        crumbs={[{ label: 'Configuration' }]}
        actions={actions}
        listId="integrations"
        path="/api/integrations"
        nouns={['integration', 'integrations']}
        columns={integrationColumns}
        filterFields={integrationFilters}
        getRowKey={(row) => row.id}
        getRowHref={(row) => `/integrations/${row.id}`}
        refetchEveryMs={5_000}
        empty={empty}
      >
        {drawer}
      </ListPage>
    );
  }
  return (
    <div>
      <PageHeader title="Integrations" crumbs={[{ label: 'Configuration' }]} actions={actions} />
      <IntegrationTiles empty={empty} />
      {drawer}
    </div>
  );
}
