import { IconArrowsExchange } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { GoToIntegrations } from '../../../components/go-to-integrations.tsx';
import { ListPage } from '../../../components/list/list-page.tsx';
import { sessionColumns, sessionFilters } from '../../../components/session-columns.tsx';
import { useIntegrationName } from '../api/use-integration-name.ts';

/** All sessions, or those of one integration (`?integration=ID`). */
export function SessionsPage() {
  const { integration } = useSearch({ from: '/shell/sessions' });
  const { data: name } = useIntegrationName(integration);
  return (
    <ListPage
      title="Sync sessions"
      crumbs={[{ label: 'Configuration' }]}
      description={
        integration ? (
          <>
            Only those of{' '}
            <Link to="/integrations/$id" params={{ id: integration }} className="muster-link">
              {name ?? `integration ${integration}`}
            </Link>
            .{' '}
            <Link to="/sessions" search={{}}>
              Show all
            </Link>
          </>
        ) : null
      }
      listId="sessions"
      path="/api/sessions"
      nouns={['session', 'sessions']}
      columns={sessionColumns}
      filterFields={sessionFilters}
      {...(integration ? { fixedFilters: [`integrationId:eq:${integration}`] } : {})}
      getRowKey={(session) => session.id}
      getRowHref={(session) => `/sessions/${session.id}`}
      refetchEveryMs={5_000}
      empty={
        <EmptyState
          icon={IconArrowsExchange}
          title="No sessions yet"
          text="Each run of an integration is listed here with what it created, updated and skipped."
          action={<GoToIntegrations />}
        />
      }
    />
  );
}
