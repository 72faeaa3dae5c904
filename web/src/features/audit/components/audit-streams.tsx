import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { formatCount } from '../../../lib/format.ts';
import { type AuditStream, useAuditStreams } from '../api/use-audit-streams.ts';

/** Where the audit log also goes, a line each; nothing where it goes nowhere else. */
export function AuditStreams() {
  const { data } = useAuditStreams();
  return data?.items.map((stream) => <StreamLine key={stream.kind} stream={stream} />);
}

function StreamLine({ stream }: { stream: AuditStream }) {
  const waiting = formatCount(stream.waitingCount, 'entry', 'entries');
  if (stream.failingSince)
    return (
      <Alert color="red" role="alert" mt="xs" icon={<IconAlertTriangle size={18} />}>
        <span style={{ overflowWrap: 'anywhere' }}>
          {stream.error} Waiting: {waiting}. Failing since <RelativeTime value={stream.failingSince} />.
        </span>
      </Alert>
    );
  const state = stream.waitingCount === 0 ? 'everything has arrived' : `${waiting} to go`;
  return (
    <Text size="sm">
      Also sent to {stream.target}: {state}
      {stream.sentAt ? (
        <>
          , last <RelativeTime value={stream.sentAt} />
        </>
      ) : null}
      .
    </Text>
  );
}
