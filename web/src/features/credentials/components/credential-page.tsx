import { Alert, Skeleton, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { useTitle } from '../../../lib/use-title.ts';
import { useMay } from '../../access/api/use-may.ts';
import { useConnector } from '../api/use-connector.ts';
import { useCredential } from '../api/use-credential.ts';
import { AuthorizationSection } from './authorization-section.tsx';
import { CredentialActions } from './credential-actions.tsx';
import classes from './credential-layout.module.css';
import { InformationSection } from './information-section.tsx';
import { UsedBySection } from './used-by-section.tsx';
import { VendorHelp } from './vendor-help.tsx';

export function CredentialPage() {
  const { id } = useParams({ from: '/shell/credentials/$id' });
  const credential = useCredential(Number(id));
  const connector = useConnector(credential.data?.connectorId);
  const mayChange = useMay('administrator');
  useTitle(credential.data?.name, 'Credentials');
  const error = credential.error ?? connector.error;
  if (error) {
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void credential.refetch();
          void connector.refetch();
        }}
      />
    );
  }
  const method = connector.data?.auth.find((candidate) => candidate.id === credential.data?.methodId);
  if (credential.data && connector.data && !method) {
    const problem = new Error(
      `The connector ${connector.data.name} no longer has the authorization type of this credential. Create a new one.`,
    );
    return <ErrorState title={credential.data.name} error={problem} />;
  }
  if (!credential.data || !connector.data || !method) {
    return (
      <Stack gap="md" aria-busy="true">
        <Skeleton height={32} width={320} />
        <Skeleton height={220} />
        <Skeleton height={220} />
      </Stack>
    );
  }
  const props = { credential: credential.data, connector: connector.data, method, mayChange };
  return (
    <Stack gap="md" maw={1080}>
      <PageHeader
        title={credential.data.name}
        crumbs={[{ label: 'Security' }, { label: 'Credentials', to: '/credentials' }]}
        badge={<StatusBadge status={credential.data.status} />}
        actions={<CredentialActions {...props} />}
      />
      {credential.data.statusReason ? (
        <Alert color={credential.data.isUsable ? 'yellow' : 'red'} icon={<IconAlertTriangle size={18} />}>
          {credential.data.statusReason}
        </Alert>
      ) : null}
      <div className={classes.columns}>
        <Stack gap="md">
          <InformationSection {...props} />
          <AuthorizationSection {...props} />
          <UsedBySection credential={credential.data} />
        </Stack>
        <VendorHelp connector={connector.data} method={method} />
      </div>
    </Stack>
  );
}
