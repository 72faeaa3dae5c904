import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { GoToIntegrations } from '../../../components/go-to-integrations.tsx';
import { ExportButton } from '../../../components/list/export-button.tsx';
import { ListPage } from '../../../components/list/list-page.tsx';
import { type RecordKind, recordKinds } from '../../../data/record-kinds.ts';
import type { ObjectField } from '../../../data/record-types.ts';
import type { Integration } from '../../../data/use-integration.ts';
import { useObjectFields } from '../../../data/use-object-fields.ts';
import { useSourcesOf } from '../../../data/use-sources-of.ts';
import { makeRecordColumns, makeRecordFilters } from '../record-columns.tsx';

const noFields: ObjectField[] = [];
const noIntegrations: Integration[] = [];

export const PeoplePage = () => <RecordsPage kind={recordKinds.people} />;
export const AssetsPage = () => <RecordsPage kind={recordKinds.assets} />;
export const SoftwarePage = () => <RecordsPage kind={recordKinds.software} />;

function RecordsPage({ kind }: { kind: RecordKind }) {
  const { data: fields = noFields, error, refetch } = useObjectFields(kind.object);
  const { data: integrations = noIntegrations } = useSourcesOf(kind.object);
  const columns = useMemo(() => makeRecordColumns(kind, fields), [kind, fields]);
  const filterFields = useMemo(() => makeRecordFilters(fields, integrations), [fields, integrations]);
  if (error)
    return (
      <ErrorState title={`${kind.title} could not be shown`} error={error} onRetry={() => void refetch()} />
    );
  return (
    <ListPage
      title={kind.title}
      {...(kind.crumbs ? { crumbs: kind.crumbs } : {})}
      actions={
        <>
          {kind.object === 'software' ? (
            <Button variant="default" component={Link} to="/software-names">
              Normalization list
            </Button>
          ) : null}
          <ExportButton object={kind.object} hasSources />
        </>
      }
      listId={kind.object}
      path="/api/records/{object}"
      pathParams={{ object: kind.object }}
      nouns={kind.nouns}
      columns={columns}
      filterFields={filterFields}
      getRowKey={(row) => row.id}
      getRowHref={(row) => `${kind.path}/${row.id}`}
      empty={
        <EmptyState
          icon={kind.icon}
          title={kind.emptyTitle}
          text={kind.emptyText}
          action={<GoToIntegrations />}
        />
      }
    />
  );
}
