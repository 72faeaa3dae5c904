import { Button, Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { describeCounts } from '../../../components/describe-counts.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Section } from '../../../components/section.tsx';
import { SessionRows } from '../../../components/session-rows.tsx';
import { StackedBars } from '../../../components/stacked-bars.tsx';
import { nameSessionKind } from '../../../data/session-kinds.ts';
import type { Schema } from '../../../lib/api-client.ts';
import { formatShortDay } from '../../../lib/format.ts';
import { useSessionsOf } from '../api/use-sessions-of.ts';

const series = [
  { key: 'failed', label: 'Failed', color: 'var(--muster-bad)', isHatched: true },
  { key: 'ambiguous', label: 'Skipped or ambiguous', color: 'var(--muster-warn)', isHatched: true },
  { key: 'updated', label: 'Updated', color: 'var(--mantine-color-blue-6)' },
  { key: 'created', label: 'Created', color: 'var(--mantine-color-harbor-5)' },
];

/** History of the integration's sessions as a picture, and the latest ones as rows. */
export function SessionsSection({ integrationId, isLive }: { integrationId: number; isLive: boolean }) {
  const { data: sessions = [], error, isPending, refetch } = useSessionsOf(integrationId, isLive);
  const runs = sessions
    .filter((session) => session.kind !== 'test' && session.kind !== 'preview')
    .toReversed();
  return (
    <Section
      title="Sync sessions"
      isFlush
      actions={
        <Button
          component={Link}
          to={`/sessions?integration=${integrationId}`}
          variant="subtle"
          size="compact-sm"
        >
          Show all
        </Button>
      }
    >
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <Skeleton height={120} m="md" /> : null}
      {!isPending && !error && sessions.length === 0 ? (
        <Text c="dimmed" p="md">
          No sessions yet. Start with a test run: it reads the first records and writes nothing.
        </Text>
      ) : null}
      {runs.length > 1 ? (
        <div style={{ padding: 16 }}>
          <StackedBars
            title="Records changed by session"
            series={series}
            bars={runs.map(toBar)}
            height={96}
          />
        </div>
      ) : null}
      <SessionRows
        sessions={sessions.slice(0, 6).map((session) => ({
          id: session.id,
          title: nameSessionKind(session.kind),
          status: session.status,
          counts: describeCounts({ kind: session.kind, ...session.counts }),
          at: session.startedAt ?? session.queuedAt,
        }))}
      />
    </Section>
  );
}

function toBar(session: Schema<'Session'>) {
  const { failed, ambiguous, skipped, updated, created } = session.counts;
  return {
    label: `${formatShortDay(session.queuedAt)} #${session.id}`,
    values: { failed, ambiguous: ambiguous + skipped, updated, created },
  };
}
