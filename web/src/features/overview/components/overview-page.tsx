import { Skeleton, Stack } from '@mantine/core';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { useTitle } from '../../../lib/use-title.ts';
import { useOverview } from '../api/use-overview.ts';
import { AttentionList } from './attention-list.tsx';
import { CountTiles } from './count-tiles.tsx';
import { FirstSteps } from './first-steps.tsx';
import classes from './overview.module.css';
import { RecentSessions } from './recent-sessions.tsx';
import { SessionDays } from './session-days.tsx';

export function OverviewPage() {
  useTitle('Overview');
  const { data, error, refetch } = useOverview();
  return (
    <Stack gap="md">
      <PageHeader title="Overview" />
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <OverviewSkeleton /> : null}
      {data ? (
        <>
          <CountTiles overview={data} />
          {data.records.people.count === 0 ? <FirstSteps overview={data} /> : null}
          <div className={classes.columns}>
            <AttentionList items={data.attention} />
            <SessionDays days={data.sessionDays} />
          </div>
          <RecentSessions sessions={data.recentSessions} />
        </>
      ) : null}
    </Stack>
  );
}

function OverviewSkeleton() {
  return (
    <>
      <div className={classes.tiles} aria-busy="true">
        <Skeleton height={78} />
        <Skeleton height={78} />
        <Skeleton height={78} />
        <Skeleton height={78} />
      </div>
      <div className={classes.columns}>
        <Skeleton height={280} />
        <Skeleton height={280} />
      </div>
      <Skeleton height={240} />
    </>
  );
}
