import { Alert, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { nameSessionKind } from '../../../data/session-kinds.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { useMay } from '../../../session/use-may.ts';
import type { Session } from '../api/session-types.ts';
import { useSession } from '../api/use-session.ts';
import { useRefreshAtEnd } from '../use-refresh-at-end.ts';
import { DriftAlert } from './drift-alert.tsx';
import { ProgressSection } from './progress-section.tsx';
import { PrunedNote } from './pruned-note.tsx';
import { SessionActions } from './session-actions.tsx';
import { SessionTabs } from './session-tabs.tsx';

export function SessionPage() {
  const { id } = useParams({ from: '/shell/sessions/$id' });
  const { data: session, error, refetch } = useSession(Number(id));
  const mayOperate = useMay('operator');
  useTitle(session ? `Session ${session.id}` : undefined, 'Sync sessions');
  useRefreshAtEnd(session);
  if (error && !session) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!session) {
    return (
      <Stack gap="md" aria-busy="true">
        <Skeleton height={60} width={320} />
        <Skeleton height={240} />
        <Skeleton height={160} />
      </Stack>
    );
  }
  const kind = nameSessionKind(session.kind);
  return (
    <Stack gap="md">
      <PageHeader
        title={session.integrationName}
        crumbs={[{ label: 'Configuration' }, { label: 'Sync sessions', to: '/sessions' }]}
        badge={<StatusBadge status={session.status} />}
        description={
          <>
            {kind}, session {session.id} of{' '}
            <Link
              to="/integrations/$id"
              params={{ id: String(session.integrationId) }}
              className="muster-link"
            >
              {session.integrationName}
            </Link>
          </>
        }
        actions={mayOperate ? <SessionActions session={session} /> : null}
      />
      <SessionError session={session} />
      <DriftAlert session={session} />
      <PrunedNote session={session} />
      <ProgressSection session={session} />
      <SessionTabs key={session.id} session={session} />
    </Stack>
  );
}

function SessionError({ session }: { session: Session }) {
  if (!session.errorMessage) return null;
  const isFailed = session.status === 'failed';
  return (
    <Alert
      color={isFailed ? 'red' : 'yellow'}
      icon={<IconAlertTriangle size={18} />}
      title={isFailed ? 'The session failed' : 'The session ended with a problem'}
    >
      <span style={{ overflowWrap: 'anywhere' }}>{session.errorMessage}</span>
      <Group gap="md" mt={4}>
        <Link to="/integrations/$id" params={{ id: String(session.integrationId) }}>
          Open the integration
        </Link>
        {session.errorCode ? (
          <Text size="xs" c="dimmed" ff="monospace">
            {session.errorCode}
          </Text>
        ) : null}
      </Group>
    </Alert>
  );
}
