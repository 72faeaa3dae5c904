import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { DetailPage, DetailPagePending } from '../../../components/page/detail-page.tsx';
import type { KeyFigure } from '../../../components/page/key-figures.tsx';
import type { PageTab } from '../../../components/page/page-tabs.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { type RecordKind, recordKinds } from '../../../data/record-kinds.ts';
import type { ObjectField } from '../../../data/record-types.ts';
import { useObjectFields } from '../../../data/use-object-fields.ts';
import { emptyText, formatNumber, formatRelative, formatTotal } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useMay } from '../../../session/use-may.ts';
import type { RecordDetail } from '../api/record-types.ts';
import { usePersonAccounts } from '../api/use-person-accounts.ts';
import { usePersonAssets } from '../api/use-person-assets.ts';
import { useRecord } from '../api/use-record.ts';
import { describeRecord } from '../describe-record.ts';
import { ArchiveButton } from './archive-button.tsx';
import { ForgetMenu } from './forget-menu.tsx';
import { HistorySection } from './history-section.tsx';
import { InstalledSoftwareSection } from './installed-software-section.tsx';
import { PersonAccountsSection } from './person-accounts-section.tsx';
import { PersonAssetsSection } from './person-assets-section.tsx';
import { RecordFieldsSection } from './record-fields-section.tsx';
import classes from './record-page.module.css';
import { RecordRail } from './record-rail.tsx';
import { SoftwareAssetsSection } from './software-assets-section.tsx';
import { SoftwareVersionsSection } from './software-versions-section.tsx';
import { SourceRecordsSection } from './source-records-section.tsx';

type ListFigures = (record: RecordDetail, now: Date) => KeyFigure[];

/** One person, with devices and SaaS accounts. */
export function PersonPage() {
  const { id } = useParams({ from: '/shell/people/$id' });
  const personId = Number(id);
  const { data: assets } = usePersonAssets(personId);
  const { data: accounts } = usePersonAccounts(personId);
  return (
    <RecordPage
      kind={recordKinds.people}
      id={personId}
      figures={({ values }, now) => [
        {
          label: 'Assets',
          value: assets ? formatTotal(assets.total) : emptyText,
          note: 'assigned',
          href: `/assets?filter=assignedTo:eq:${id}`,
        },
        {
          label: 'SaaS accounts',
          value: accounts ? formatTotal(accounts.total) : emptyText,
          note: 'in applications',
        },
        instantFigure('Last login', values.lastLoginAt, now),
      ]}
      below={
        <>
          <PersonAssetsSection personId={personId} />
          <PersonAccountsSection personId={personId} />
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
      figures={({ values }, now) => [
        {
          label: 'Assigned to',
          value: typeof values.assignedToName === 'string' ? values.assignedToName : 'nobody',
          ...(typeof values.assignedTo === 'number' ? { href: `/people/${values.assignedTo}` } : {}),
        },
        instantFigure('Last seen', values.lastSeenAt, now),
        instantFigure('Warranty', values.warrantyEndDate, now),
      ]}
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
      figures={({ values }) => [
        {
          label: 'Installed on',
          value: typeof values.assetCount === 'number' ? formatNumber(values.assetCount) : emptyText,
          note: 'assets',
        },
      ]}
      below={
        <>
          <SoftwareVersionsSection softwareId={Number(id)} />
          <SoftwareAssetsSection softwareId={Number(id)} />
        </>
      }
    />
  );
}

function instantFigure(label: string, value: unknown, now: Date): KeyFigure {
  return { label, value: typeof value === 'string' ? formatRelative(value, now) : emptyText };
}

interface RecordPageProps {
  kind: RecordKind;
  id: number;
  figures: ListFigures;
  /** What belongs to it, under its fields. */
  below: ReactNode;
}

function RecordPage(props: RecordPageProps) {
  const { kind, id } = props;
  const record = useRecord(kind.object, id);
  const fields = useObjectFields(kind.object);
  // What is being entered stays when asking again fails.
  if (record.data && fields.data) return <LoadedPage {...props} record={record.data} fields={fields.data} />;
  return (
    <DetailPagePending
      crumbs={[{ label: kind.title, to: kind.path }]}
      error={record.error ?? fields.error}
      onRetry={() => {
        void record.refetch();
        void fields.refetch();
      }}
    />
  );
}

interface LoadedPageProps extends RecordPageProps {
  record: RecordDetail;
  fields: ObjectField[];
}

/** What is known of a record, who said so, how it changed, and what the vendors sent. */
function LoadedPage({ kind, record, fields, figures, below }: LoadedPageProps) {
  const mayEdit = useMay('operator');
  const mayForget = useMay('administrator');
  const now = useNow();
  const name = kind.name(record.values);
  const status = statusOf(record);
  const sourceCount = record.sources.length;
  const tabs: PageTab[] = [
    {
      id: 'overview',
      label: 'Overview',
      keepsEntries: true,
      content: (
        <div className={classes.stack}>
          <RecordFieldsSection kind={kind} record={record} fields={fields} />
          {below}
        </div>
      ),
    },
    {
      id: 'history',
      label: 'History',
      content: <HistorySection kind={kind} record={record} fields={fields} />,
    },
    {
      id: 'sources',
      label: 'Source records',
      note: sourceCount,
      content: <SourceRecordsSection kind={kind} record={record} />,
    },
  ];
  return (
    <DetailPage
      title={name.title}
      crumbs={[{ label: kind.title, to: kind.path }]}
      state={status ? <StatusBadge status={status} /> : null}
      status={[name.subtitle, describeRecord(record, kind, now)].filter(Boolean).join(' · ')}
      actions={
        mayEdit ? (
          <>
            <ArchiveButton kind={kind} record={record} name={name.title} />
            {mayForget ? <ForgetMenu kind={kind} record={record} name={name.title} /> : null}
          </>
        ) : null
      }
      figures={[
        ...figures(record, now),
        {
          label: 'Sources',
          value: formatNumber(sourceCount),
          note: sourceCount === 1 ? 'integration' : 'integrations',
          href: `${kind.path}/${record.id}?tab=sources`,
        },
      ]}
      tabs={tabs}
      rail={<RecordRail record={record} />}
    />
  );
}

function statusOf({ archivedAt, values }: RecordDetail): 'archived' | 'active' | 'inactive' | undefined {
  if (archivedAt) return 'archived';
  if (typeof values.isActive !== 'boolean') return undefined;
  return values.isActive ? 'active' : 'inactive';
}
