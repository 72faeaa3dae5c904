import { Progress, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { KeyValue } from '../../../components/key-value.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { nameSessionKind } from '../../../data/session-kinds.ts';
import { formatBytes, formatCount, formatDuration, formatNumber } from '../../../lib/format.ts';
import { isOpen, type Session } from '../api/session-types.ts';
import { OutcomeBar } from './outcome-bar.tsx';

const phases: Record<string, string> = {
  waiting: 'Waiting for a worker',
  reading: 'Reading and applying',
  retiring: 'Looking for records that are gone',
  finishing: 'Finishing',
  done: 'Done',
};

/** Of devices that are not loaded the vendor lists software too. */
function describeInstalls({ installsRead, installsSkipped }: Session['counts']): string {
  if (installsSkipped === 0) return formatNumber(installsRead);
  return `${formatNumber(installsRead)}, ${formatNumber(installsSkipped)} of them on devices that are not loaded`;
}

/** How far it is, how fast, and what became of the records so far. */
export function ProgressSection({ session }: { session: Session }) {
  const { counts } = session;
  const share = counts.expected ? Math.min(100, (counts.read / counts.expected) * 100) : undefined;
  return (
    <Section title={isOpen(session) ? 'Progress' : 'Outcome'}>
      {isOpen(session) ? (
        <>
          <Progress.Root size="lg" mb={6}>
            <Progress.Section
              value={share ?? 100}
              animated={share === undefined}
              striped={share === undefined}
              aria-label="Records read"
            />
          </Progress.Root>
          <Text size="sm" mb="md" className="muster-tabular" role="status">
            {phases[session.phase] ?? session.phase}: {formatNumber(counts.read)}
            {counts.expected ? ` of ${formatNumber(counts.expected)}` : ''} records
            {session.recordsPerSecond
              ? `, ${formatNumber(Math.round(session.recordsPerSecond))} a second`
              : ''}
            {session.remainingMs ? `, ${formatDuration(session.remainingMs)} left` : ''}
          </Text>
        </>
      ) : null}
      <OutcomeBar session={session} />
      <div style={{ height: 12 }} />
      <KeyValue
        columnCount={2}
        items={[
          { label: 'Kind', value: nameSessionKind(session.kind) },
          { label: 'Started by', value: session.requestedByName },
          { label: 'Started', value: <RelativeTime value={session.startedAt} fallback="not yet" /> },
          { label: 'Duration', value: session.startedAt ? formatDuration(session.elapsedMs) : null },
          {
            label: 'Rate',
            value: session.recordsPerSecond
              ? `${formatNumber(Math.round(session.recordsPerSecond))} records a second`
              : null,
          },
          { label: 'Pages', value: `${formatNumber(counts.pages)} (${formatBytes(counts.bytes)})` },
          {
            label: 'Mapping',
            value: session.mappingVersion === null ? null : `Version ${session.mappingVersion}`,
          },
          { label: 'Warnings', value: formatNumber(counts.warnings) },
          ...(counts.repeated > 0
            ? [{ label: 'Left out, id met before', value: formatNumber(counts.repeated) }]
            : []),
          ...(counts.installsRead > 0
            ? [
                { label: 'Installs read', value: describeInstalls(counts) },
                {
                  label: 'Software changed on',
                  value: formatCount(counts.installsChanged, 'asset', 'assets'),
                },
              ]
            : []),
          ...(session.planSessionId === null
            ? []
            : [
                {
                  label: 'Plan of',
                  value: (
                    <Link
                      to="/sessions/$id"
                      params={{ id: String(session.planSessionId) }}
                      className="muster-link"
                    >
                      session {session.planSessionId}
                    </Link>
                  ),
                },
              ]),
        ]}
      />
    </Section>
  );
}
