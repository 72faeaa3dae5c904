import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { ListPage } from '../../../components/list/list-page.tsx';
import type { ObjectField, RecordRow } from '../api/record-types.ts';
import { usePeopleFields } from '../api/use-people-fields.ts';
import { makePeopleColumns, makePeopleFilters } from '../people-columns.tsx';
import { ExportButton } from './export-button.tsx';

const noFields: ObjectField[] = [];

export function PeoplePage() {
  const { data: fields = noFields, error, refetch } = usePeopleFields();
  const columns = useMemo(() => makePeopleColumns(fields), [fields]);
  const filterFields = useMemo(() => makePeopleFilters(fields), [fields]);
  if (error)
    return <ErrorState title="People could not be shown" error={error} onRetry={() => void refetch()} />;
  return (
    <ListPage<RecordRow>
      title="People"
      actions={<ExportButton object="people" />}
      listId="people"
      area="people"
      path="/api/records/people"
      nouns={['person', 'people']}
      columns={columns}
      filterFields={filterFields}
      getRowKey={(row) => row.id}
      getRowHref={(row) => `/people/${row.id}`}
      empty={
        <EmptyState
          icon={IconUsers}
          title="Nobody here yet"
          text="People come from your integrations. Create one, map its fields, launch it and press Run now."
          action={
            <Button component={Link} to="/integrations">
              Go to Integrations
            </Button>
          }
        />
      }
    />
  );
}
