import { Link, useParams } from '@tanstack/react-router';
import { DetailPage, DetailPagePending } from '../../../components/page/detail-page.tsx';
import type { PageTab } from '../../../components/page/page-tabs.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { useConnector } from '../../../data/use-connector.ts';
import { type Integration, useIntegration } from '../../../data/use-integration.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useMay } from '../../../session/use-may.ts';
import { useIntegrationFigures } from '../api/use-integration-figures.ts';
import { describeIntegration } from '../describe-integration.ts';
import { listIntegrationFigures } from '../list-integration-figures.tsx';
import { useOpenSections } from '../use-open-sections.ts';
import { ActivityTab } from './activity-tab.tsx';
import { CredentialsSection } from './credentials-section.tsx';
import { DetailsSection } from './details-section.tsx';
import { IntegrationActions } from './integration-actions.tsx';
import classes from './integration-page.module.css';
import { IntegrationRail } from './integration-rail.tsx';
import { MappingTab } from './mapping-tab.tsx';
import { MissingParts } from './missing-parts.tsx';
import { NeededVariables } from './needed-variables.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { ScheduleSection } from './schedule-section.tsx';
import { SessionsTab } from './sessions-tab.tsx';
import { TestRunHint } from './test-run-hint.tsx';

const crumbs = [{ label: 'Configuration' }, { label: 'Integrations', to: '/integrations' }];

export function IntegrationPage() {
  const { id } = useParams({ from: '/shell/integrations/$id' });
  const { data: integration, error, refetch } = useIntegration(Number(id));
  if (!integration) return <DetailPagePending crumbs={crumbs} error={error} onRetry={() => void refetch()} />;
  return <LoadedPage key={id} integration={integration} />;
}

/** The cockpit of an integration: what comes in, what it changed, what needs a person, and everything it is set to. */
function LoadedPage({ integration }: { integration: Integration }) {
  const { data: connector } = useConnector(integration.connectorId);
  const { data: figures } = useIntegrationFigures(integration);
  const mayChange = useMay('operator');
  const mayReadAudit = useMay('administrator');
  const sections = useOpenSections();
  const now = useNow();
  const forms = { integration, mayChange };
  const tabs: PageTab[] = [
    {
      id: 'overview',
      label: 'Overview',
      content: <OverviewTab integration={integration} figures={figures} />,
    },
    { id: 'mapping', label: 'Mapping', content: <MappingTab integration={integration} figures={figures} /> },
    {
      id: 'sessions',
      label: 'Sync sessions',
      isWide: true,
      content: <SessionsTab integration={integration} />,
    },
    {
      id: 'settings',
      label: 'Settings',
      keepsEntries: true,
      content: (
        <div className={classes.stack}>
          <DetailsSection {...forms} connector={connector} state={sections.stateOf('details')} />
          <CredentialsSection {...forms} state={sections.stateOf('credentials')} />
          <ScheduleSection {...forms} state={sections.stateOf('schedule')} />
        </div>
      ),
    },
    ...(mayReadAudit
      ? [{ id: 'activity', label: 'Activity', content: <ActivityTab integration={integration} /> }]
      : []),
  ];
  return (
    <DetailPage
      title={integration.name}
      crumbs={crumbs}
      state={<State integration={integration} />}
      status={describeIntegration(integration, figures, now)}
      actions={mayChange ? <IntegrationActions integration={integration} /> : null}
      notices={
        <>
          <MissingParts integration={integration} goTo={mayChange ? sections.goTo : undefined} />
          {mayChange ? <TestRunHint integration={integration} /> : null}
          {connector && mayChange ? (
            <NeededVariables integration={integration} connector={connector} />
          ) : null}
        </>
      }
      figures={listIntegrationFigures(integration, figures, now)}
      tabs={tabs}
      // Until it is launched there is nothing to look at, and much to set.
      usualTab={integration.status === 'draft' ? 'settings' : 'overview'}
      rail={<IntegrationRail integration={integration} />}
    />
  );
}

/** Its health only where something is wrong. */
function State({ integration }: { integration: Integration }) {
  const { status, health, openSession } = integration;
  return (
    <>
      <StatusBadge status={status} />
      {status !== 'draft' && health !== 'ok' ? <StatusBadge status={health} /> : null}
      {openSession ? (
        <Link
          to="/sessions/$id"
          params={{ id: String(openSession.id) }}
          aria-label={`Watch the ${openSession.status} session`}
        >
          <StatusBadge status={openSession.status} />
        </Link>
      ) : null}
    </>
  );
}
