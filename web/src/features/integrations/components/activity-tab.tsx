import { Button, Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { nameAct } from '../../../data/name-act.ts';
import type { Integration } from '../../../data/use-integration.ts';
import { api } from '../../../lib/api-client.ts';
import classes from './activity-tab.module.css';

/** Who changed or started what of the integration; newest first. */
export function ActivityTab({ integration }: { integration: Integration }) {
  const filter = ['targetType:eq:integration', `targetId:eq:${integration.id}`];
  const { data, error, refetch } = api.useQuery(
    'get',
    '/api/audit',
    { params: { query: { filter, limit: 50 } } },
    { staleTime: 0 },
  );
  const query = filter.map((one) => `filter=${encodeURIComponent(one)}`).join('&');
  return (
    <Section
      title="Activity"
      isFlush
      actions={
        <Button component={Link} to={`/audit?${query}`} variant="subtle" size="compact-sm">
          Show in Audit
        </Button>
      }
    >
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={160} m="md" /> : null}
      {data?.items.length === 0 ? (
        <Text c="dimmed" p="md">
          Nothing is recorded.
        </Text>
      ) : null}
      <ol className={classes.list}>
        {data?.items.map((entry) => (
          <li key={entry.id}>
            <span>{nameAct(entry.action)}</span>
            <span className={classes.quiet}>{entry.actor}</span>
            <span className={classes.quiet}>
              <RelativeTime value={entry.at} />
            </span>
          </li>
        ))}
      </ol>
      {data && data.nextCursor !== null ? (
        <Text c="dimmed" size="sm" px="md" pb="sm">
          The latest 50; all of them stand in Audit.
        </Text>
      ) : null}
    </Section>
  );
}
