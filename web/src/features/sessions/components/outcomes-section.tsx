import { Button, Group, Skeleton, Text } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { formatNumber, formatValue } from '../../../lib/format.ts';
import { type Outcome, type OutcomeKind, outcomeKinds, type Session } from '../api/session-types.ts';
import { useOutcomes } from '../api/use-outcomes.ts';
import classes from './outcome-bar.module.css';

/** What a person looks at first: trouble, then changes. */
const interesting: readonly OutcomeKind[] = [
  'failed',
  'ambiguous',
  'skipped',
  'updated',
  'created',
  'retired',
];

export function OutcomesSection({ session }: { session: Session }) {
  const first = interesting.find((kind) => session.counts[kind] > 0) ?? 'created';
  const [chosen, setChosen] = useState<OutcomeKind>();
  const kind = chosen ?? first;
  const shown = outcomeKinds.filter((found) => session.counts[found] > 0 && found !== 'canceled');
  return (
    <Section title={session.kind === 'preview' ? 'Plan' : 'Records'} isFlush>
      <Group gap={6} px="md" py="sm" role="group" aria-label="Outcome">
        {shown.map((found) => (
          <Button
            key={found}
            size="compact-sm"
            variant={found === kind ? 'filled' : 'default'}
            aria-pressed={found === kind}
            onClick={() => setChosen(found)}
          >
            {`${found.slice(0, 1).toUpperCase()}${found.slice(1)}`} {formatNumber(session.counts[found])}
          </Button>
        ))}
        {shown.length === 0 ? <Text c="dimmed">No record has an outcome yet.</Text> : null}
      </Group>
      {shown.length > 0 ? <OutcomeRows key={kind} session={session} kind={kind} /> : null}
    </Section>
  );
}

function OutcomeRows({ session, kind }: { session: Session; kind: OutcomeKind }) {
  const query = useOutcomes(session.id, kind);
  if (kind === 'unchanged' && session.kind !== 'test') {
    return (
      <EmptyState
        icon={IconListSearch}
        headingOrder={3}
        title={`${formatNumber(session.counts.unchanged)} records were unchanged`}
        text="Unchanged records cost no write, so they are counted and not listed."
      />
    );
  }
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Skeleton height={160} m="md" />;
  const rows = query.data.pages.flatMap((page) => page.items);
  return (
    <>
      <ul className={classes.list}>
        {rows.map((row) => (
          <li key={row.key} className={classes.row}>
            <OutcomeName row={row} session={session} />
            <div>
              {row.reason ? <Text size="sm">{row.reason}</Text> : null}
              <Changes details={row.details} />
            </div>
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <Group justify="center" py="sm">
          <Button
            variant="default"
            size="compact-md"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more
          </Button>
        </Group>
      ) : null}
    </>
  );
}

function OutcomeName({ row, session }: { row: Outcome; session: Session }) {
  const name = row.label ?? row.nativeId ?? `Record ${row.recordId ?? ''}`;
  return (
    <div style={{ overflowWrap: 'anywhere' }}>
      {row.recordId !== null && session.object === 'people' ? (
        <Link to="/people/$id" params={{ id: String(row.recordId) }} className="muster-link">
          {name}
        </Link>
      ) : (
        <Text component="span" fw={600}>
          {name}
        </Text>
      )}{' '}
      <StatusBadge
        status={
          row.reasonCode === 'restored' || row.reasonCode === 'archived' || row.reasonCode === 'deactivated'
            ? row.reasonCode
            : row.outcome
        }
      />
      {row.nativeId ? (
        <Text size="xs" c="dimmed">
          Source id {row.nativeId}
        </Text>
      ) : null}
    </div>
  );
}

/** { field: [old, new] } as a person reads it; the candidates of an ambiguous record as links. */
function Changes({ details }: { details: Outcome['details'] }) {
  if (!details) return null;
  const { candidates } = details as { candidates?: number[] };
  if (Array.isArray(candidates)) {
    return candidates.length === 0 ? null : (
      <Group gap="xs">
        {candidates.map((id) => (
          <Link key={id} to="/people/$id" params={{ id: String(id) }} className="muster-link">
            Record {id}
          </Link>
        ))}
      </Group>
    );
  }
  return (
    <ul className={classes.changes}>
      {Object.entries(details).map(([field, change]) => {
        const [before, after] = Array.isArray(change) ? change : [null, change];
        return (
          <li key={field}>
            <strong>{field}</strong>: {before === null ? null : <del>{formatValue(before)}</del>} →{' '}
            {formatValue(after)}
          </li>
        );
      })}
    </ul>
  );
}
