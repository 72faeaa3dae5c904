import { Button, Drawer, Skeleton, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useState } from 'react';
import { adviseCatalog } from '../../../components/catalog-advice.ts';
import { ConnectorLogo } from '../../../components/connector-logo.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { GuideLink } from '../../../components/guide/guide-drawer.tsx';
import { useAddIntegration } from '../../../data/use-add-integration.ts';
import { useConnectors } from '../../../data/use-connectors.ts';
import classes from './integrations.module.css';

/** New integration: search the catalog, Add, and go on at its page. */
export function CatalogDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 200);
  const { data, error, isPending, refetch } = useConnectors(q === '' ? {} : { q });
  const { add, isAdding } = useAddIntegration();
  const entries = (data?.items ?? []).flatMap((connector) =>
    connector.streams.map((stream) => ({ connector, stream })),
  );
  return (
    <Drawer opened={isOpen} onClose={onClose} title="New integration" position="right" size="md">
      <TextInput
        aria-label="Search the catalog"
        placeholder="Search by vendor, product or category"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
        mb="sm"
      />
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <Skeleton height={72} /> : null}
      {data && entries.length === 0 ? (
        <EmptyState
          icon={IconSearchOff}
          title={`Nothing matches “${q}”`}
          text={adviseCatalog(data.facets.categories, q)}
        />
      ) : null}
      <ul className={classes.catalog} aria-label="Catalog">
        {entries.map(({ connector, stream }) => (
          <li key={`${connector.id}/${stream.id}`} className={classes.entry}>
            <ConnectorLogo logo={connector.logo} size={36} />
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text fw={600}>{stream.name}</Text>
              <Text size="sm" c="dimmed">
                {stream.description} Loads {stream.object.replaceAll('_', ' ')}
                {stream.mayFillSaas ? ' and SaaS users' : ''}.{' '}
                <GuideLink
                  connectorId={connector.id}
                  connectorName={connector.name}
                  aria-label={`Set-up guide of ${connector.name}, for ${stream.name}`}
                >
                  Set-up guide
                </GuideLink>
              </Text>
            </div>
            <Button
              size="compact-md"
              leftSection={<IconPlus size={15} />}
              loading={isAdding(connector.id, stream.id)}
              onClick={() => add(connector.id, stream.id)}
              aria-label={`Add ${stream.name}`}
            >
              Add
            </Button>
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
