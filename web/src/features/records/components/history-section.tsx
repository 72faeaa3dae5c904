import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { RecordKind } from '../../../data/record-kinds.ts';
import type { ObjectField } from '../../../data/record-types.ts';
import { formatField } from '../../../field-types/field-types.tsx';
import { nameField } from '../../../field-types/quantity.ts';
import { formatValue } from '../../../lib/format.ts';
import type { RecordDetail } from '../api/record-types.ts';
import { type RecordChange, useRecordHistory } from '../api/use-record-history.ts';
import classes from './record-page.module.css';

interface HistorySectionProps {
  kind: RecordKind;
  record: RecordDetail;
  fields: ObjectField[];
}

/** Who or which session changed what, and when; newest first. */
export function HistorySection({ kind, record, fields }: HistorySectionProps) {
  const history = useRecordHistory(kind.object, record.id);
  const nameActor = (change: RecordChange) =>
    record.sources.find((source) => source.integrationId === change.integrationId)?.integrationName ??
    change.actor;
  const changes = history.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title="History" isFlush>
      {history.error ? <ErrorState error={history.error} onRetry={() => void history.refetch()} /> : null}
      {history.isPending ? (
        <Stack p="md" gap="xs">
          <Skeleton height={36} />
          <Skeleton height={36} />
        </Stack>
      ) : null}
      {history.isSuccess && changes.length === 0 ? (
        <Text c="dimmed" p="md">
          Nothing has changed since this {kind.nouns[0]} was loaded.
        </Text>
      ) : null}
      <ol className={classes.timeline}>
        {changes.map((change) => (
          <HistoryEntry key={change.id} change={change} fields={fields} who={nameActor(change)} />
        ))}
      </ol>
      {history.hasNextPage ? (
        <Button
          variant="subtle"
          fullWidth
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          Show older changes
        </Button>
      ) : null}
    </Section>
  );
}

interface HistoryEntryProps {
  change: RecordChange;
  fields: ObjectField[];
  who: string;
}

function HistoryEntry({ change, fields, who }: HistoryEntryProps) {
  return (
    <li className={classes.entry}>
      <div className={classes.entryHead}>
        <StatusBadge status={change.kind} />
        <span>{who}</span>
        <span className={classes.quiet}>
          <RelativeTime value={change.at} />
          {change.sessionId === null ? null : (
            <>
              {' · '}
              <Link to="/sessions/$id" params={{ id: String(change.sessionId) }}>
                Session {change.sessionId}
              </Link>
            </>
          )}
        </span>
      </div>
      <dl className={classes.changes}>
        {listFieldChanges(change).map(([name, [before, after]]) => {
          const field = fields.find((candidate) => candidate.name === name);
          if (name === 'installedSoftware')
            return <SoftwareChange key={name} removed={before} added={after} />;
          return (
            <FieldChange
              key={name}
              label={field ? nameField(field) : name}
              before={before === null || change.kind === 'created' ? undefined : formatField(before, field)}
              after={formatField(after, field)}
            />
          );
        })}
      </dl>
    </li>
  );
}

/** Archived and restored say themselves what happened; the instant stands beside them. */
function listFieldChanges(change: RecordChange) {
  return Object.entries(change.changes).filter(([name]) => name !== 'archivedAt');
}

function FieldChange({ label, before, after }: { label: string; before: string | undefined; after: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {before === undefined ? null : (
          <>
            <del className={classes.old}>{before}</del>{' '}
            <IconArrowRight size={13} role="img" aria-label="became" style={{ verticalAlign: '-2px' }} />{' '}
          </>
        )}
        {after}
      </dd>
    </>
  );
}

/** Installs have no old and new value: some went, some came. */
function SoftwareChange({ removed, added }: { removed: unknown; added: unknown }) {
  const list = (names: unknown) =>
    Array.isArray(names) && names.length > 0 ? formatValue(names) : undefined;
  return (
    <>
      {list(removed) ? (
        <>
          <dt>Removed</dt>
          <dd>{list(removed)}</dd>
        </>
      ) : null}
      {list(added) ? (
        <>
          <dt>Installed</dt>
          <dd>{list(added)}</dd>
        </>
      ) : null}
    </>
  );
}
