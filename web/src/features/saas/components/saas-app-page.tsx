import { Skeleton } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { DataList } from '../../../components/list/data-list.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { formatValue } from '../../../lib/format.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { accountColumns, accountFilters, getAccountHref } from '../account-columns.tsx';
import { useSaasApp } from '../api/use-saas-app.ts';
import classes from './saas-app-page.module.css';

/** One SaaS application with its accounts. */
export function SaasAppPage() {
  const { id } = useParams({ from: '/shell/saas/$id' });
  const { data: app, error, refetch } = useSaasApp(Number(id));
  const name = app ? formatValue(app.values.name) : undefined;
  useTitle(name, 'SaaS');
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <div className={classes.page}>
      <PageHeader
        title={name ?? <Skeleton component="span" display="inline-block" height={26} width={200} />}
        crumbs={[{ label: 'Software' }, { label: 'SaaS', to: '/saas' }]}
        description={
          app
            ? [app.values.publisher, app.values.url]
                .filter((part) => typeof part === 'string' && part !== '')
                .join(' · ')
            : null
        }
      />
      <DataList
        listId="saas-accounts"
        path="/api/records/{object}"
        pathParams={{ object: 'saas_accounts' }}
        nouns={['account', 'accounts']}
        columns={accountColumns}
        filterFields={accountFilters}
        fixedFilters={[`saasId:eq:${id}`]}
        getRowKey={(row) => row.id}
        getRowHref={getAccountHref}
        empty={
          <EmptyState
            icon={IconUsers}
            title="No accounts yet"
            text="They are loaded when the integration of this application runs with User plus SaaS user."
          />
        }
      />
    </div>
  );
}
