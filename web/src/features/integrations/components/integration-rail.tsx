import { Anchor } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { RailSection } from '../../../components/page/rail-section.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { Integration } from '../../../data/use-integration.ts';
import { formatInZone } from '../../../lib/format.ts';
import { preferenceLabels } from '../api/integration-types.ts';
import { recordsHref } from '../list-integration-figures.tsx';

/** What an integration is made of and where its records go. */
export function IntegrationRail({ integration }: { integration: Integration }) {
  const { schedule, credentialId } = integration;
  const zone = 'timeZone' in schedule ? schedule.timeZone : undefined;
  const object = integration.object.replaceAll('_', ' ');
  const records = recordsHref(integration);
  return (
    <>
      <RailSection
        title="Schedule"
        facts={[
          { label: 'Runs', value: integration.scheduleText },
          {
            label: 'Next run',
            value: integration.nextRunAt ? (
              formatInZone(integration.nextRunAt, zone)
            ) : (
              <span style={{ color: 'var(--mantine-color-dimmed)' }}>
                {integration.status === 'active' ? 'only by hand' : 'none'}
              </span>
            ),
          },
        ]}
      />
      <RailSection
        title="Source and target"
        facts={[
          {
            label: 'Connector',
            value: (
              <Link
                to="/catalog/$connectorId"
                params={{ connectorId: integration.connectorId }}
                className="muster-link"
              >
                {integration.connectorName}
              </Link>
            ),
          },
          { label: 'List', value: integration.streamName },
          {
            label: 'Credential',
            value:
              credentialId === null ? null : (
                <>
                  <Link to="/credentials/$id" params={{ id: String(credentialId) }} className="muster-link">
                    {integration.credentialName}
                  </Link>
                  {integration.credentialStatus && integration.credentialStatus !== 'authenticated' ? (
                    <div>
                      <StatusBadge status={integration.credentialStatus} />
                    </div>
                  ) : null}
                </>
              ),
          },
          {
            label: 'Fills',
            value: records ? (
              <Link to={records} className="muster-link">
                {object}
              </Link>
            ) : (
              object
            ),
          },
        ]}
      />
      <RailSection
        title="Facts"
        facts={[
          { label: 'Preference', value: preferenceLabels[integration.preference].label },
          { label: 'User', value: integration.integrationUser },
          {
            label: 'Mapping',
            value: integration.mappingVersion === null ? 'none yet' : `version ${integration.mappingVersion}`,
          },
          { label: 'Added', value: <RelativeTime value={integration.createdAt} /> },
        ]}
      >
        {integration.docsUrl ? (
          <Anchor href={integration.docsUrl} target="_blank" rel="noreferrer" size="sm" underline="always">
            Documentation <IconExternalLink size={13} aria-hidden />
          </Anchor>
        ) : null}
      </RailSection>
    </>
  );
}
