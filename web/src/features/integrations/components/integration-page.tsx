import { Anchor, Skeleton, Stack } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { useConnector } from '../../../data/use-connector.ts';
import { useIntegration } from '../../../data/use-integration.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { useMay } from '../../../session/use-may.ts';
import { useOpenSections } from '../use-open-sections.ts';
import { CredentialsSection } from './credentials-section.tsx';
import { DetailsSection } from './details-section.tsx';
import { IntegrationActions } from './integration-actions.tsx';
import { MappingSection } from './mapping-section.tsx';
import { MissingParts } from './missing-parts.tsx';
import { NeededVariables } from './needed-variables.tsx';
import { ScheduleSection } from './schedule-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

export function IntegrationPage() {
  const { id } = useParams({ from: '/shell/integrations/$id' });
  const { data: integration, error, refetch } = useIntegration(Number(id));
  const { data: connector } = useConnector(integration?.connectorId);
  const mayChange = useMay('operator');
  const sections = useOpenSections();
  useTitle(integration?.name, 'Integrations');
  if (error && !integration) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!integration) {
    return (
      <Stack gap="md" aria-busy="true">
        <Skeleton height={32} width={320} />
        <Skeleton height={180} />
        <Skeleton height={120} />
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      <PageHeader
        title={integration.name}
        crumbs={[{ label: 'Configuration' }, { label: 'Integrations', to: '/integrations' }]}
        badge={
          <>
            <StatusBadge status={integration.status} />
            {integration.status !== 'draft' ? <StatusBadge status={integration.health} /> : null}
            {integration.openSession ? (
              <Link
                to="/sessions/$id"
                params={{ id: String(integration.openSession.id) }}
                aria-label={`Watch the ${integration.openSession.status} session`}
              >
                <StatusBadge status={integration.openSession.status} />
              </Link>
            ) : null}
          </>
        }
        description={
          <>
            <Link to="/catalog/$connectorId" params={{ connectorId: integration.connectorId }}>
              {integration.connectorName}
            </Link>{' '}
            into {integration.object.replaceAll('_', ' ')}
            {integration.docsUrl ? (
              <>
                {' · '}
                <Anchor
                  href={integration.docsUrl}
                  target="_blank"
                  rel="noreferrer"
                  size="md"
                  underline="always"
                >
                  Documentation <IconExternalLink size={13} aria-hidden />
                </Anchor>
              </>
            ) : null}
          </>
        }
        actions={mayChange ? <IntegrationActions integration={integration} /> : null}
      />
      <MissingParts integration={integration} goTo={mayChange ? sections.goTo : undefined} />
      {connector && mayChange ? <NeededVariables integration={integration} connector={connector} /> : null}
      <DetailsSection
        integration={integration}
        connector={connector}
        mayChange={mayChange}
        state={sections.stateOf('details')}
      />
      <CredentialsSection
        integration={integration}
        mayChange={mayChange}
        state={sections.stateOf('credentials')}
      />
      <ScheduleSection integration={integration} mayChange={mayChange} state={sections.stateOf('schedule')} />
      {mayChange ? <MappingSection integration={integration} /> : null}
      <SessionsSection integrationId={integration.id} isLive={integration.openSession !== null} />
    </Stack>
  );
}
