import { Progress, Text } from '@mantine/core';
import { Section } from '../../../components/section.tsx';
import { isOpen, type Session } from '../../../data/session-types.ts';
import { formatDuration, formatNumber } from '../../../lib/format.ts';

const phases: Record<string, string> = {
  waiting: 'Waiting for a worker',
  reading: 'Reading and applying',
  retiring: 'Looking for records that are gone',
  finishing: 'Finishing',
  done: 'Done',
};

/** How far an open session is, how fast, and how long it still takes. */
export function ProgressSection({ session }: { session: Session }) {
  if (!isOpen(session)) return null;
  const { counts } = session;
  const share = counts.expected ? Math.min(100, (counts.read / counts.expected) * 100) : undefined;
  return (
    <Section title="Progress">
      <Progress.Root size="lg" mb={6}>
        <Progress.Section
          value={share ?? 100}
          animated={share === undefined}
          striped={share === undefined}
          aria-label="Records read"
        />
      </Progress.Root>
      <Text size="sm" role="status">
        {phases[session.phase] ?? session.phase}: {formatNumber(counts.read)}
        {counts.expected ? ` of ${formatNumber(counts.expected)}` : ''} records
        {session.recordsPerSecond ? `, ${formatNumber(Math.round(session.recordsPerSecond))} a second` : ''}
        {session.remainingMs ? `, ${formatDuration(session.remainingMs)} left` : ''}
      </Text>
    </Section>
  );
}
