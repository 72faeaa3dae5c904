import { Skeleton, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { useTitle } from '../../../lib/use-title.ts';
import { useMay } from '../../access/api/use-may.ts';
import { usePeopleFields } from '../api/use-people-fields.ts';
import { usePerson } from '../api/use-person.ts';
import { nameRecord } from '../name-record.ts';
import { ArchiveButton } from './archive-button.tsx';
import { HistorySection } from './history-section.tsx';
import { PersonAccountsSection } from './person-accounts-section.tsx';
import { PersonFieldsSection } from './person-fields-section.tsx';
import classes from './person-page.module.css';
import { SourceRecordsSection } from './source-records-section.tsx';

/** One person: what is known, who said so, how it changed, and what the vendors sent. */
export function PersonPage() {
  const { id } = useParams({ from: '/shell/people/$id' });
  const person = usePerson(Number(id));
  const fields = usePeopleFields();
  const mayEdit = useMay('operator');
  const name = person.data ? nameRecord(person.data.values) : undefined;
  useTitle(name?.title, 'People');
  const error = person.error ?? fields.error;
  if (error) {
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void person.refetch();
          void fields.refetch();
        }}
      />
    );
  }
  if (!person.data || !fields.data || !name) {
    return (
      <Stack gap="md" aria-busy="true">
        <Skeleton height={44} width={280} />
        <div className={classes.columns}>
          <Skeleton height={480} />
          <Skeleton height={300} />
        </div>
      </Stack>
    );
  }
  const { isActive } = person.data.values;
  const status = person.data.archivedAt
    ? 'archived'
    : isActive === null || isActive === undefined
      ? undefined
      : isActive
        ? 'active'
        : 'inactive';
  return (
    <Stack gap="md" maw={1400}>
      <PageHeader
        title={name.title}
        crumbs={[{ label: 'People', to: '/people' }]}
        badge={status ? <StatusBadge status={status} /> : null}
        actions={mayEdit ? <ArchiveButton person={person.data} name={name.title} /> : null}
        description={name.subtitle === '' ? null : <Text c="dimmed">{name.subtitle}</Text>}
      />
      <div className={classes.columns}>
        <Stack gap="md">
          <PersonFieldsSection person={person.data} fields={fields.data} />
          <SourceRecordsSection person={person.data} />
        </Stack>
        <Stack gap="md">
          <PersonAccountsSection personId={person.data.id} />
          <HistorySection person={person.data} fields={fields.data} />
        </Stack>
      </div>
    </Stack>
  );
}
