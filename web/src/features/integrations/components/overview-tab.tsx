import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { describeCounts } from '../../../components/describe-counts.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Section } from '../../../components/section.tsx';
import { SessionRows } from '../../../components/session-rows.tsx';
import { nameSessionKind } from '../../../data/session-kinds.ts';
import { writesNothing } from '../../../data/session-types.ts';
import type { Integration } from '../../../data/use-integration.ts';
import type { IntegrationFigures } from '../api/use-integration-figures.ts';
import { useSessionsOf } from '../api/use-sessions-of.ts';
import { CoverageSection } from './coverage-section.tsx';
import classes from './integration-page.module.css';
import { NeedsPerson } from './needs-person.tsx';
import { SessionsPicture } from './sessions-picture.tsx';

interface OverviewTabProps {
  integration: Integration;
  figures: IntegrationFigures | undefined;
}

/** What needs a person, how the sessions went, and how full the fields are. */
export function OverviewTab({ integration, figures }: OverviewTabProps) {
  const sessions = useSessionsOf(integration.id, integration.openSession !== null);
  const runs = (sessions.data ?? []).filter((session) => !writesNothing(session)).toReversed();
  return (
    <div className={classes.stack}>
      <NeedsPerson integration={integration} figures={figures} />
      <Section
        title="Sync sessions"
        isFlush
        actions={
          <Button
            component={Link}
            to={`/integrations/${integration.id}?tab=sessions`}
            variant="subtle"
            size="compact-sm"
          >
            Show all
          </Button>
        }
      >
        {sessions.error ? (
          <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
        ) : (
          <>
            <SessionsPicture runs={runs} isPending={sessions.isPending} />
            {sessions.data?.length === 0 ? (
              <Text c="dimmed" p="md">
                No sessions yet. Start with a test run: it reads the first records and writes nothing.
              </Text>
            ) : null}
            <SessionRows
              sessions={(sessions.data ?? []).slice(0, 5).map((session) => ({
                id: session.id,
                title: nameSessionKind(session.kind),
                status: session.status,
                counts: describeCounts({ kind: session.kind, ...session.counts }),
                at: session.startedAt ?? session.queuedAt,
              }))}
            />
          </>
        )}
      </Section>
      <CoverageSection figures={figures} />
    </div>
  );
}
