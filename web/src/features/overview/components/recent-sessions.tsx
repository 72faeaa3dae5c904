import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { formatNumber } from '../../../lib/format.ts';
import type { RecentSession } from '../api/use-overview.ts';
import classes from './overview.module.css';

const kindLabels: Record<RecentSession['kind'], string> = {
  test: 'Test run',
  preview: 'Preview',
  manual: 'Run now',
  scheduled: 'Scheduled',
  apply: 'Plan applied',
};

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
        <ul className={classes.list} style={{ maxHeight: 'none' }}>
          {sessions.map((session) => (
            <li key={session.id} className={classes.row}>
              <Link to="/sessions/$id" params={{ id: String(session.id) }} className="muster-link">
                {session.integrationName}
              </Link>
              <span>
                <StatusBadge status={session.status} />
              </span>
              <span className={classes.quiet}>{describeCounts(session)}</span>
              <span className={classes.quiet}>
                <RelativeTime value={session.startedAt ?? session.queuedAt} />
              </span>
            </li>
          ))}
        </ul>
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
  return `${kindLabels[session.kind]}: ${parts.filter(Boolean).join(', ')}`;
}
