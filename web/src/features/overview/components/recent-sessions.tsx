import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Section } from '../../../components/section.tsx';
import { SessionRows } from '../../../components/session-rows.tsx';
import { nameSessionKind } from '../../../data/session-kinds.ts';
import { formatNumber } from '../../../lib/format.ts';
import type { RecentSession } from '../api/use-overview.ts';

export function RecentSessions({ sessions }: { sessions: RecentSession[] }) {
  return (
    <Section
      title="Recent sync sessions"
      isFlush
      actions={
        <Button component={Link} to="/sessions" variant="subtle" size="compact-sm">
          Show all
        </Button>
      }
    >
      {sessions.length === 0 ? (
        <EmptyState
          icon={IconArrowsExchange}
          headingOrder={3}
          title="No sessions yet"
          text="Each run of an integration is listed here with what it created, updated and skipped."
        />
      ) : (
        <SessionRows
          sessions={sessions.map((session) => ({
            id: session.id,
            title: session.integrationName,
            status: session.status,
            counts: describeCounts(session),
            at: session.startedAt ?? session.queuedAt,
          }))}
        />
      )}
    </Section>
  );
}

function describeCounts(session: RecentSession): string {
  // Test runs and previews change nothing.
  const verb = session.kind === 'test' || session.kind === 'preview' ? 'would be ' : '';
  const parts = [
    `${formatNumber(session.readCount)} read`,
    session.createdCount > 0 ? `${formatNumber(session.createdCount)} ${verb}created` : '',
    session.updatedCount > 0 ? `${formatNumber(session.updatedCount)} ${verb}updated` : '',
    session.failedCount > 0 ? `${formatNumber(session.failedCount)} failed` : '',
  ];
  return `${nameSessionKind(session.kind)}: ${parts.filter(Boolean).join(', ')}`;
}
