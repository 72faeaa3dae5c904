import { Button, Skeleton, Stack } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { useConnector } from '../../../data/use-connector.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { ConnectorPicker } from './connector-picker.tsx';
import { NewCredentialForm } from './new-credential-form.tsx';

/** Add new credential (+): picker, forward, fields, Authenticate or Test, Create. */
export function NewCredentialPage() {
  useTitle('Add new credential', 'Credentials');
  const { connector: connectorId, integration } = useSearch({ from: '/shell/credentials/new' });
  const { data: connector, error, refetch } = useConnector(connectorId);
  return (
    <Stack gap="md">
      <PageHeader
        title={connector ? `Add new ${connector.name} credential` : 'Add new credential'}
        crumbs={[{ label: 'Security' }, { label: 'Credentials', to: '/credentials' }]}
        actions={
          connectorId && integration === undefined ? (
            <Button
              variant="default"
              leftSection={<IconArrowLeft size={16} />}
              renderRoot={(props) => <Link to="/credentials/new" search={{}} {...props} />}
            >
              Other vendor
            </Button>
          ) : null
        }
      />
      {connectorId === undefined ? <ConnectorPicker /> : null}
      {connectorId !== undefined && error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : null}
      {connectorId !== undefined && !connector && !error ? <Skeleton height={420} /> : null}
      {connectorId !== undefined && connector ? (
        <NewCredentialForm
          key={connector.id}
          connector={connector}
          integrationId={integration === undefined ? undefined : Number(integration)}
        />
      ) : null}
    </Stack>
  );
}
