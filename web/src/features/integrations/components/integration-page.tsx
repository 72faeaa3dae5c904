import { Alert, Anchor, Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowsLeftRight, IconExternalLink, IconListCheck } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { useTitle } from '../../../lib/use-title.ts';
import { useMay } from '../../access/api/use-may.ts';
import { useConnector } from '../../credentials/api/use-connector.ts';
import { useMapping } from '../../mapping/api/use-mapping.ts';
import type { Integration } from '../api/integration-types.ts';
import { useIntegration } from '../api/use-integration.ts';
import { CredentialsSection } from './credentials-section.tsx';
import { DetailsSection } from './details-section.tsx';
import { IntegrationActions } from './integration-actions.tsx';
import classes from './integrations.module.css';
import { ScheduleSection } from './schedule-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

export function IntegrationPage() {
  const { id } = useParams({ from: '/shell/integrations/$id' });
  const { data: integration, error, refetch } = useIntegration(Number(id));
  const { data: connector } = useConnector(integration?.connectorId);
  const mayChange = useMay('operator');
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
    <Stack gap="md" maw={1080}>
      <PageHeader
        title={integration.name}
        crumbs={[{ label: 'Configuration' }, { label: 'Integrations', to: '/integrations' }]}
        badge={
          <>
            <StatusBadge status={integration.status} />
            {integration.status !== 'draft' ? <StatusBadge status={integration.health} /> : null}
          </>
        }
        description={
          <>
            {integration.connectorName} into {integration.object.replaceAll('_', ' ')}
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
      <MissingParts integration={integration} />
      <DetailsSection integration={integration} connector={connector} mayChange={mayChange} />
      <CredentialsSection integration={integration} mayChange={mayChange} />
      <ScheduleSection integration={integration} mayChange={mayChange} />
      <MappingSection integration={integration} mayChange={mayChange} />
      <SessionsSection integrationId={integration.id} isLive={integration.openSession !== null} />
    </Stack>
  );
}

function MissingParts({ integration }: { integration: Integration }) {
  if (integration.missing.length === 0) return null;
  const title =
    integration.status === 'draft' ? 'Draft until these are done' : 'It cannot run until these are done';
  return (
    <Alert color="yellow" icon={<IconListCheck size={18} />} title={title}>
      <ul className={classes.missing}>
        {integration.missing.map((part) => (
          <li key={`${part.section} ${part.field}`}>
            {part.message}{' '}
            {part.section === 'mapping' ? (
              <Link
                to="/integrations/$id/mapping"
                params={{ id: String(integration.id) }}
                className="muster-link"
              >
                Open the mapping
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function MappingSection({ integration, mayChange }: { integration: Integration; mayChange: boolean }) {
  const { data } = useMapping(integration.id);
  const rows = data?.mapping.rows ?? [];
  const keys = rows
    .filter((row) => row.syncKeyPriority !== undefined)
    .toSorted((left, right) => (left.syncKeyPriority ?? 0) - (right.syncKeyPriority ?? 0));
  return (
    <Section
      title="Mapping"
      actions={
        <Button
          component={Link}
          to={`/integrations/${integration.id}/mapping`}
          variant="subtle"
          size="compact-sm"
          leftSection={<IconArrowsLeftRight size={15} />}
        >
          {mayChange ? 'Edit mapping' : 'Show mapping'}
        </Button>
      }
    >
      {rows.length === 0 ? (
        <Text c="dimmed">
          Nothing is mapped yet. Smart Mapping makes a first proposal from the vendor's fields and a sample.
        </Text>
      ) : (
        <KeyValue
          columnCount={2}
          items={[
            { label: 'Mapped fields', value: String(rows.length) },
            {
              label: 'Sync keys',
              value: keys.length === 0 ? 'none yet' : keys.map((row) => row.target).join(', then '),
            },
            { label: 'Version', value: String(data?.version ?? '') },
            { label: 'Only if', value: data?.mapping.condition ?? 'always' },
          ]}
        />
      )}
    </Section>
  );
}
