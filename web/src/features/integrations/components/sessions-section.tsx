import { Button, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { StackedBars } from '../../../components/stacked-bars.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { callApi } from '../../../lib/api-client.ts';
import { formatNumber, formatShortDay } from '../../../lib/format.ts';
import classes from '../../overview/components/overview.module.css';
import { kindLabels, type Session } from '../../sessions/api/session-types.ts';

const series = [
  { key: 'failed', label: 'Failed', color: 'var(--muster-bad)', isHatched: true },
  { key: 'ambiguous', label: 'Skipped or ambiguous', color: 'var(--muster-warn)', isHatched: true },
  { key: 'updated', label: 'Updated', color: 'var(--mantine-color-blue-6)' },
  { key: 'created', label: 'Created', color: 'var(--mantine-color-harbor-5)' },
];

/** History of the integration's sessions as a picture, and the latest ones as rows. */
export function SessionsSection({ integrationId, isLive }: { integrationId: number; isLive: boolean }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions', 'list', 'of-integration', integrationId],
    queryFn: ({ signal }) =>
      callApi('get', '/api/sessions', {
        query: { filter: [`integrationId:eq:${integrationId}`], limit: 14 },
        signal,
      }),
    refetchInterval: isLive ? 2_000 : false,
    staleTime: 0,
  });
  const sessions = data?.items ?? [];
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
      {!data && !error ? <Skeleton height={120} m="md" /> : null}
      {data && sessions.length === 0 ? (
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
      <ul className={classes.list} style={{ maxHeight: 'none' }}>
        {sessions.slice(0, 6).map((session) => (
          <li key={session.id} className={classes.row}>
            <Link to="/sessions/$id" params={{ id: String(session.id) }} className="muster-link">
              {kindLabels[session.kind] ?? session.kind}
            </Link>
            <span>
              <StatusBadge status={session.status} />
            </span>
            <span className={classes.quiet}>
              {formatNumber(session.counts.read)} read, {formatNumber(session.counts.created)} created,{' '}
              {formatNumber(session.counts.updated)} updated
            </span>
            <span className={classes.quiet}>
              <RelativeTime value={session.startedAt ?? session.queuedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function toBar(session: Session) {
  const { failed, ambiguous, skipped, updated, created } = session.counts;
  return {
    label: `${formatShortDay(session.queuedAt)} #${session.id}`,
    values: { failed, ambiguous: ambiguous + skipped, updated, created },
  };
}
