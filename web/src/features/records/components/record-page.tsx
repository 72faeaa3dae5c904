import { Skeleton, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { type RecordKind, recordKinds } from '../../../data/record-kinds.ts';
import { useObjectFields } from '../../../data/use-object-fields.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { useMay } from '../../../session/use-may.ts';
import type { RecordDetail } from '../api/record-types.ts';
import { useRecord } from '../api/use-record.ts';
import { ArchiveButton } from './archive-button.tsx';
import { ForgetMenu } from './forget-menu.tsx';
import { HistorySection } from './history-section.tsx';
import { InstalledSoftwareSection } from './installed-software-section.tsx';
import { PersonAccountsSection } from './person-accounts-section.tsx';
import { PersonAssetsSection } from './person-assets-section.tsx';
import { RecordFieldsSection } from './record-fields-section.tsx';
import classes from './record-page.module.css';
import { SoftwareAssetsSection } from './software-assets-section.tsx';
import { SoftwareVersionsSection } from './software-versions-section.tsx';
import { SourceRecordsSection } from './source-records-section.tsx';

/** One person, with devices and SaaS accounts. */
export function PersonPage() {
  const { id } = useParams({ from: '/shell/people/$id' });
  return (
    <RecordPage
      kind={recordKinds.people}
      id={Number(id)}
      beside={
        <>
          <PersonAssetsSection personId={Number(id)} />
          <PersonAccountsSection personId={Number(id)} />
        </>
      }
    />
  );
}

/** One asset, with what is installed on it. */
export function AssetPage() {
  const { id } = useParams({ from: '/shell/assets/$id' });
  return (
    <RecordPage
      kind={recordKinds.assets}
      id={Number(id)}
      below={<InstalledSoftwareSection assetId={Number(id)} />}
    />
  );
}

/** One product, with its versions and the devices that have it. */
export function ProductPage() {
  const { id } = useParams({ from: '/shell/software/$id' });
  return (
    <RecordPage
      kind={recordKinds.software}
      id={Number(id)}
      beside={<SoftwareVersionsSection softwareId={Number(id)} />}
      below={<SoftwareAssetsSection softwareId={Number(id)} />}
    />
  );
}

interface RecordPageProps {
  kind: RecordKind;
  id: number;
  /** Above the history. */
  beside?: ReactNode;
  /** Over the whole width. */
  below?: ReactNode;
}

/** What is known of a record, who said so, how it changed, and what the vendors sent. */
function RecordPage({ kind, id, beside, below }: RecordPageProps) {
  const record = useRecord(kind.object, id);
  const fields = useObjectFields(kind.object);
  const mayEdit = useMay('operator');
  const mayForget = useMay('administrator');
  const name = record.data ? kind.name(record.data.values) : undefined;
  useTitle(name?.title, kind.title);
  const error = record.error ?? fields.error;
  // What is being entered stays when asking again fails.
  if (error && !(record.data && fields.data)) {
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void record.refetch();
          void fields.refetch();
        }}
      />
    );
  }
  if (!record.data || !fields.data || !name) {
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
  const status = statusOf(record.data);
  return (
    <Stack gap="md">
      <PageHeader
        title={name.title}
        crumbs={[{ label: kind.title, to: kind.path }]}
        badge={status ? <StatusBadge status={status} /> : null}
        actions={
          mayEdit ? (
            <>
              <ArchiveButton kind={kind} record={record.data} name={name.title} />
              {mayForget ? <ForgetMenu kind={kind} record={record.data} name={name.title} /> : null}
            </>
          ) : null
        }
        description={name.subtitle === '' ? null : <Text c="dimmed">{name.subtitle}</Text>}
      />
      <div className={classes.columns}>
        <Stack gap="md">
          <RecordFieldsSection kind={kind} record={record.data} fields={fields.data} />
        </Stack>
        <Stack gap="md">
          {beside}
          <HistorySection kind={kind} record={record.data} fields={fields.data} />
        </Stack>
      </div>
      {below}
      <SourceRecordsSection kind={kind} record={record.data} />
    </Stack>
  );
}

function statusOf({ archivedAt, values }: RecordDetail): 'archived' | 'active' | 'inactive' | undefined {
  if (archivedAt) return 'archived';
  if (typeof values.isActive !== 'boolean') return undefined;
  return values.isActive ? 'active' : 'inactive';
}
