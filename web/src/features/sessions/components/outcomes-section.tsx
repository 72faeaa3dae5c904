import { Button, Group, Skeleton, Text } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Section } from '../../../components/section.tsx';
import {
  countOf,
  isOpen,
  type ListedKind,
  labelOutcome,
  listedKinds,
  type Session,
} from '../../../data/session-types.ts';
import { formatNumber } from '../../../lib/format.ts';
import { useOutcomes } from '../api/use-outcomes.ts';
import { OutcomeRow } from './outcome-row.tsx';
import classes from './outcomes.module.css';

/** What a person looks at first: trouble, then changes. */
const interesting: readonly ListedKind[] = [
  'failed',
  'ambiguous',
  'skipped',
  'warning',
  'updated',
  'created',
  'retired',
  'unchanged',
];

/** The session's records by outcome, each with its reason and field changes. */
export function OutcomesSection({ session }: { session: Session }) {
  const { outcome }: { outcome?: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  const chosen = listedKinds.find((found) => found === outcome && countOf(session, found) > 0);
  const kind = chosen ?? interesting.find((found) => countOf(session, found) > 0);
  const shown = listedKinds.filter((found) => countOf(session, found) > 0 && found !== 'canceled');
  return (
    <Section title={session.kind === 'preview' ? 'Plan' : 'Records'} isFlush>
      {shown.length === 0 ? (
        <Text c="dimmed" p="md">
          {isOpen(session) ? 'No record has an outcome yet.' : 'This session touched no record.'}
        </Text>
      ) : (
        <Group gap={6} px="md" py="sm" role="group" aria-label="Outcome">
          {shown.map((found) => (
            <Button
              key={found}
              size="compact-sm"
              variant={found === kind ? 'filled' : 'default'}
              aria-pressed={found === kind}
              onClick={() =>
                void navigate({
                  to: '.',
                  search: { tab: 'outcomes', outcome: found },
                  replace: true,
                  resetScroll: false,
                } as never)
              }
            >
              {labelOutcome(session, found)} {formatNumber(countOf(session, found))}
            </Button>
          ))}
        </Group>
      )}
      {kind ? <OutcomeRows key={kind} session={session} kind={kind} /> : null}
    </Section>
  );
}

function OutcomeRows({ session, kind }: { session: Session; kind: ListedKind }) {
  const query = useOutcomes(session.id, kind, isOpen(session));
  if (query.error && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.isPending) return <Skeleton height={220} m="md" />;
  const rows = query.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={IconListSearch}
        headingOrder={3}
        title={`${labelOutcome(session, kind)}: counted, not listed`}
        text={
          kind === 'unchanged'
            ? 'Unchanged records cost no write, so they are counted and not listed one by one.'
            : 'These records are not listed yet. They appear when the batch they belong to is written.'
        }
      />
    );
  }
  return (
    <>
      <ul className={classes.list} aria-label={labelOutcome(session, kind)}>
        {rows.map((row) => (
          <OutcomeRow key={row.key} row={row} object={session.object} />
        ))}
      </ul>
      <Group justify="center" py="sm" mih={52}>
        {query.hasNextPage ? (
          <Button
            variant="default"
            size="compact-md"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more
          </Button>
        ) : (
          <Text size="sm" c="dimmed">
            {formatNumber(rows.length)} shown
          </Text>
        )}
      </Group>
    </>
  );
}
