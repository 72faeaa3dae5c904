import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { describeCounts } from '../../../components/describe-counts.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Section } from '../../../components/section.tsx';
import { SessionRows } from '../../../components/session-rows.tsx';
import { nameSessionKind } from '../../../data/session-kinds.ts';
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
            counts: `${nameSessionKind(session.kind)}: ${describeCounts({
              kind: session.kind,
              read: session.readCount,
              created: session.createdCount,
              updated: session.updatedCount,
              skipped: session.skippedCount,
              failed: session.failedCount,
              warnings: session.warningCount,
            })}`,
            at: session.startedAt ?? session.queuedAt,
          }))}
        />
      )}
    </Section>
  );
}
