import { Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useRef } from 'react';
import { ConnectorLogo } from '../../../components/connector-logo.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { ListSearchInput } from '../../../components/list/list-search-input.tsx';
import { useListState } from '../../../components/list/use-list-state.ts';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { Integration } from '../../../data/use-integration.ts';
import { useIntegrationTiles } from '../api/use-integration-tiles.ts';
import classes from './integrations.module.css';

/** Block view: a tile per integration, searched and paged by the server. */
export function IntegrationTiles({ empty }: { empty: ReactNode }) {
  const state = useListState();
  const q = state.search.q ?? '';
  const searchRef = useRef<HTMLInputElement>(null);
  const query = useIntegrationTiles(q);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isSuccess && items.length === 0 && q === '') return <div className="muster-card">{empty}</div>;
  return (
    <>
      <Group mb="md">
        <ListSearchInput
          label="Search integrations"
          value={q}
          onSearch={(text) => state.update({ q: text === '' ? undefined : text }, true)}
          inputRef={searchRef}
        />
      </Group>
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      <Title order={2}>Extended</Title>
      <Text size="sm" c="dimmed" mb="xs">
        User and asset integrations: what they load, when they last ran and when they run next.
      </Text>
      {query.isSuccess && items.length === 0 ? (
        <EmptyState
          icon={IconPlugConnected}
          headingOrder={3}
          title={`No integration matches “${q}”`}
          text="Search for another name."
        />
      ) : null}
      <ul className={classes.grid}>
        {query.isPending
          ? [1, 2, 3].map((key) => (
              <li key={key}>
                <Skeleton height={148} />
              </li>
            ))
          : items.map((item) => (
              <li key={item.id}>
                <Tile integration={item} />
              </li>
            ))}
      </ul>
      {query.hasNextPage ? (
        <Group justify="center" mt="md">
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more
          </Button>
        </Group>
      ) : null}
    </>
  );
}

function Tile({ integration }: { integration: Integration }) {
  return (
    <Link to="/integrations/$id" params={{ id: String(integration.id) }} className={classes.tile}>
      <div className={classes.head}>
        <ConnectorLogo logo={integration.connectorLogo} size={36} />
        <div style={{ minWidth: 0 }}>
          <Text fw={600} truncate>
            {integration.name}
          </Text>
          <Text size="sm" c="dimmed">
            {integration.connectorName}
          </Text>
        </div>
      </div>
      <Group gap={6}>
        <StatusBadge status={integration.status} />
        {integration.openSession ? <StatusBadge status={integration.openSession.status} /> : null}
        {/* Health that is as it should be is not said. */}
        {integration.status !== 'draft' && integration.health !== 'ok' ? (
          <StatusBadge status={integration.health} />
        ) : null}
      </Group>
      <dl className={classes.facts}>
        <dt>Last session</dt>
        <dd>
          <RelativeTime value={integration.lastSession?.endedAt} fallback="never" />
          {integration.lastSession ? `, ${integration.lastSession.status.replaceAll('_', ' ')}` : ''}
        </dd>
        <dt>Next run</dt>
        <dd>
          {integration.nextRunAt ? (
            <RelativeTime value={integration.nextRunAt} />
          ) : integration.status === 'draft' ? (
            'after launch'
          ) : (
            'not planned'
          )}
        </dd>
      </dl>
    </Link>
  );
}
