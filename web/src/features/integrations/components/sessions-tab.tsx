import { IconArrowsExchange } from '@tabler/icons-react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { DataList } from '../../../components/list/data-list.tsx';
import { sessionColumns, sessionFilters } from '../../../components/session-columns.tsx';
import type { Integration } from '../../../data/use-integration.ts';
import classes from './integration-page.module.css';

/** Without the integration's name, which is that of the page: the kind names a row, and is not said twice in a card. */
const ownColumns = sessionColumns
  .filter(({ id }) => id !== 'integrationName')
  .map(({ card, ...column }) => (column.id === 'kind' || card === undefined ? column : { ...column, card }))
  .toSorted((left, right) => Number(right.id === 'kind') - Number(left.id === 'kind'));
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
