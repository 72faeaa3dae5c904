import { Skeleton, Text } from '@mantine/core';
import { ErrorState } from '../../../components/error-state.tsx';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { isOpen, type Session } from '../../../data/session-types.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { useSessionLog } from '../api/use-session-log.ts';
import classes from './outcomes.module.css';

export function LogSection({ session }: { session: Session }) {
  const { data, error, refetch } = useSessionLog(session.id, isOpen(session));
  return (
    <Section title="Log" isFlush>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={96} m="md" /> : null}
      {data?.items.length === 0 ? (
        <Text c="dimmed" p="md">
          Nothing logged yet.
        </Text>
      ) : null}
      <ol className={classes.list}>
        {data?.items.map((line) => (
          <li key={line.id} className={classes.logLine}>
            <Text component="time" size="sm" c="dimmed" className="muster-tabular" dateTime={line.at}>
              {formatDateTime(line.at)}
            </Text>
            <span>
              <StatusBadge status={line.level} />
            </span>
            <span style={{ overflowWrap: 'anywhere' }}>{line.message}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
