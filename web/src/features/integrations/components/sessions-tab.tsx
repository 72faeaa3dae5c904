import { IconArrowsExchange } from '@tabler/icons-react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { DataList } from '../../../components/list/data-list.tsx';
import { sessionColumns, sessionFilters } from '../../../components/session-columns.tsx';
import type { Integration } from '../../../data/use-integration.ts';
import classes from './integration-page.module.css';

const columns = sessionColumns.filter(({ id }) => id !== 'integrationName');
const [kind, ...others] = columns.toSorted(
  (left, right) => Number(right.id === 'kind') - Number(left.id === 'kind'),
);
const ownColumns = kind ? [kind, ...others] : columns;
const ownFilters = sessionFilters.filter(({ field }) => field !== 'integrationName');

/** All sessions of one integration. */
export function SessionsTab({ integration }: { integration: Integration }) {
  return (
    <div className={classes.sessions}>
      <DataList
        listId="integration-sessions"
        path="/api/sessions"
        nouns={['session', 'sessions']}
        columns={ownColumns}
        filterFields={ownFilters}
        fixedFilters={[`integrationId:eq:${integration.id}`]}
        hasSearch={false}
        getRowKey={(session) => session.id}
        getRowHref={(session) => `/sessions/${session.id}`}
        refetchEveryMs={5_000}
        empty={
          <EmptyState
            icon={IconArrowsExchange}
            headingOrder={3}
            title="No sessions yet"
            text="Start with a test run: it reads the first records and writes nothing."
          />
        }
      />
    </div>
  );
}
