import { Anchor, Skeleton, Stack } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { ConnectorLogo } from '../../../components/connector-logo.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { ConnectorGuide } from '../../../components/guide/connector-guide.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { Section } from '../../../components/section.tsx';
import { useConnector } from '../../../data/use-connector.ts';
import { WantedVariables } from '../../../global-variables/wanted-variables.tsx';
import { useTitle } from '../../../lib/use-title.ts';
import { describeFlow } from '../catalog-words.ts';
import { ObjectLabels } from './connector-card.tsx';
import { ConnectorCredentials } from './connector-credentials.tsx';
import classes from './connector-page.module.css';
import { ConnectorStreams } from './connector-streams.tsx';
import { SignInMethods } from './sign-in-methods.tsx';

/** A connector of the catalog: what it loads, how to sign in, its set-up guide, and the ways to begin. */
export function ConnectorPage() {
  const { connectorId } = useParams({ from: '/shell/catalog/$connectorId' });
  const { data: connector, error, refetch } = useConnector(connectorId);
  useTitle(connector?.name, 'Catalog');
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!connector) {
    return (
      <Stack gap="md" aria-busy="true">
        <Skeleton height={72} width="min(420px, 100%)" />
        <Skeleton height={220} />
        <Skeleton height={320} />
      </Stack>
    );
  }
  return (
    <div className={classes.page}>
      <div className={classes.header}>
        <ConnectorLogo logo={connector.logo} size={52} />
        <div className={classes.words}>
          <PageHeader
            title={connector.name}
            crumbs={[{ label: 'Configuration' }, { label: 'Catalog', to: '/catalog' }]}
            description={connector.description}
          />
          <div className={classes.facts}>
            <ObjectLabels objects={connector.objects} />
            <span>{describeFlow(connector)}</span>
            <span>{connector.categories.join(', ')}</span>
            <Anchor
              href={connector.docsUrl}
              target="_blank"
              rel="noopener noreferrer"
              underline="always"
              size="sm"
            >
              Documentation of the vendor{' '}
              <IconExternalLink size={13} aria-label="opens in a new window" role="img" />
            </Anchor>
          </div>
        </div>
      </div>
      <Stack gap="md" className={classes.first}>
        <ConnectorStreams connector={connector} />
        <SignInMethods connector={connector} />
      </Stack>
      <Stack gap="md" className={classes.side}>
        <ConnectorCredentials connector={connector} />
        {connector.variables.length > 0 ? (
          <Section title="Global variables">
            <WantedVariables connectorId={connector.id} />
          </Section>
        ) : null}
      </Stack>
      <div className={classes.guide}>
        <ConnectorGuide connectorId={connector.id} />
      </div>
    </div>
  );
}
