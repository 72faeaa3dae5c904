import { Anchor } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { ConnectorLogo } from '../../../components/connector-logo.tsx';
import { ConnectorGuide } from '../../../components/guide/connector-guide.tsx';
import { DetailPage, DetailPagePending } from '../../../components/page/detail-page.tsx';
import { RailSection } from '../../../components/page/rail-section.tsx';
import { Section } from '../../../components/section.tsx';
import { useConnector } from '../../../data/use-connector.ts';
import { WantedVariables } from '../../../global-variables/wanted-variables.tsx';
import { describeFlow } from '../catalog-words.ts';
import { ObjectLabels } from './connector-card.tsx';
import { ConnectorCredentials } from './connector-credentials.tsx';
import { ConnectorStreams } from './connector-streams.tsx';
import { SignInMethods } from './sign-in-methods.tsx';

const crumbs = [{ label: 'Configuration' }, { label: 'Catalog', to: '/catalog' }];

/** A connector of the catalog: what it loads, how to sign in, its set-up guide, and the ways to begin. */
export function ConnectorPage() {
  const { connectorId } = useParams({ from: '/shell/catalog/$connectorId' });
  const { data: connector, error, refetch } = useConnector(connectorId);
  if (!connector) return <DetailPagePending crumbs={crumbs} error={error} onRetry={() => void refetch()} />;
  return (
    <DetailPage
      title={connector.name}
      crumbs={crumbs}
      mark={<ConnectorLogo logo={connector.logo} size={36} />}
      status={connector.description}
      rail={
        <>
          <RailSection
            title="Facts"
            facts={[
              { label: 'Loads', value: <ObjectLabels objects={connector.objects} /> },
              { label: 'Direction', value: describeFlow(connector) },
              { label: 'Kind', value: connector.categories.join(', ') },
            ]}
          >
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
          </RailSection>
          <ConnectorCredentials connector={connector} />
          {connector.variables.length > 0 ? (
            <Section title="Global variables">
              <WantedVariables connectorId={connector.id} />
            </Section>
          ) : null}
        </>
      }
    >
      <ConnectorStreams connector={connector} />
      <SignInMethods connector={connector} />
      <ConnectorGuide connectorId={connector.id} />
    </DetailPage>
  );
}
